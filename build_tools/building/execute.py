"""Execute: outputs of every program, from the store or by running it."""

from __future__ import annotations

import re
from concurrent.futures import as_completed
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from build_tools.execution.failure import CellFailure
from build_tools.execution.pool import Pool
from build_tools.execution.run import run_both, unconfined, warm_up
from build_tools.execution.store import Executed, Store
from build_tools.execution.why import in_short, reasons
from build_tools.pages.diagnostics import Code, Diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Executor, Future

    from build_tools.execution.program import Program
    from build_tools.pages.model import Page

_GLUED_BEFORE = re.compile(r"was glued before, by `(.*)`")
_SAMPLE_NAME = re.compile(r"samples/([\w./-]+\.root)")


@dataclass
class Outcome:
    """Outputs of programs, and what was done for them."""

    executed: dict[str, Executed] = field(default_factory=dict)
    failures: dict[str, CellFailure] = field(default_factory=dict)
    ran: dict[str, float] = field(default_factory=dict)  #: program → seconds
    reused: dict[str, float] = field(default_factory=dict)  #: program → seconds that it once took
    reasons: dict[str, str] = field(default_factory=dict)  #: program that ran → why
    notes: list[str] = field(default_factory=list)  #: what is to be said once a build


def split(programs: Mapping[str, Program], store: Store) -> tuple[Outcome, dict[str, Program]]:
    """What the store has, and the programs that must run."""
    outcome, waiting = Outcome(), {}
    for name, program in programs.items():
        if not program.cells:
            outcome.executed[name] = Executed(
                key=program.key, parts={}, name=name, seconds=0, cells=[]
            )
        elif (known := store.get(program.key)) is not None:
            outcome.executed[name] = known
            outcome.reused[name] = known.seconds
            store.remember(name, known.key)
        else:
            waiting[name] = program
    return outcome, waiting


def execute(
    waiting: Mapping[str, Program],
    store: Store,
    outcome: Outcome,
    advance: Callable[[str], None],
    pool: Executor | None = None,
    *,
    twin_of: Callable[[str], Program | None] = lambda _name: None,
    done: Callable[[str], None] = lambda _name: None,
) -> None:
    """Run programs side by side; each is kept as soon as it is done, whatever the others do.

    With each goes its twin, where the store has not got that; see ``run_both``. The outcome has a
    twin's outputs or nothing of it. ``done`` is told of each program that the outcome has got.

    They run in processes of this machine, or wherever another ``pool`` takes them. Interrupted, it
    ends every program that is still running.
    """
    if not waiting:
        return
    with pool or Pool() as executor:
        jobs = {}
        for name, program in waiting.items():
            twin = twin_of(name)  # the first programs run while those of the others are made
            if twin and store.get(twin.key):
                twin = None
            jobs[executor.submit(run_both, program, twin)] = name
        try:
            for job in as_completed(jobs):
                if _take(jobs[job], job, store, outcome, advance):
                    done(jobs[job])
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise
    if warning := unconfined():
        outcome.notes.append(warning)


def _take(
    name: str,
    job: Future[tuple[Executed, Executed | None]],
    store: Store,
    outcome: Outcome,
    advance: Callable[[str], None],
) -> bool:
    """Keep what came of a program; whether it ran to its end."""
    try:
        executed, twin = job.result()
    except CellFailure as failure:
        outcome.failures[name] = failure
        advance(f"{name} failed")
        return False
    _keep(executed, store, outcome)
    if twin:
        _keep(twin, store, outcome)
    advance(f"{name} ({outcome.reasons[name]}, {executed.seconds:.1f} s)")
    return True


def _keep(executed: Executed, store: Store, outcome: Outcome) -> None:
    name = executed.name
    last = store.last(name)
    why = reasons(last.parts if last else {}, executed.parts)
    ran = datetime.now(UTC).isoformat(timespec="seconds")
    executed = executed.model_copy(update={"why": why, "ran": ran})
    store.put(executed)
    store.remember(name, executed.key)
    outcome.executed[name] = executed
    outcome.ran[name] = executed.seconds
    outcome.reasons[name] = in_short(why)


def prepare(store: Store) -> bool:
    """Get warm while pages are read, when programs will surely run: nothing was ever kept."""
    if store.is_empty():
        warm_up()
        return True
    return False


def cell_problem(page: Page, failure: CellFailure, samples: frozenset[str]) -> Diagnostic:
    """What to tell the author of a cell that failed."""
    line = _line(page, failure.cell, failure.line)
    message = f"this cell failed: {failure}" if failure.error else f"this cell {failure}"
    if failure.called_from:
        message += f" (called from line {_line(page, *failure.called_from)})"
    if before := _GLUED_BEFORE.search(failure.message):
        message += f" ({page.path.as_posix()}:{_line_of(page, before[1])})"
    opened = _SAMPLE_NAME.search(failure.message)
    if opened and failure.error == "FileNotFoundError" and opened[1] not in page.lesson.samples:
        path = opened[1]
        if path in samples:
            message = (
                f"this cell opens samples/{path}, which the page does not declare;"
                f" add `- {path}` under `lesson:` `samples:` at its top"
            )
        else:
            message = (
                f"this cell opens samples/{path}, and there is no such sample;"
                " content/samples/manifest.json lists those there are"
            )
        return Diagnostic(page.path, line, Code.SAMPLE, message)
    return Diagnostic(page.path, line, Code.CELL, message)


def _line_of(page: Page, code: str) -> int:
    """The line of a page on which some code stands first; 0 when no cell has it."""
    lines = (
        (cell.code_line + n, line.strip())
        for cell in page.cells
        for n, line in enumerate(cell.source.split("\n"))
    )
    return next((number for number, line in lines if line == code), 0)


def _line(page: Page, cell: int, line: int) -> int:
    """The author's line of a cell's line; of the cell's first when that is not known."""
    return page.cells[cell].code_line + max(line, 1) - 1
