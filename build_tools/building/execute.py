"""Execute: outputs of every program, from the store or by running it."""

from __future__ import annotations

import asyncio
import os
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from build_tools.execution.store import Executed, Store
from build_tools.execution.why import in_short, reasons
from build_tools.pages.diagnostics import Code, Diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from build_tools.execution.program import Program
    from build_tools.execution.run import CellFailure
    from build_tools.pages.model import Page

#: Programs that run side by side.
WORKERS = max(1, min(os.cpu_count() or 1, 8))

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
    waiting: Mapping[str, Program], store: Store, outcome: Outcome, advance: Callable[[str], None]
) -> None:
    """Run programs side by side; each is kept as soon as it is done, whatever the others do.

    Interrupted, it ends every kernel that is still running.
    """
    # Not in the main thread: there, nbclient takes the interrupt for itself and hides it from us.
    with ThreadPoolExecutor(1) as thread:
        loops: list[asyncio.AbstractEventLoop] = []
        job = thread.submit(asyncio.run, _execute(waiting, store, outcome, advance, loops))
        try:
            job.result()
        except KeyboardInterrupt:
            for loop in loops:
                loop.call_soon_threadsafe(_cancel_all, loop)
            raise


def _cancel_all(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        task.cancel()


async def _execute(
    waiting: Mapping[str, Program],
    store: Store,
    outcome: Outcome,
    advance: Callable[[str], None],
    loops: list[asyncio.AbstractEventLoop],
) -> None:
    # loads Jupyter, so only where something runs
    from build_tools.execution.run import CellFailure, run  # noqa: PLC0415

    loops.append(asyncio.get_running_loop())
    places = asyncio.Semaphore(WORKERS)

    async def one(name: str, program: Program) -> None:
        async with places:
            try:
                executed = await run(program)
            except CellFailure as failure:
                outcome.failures[name] = failure
                advance(f"{name} failed")
                return
        last = store.last(name)
        why = reasons(last.parts if last else {}, executed.parts)
        ran = datetime.now(UTC).isoformat(timespec="seconds")
        executed = executed.model_copy(update={"why": why, "ran": ran})
        store.put(executed)
        store.remember(name, executed.key)
        outcome.executed[name] = executed
        outcome.ran[name] = executed.seconds
        outcome.reasons[name] = in_short(why)
        advance(f"{name} ({in_short(why)}, {executed.seconds:.1f} s)")

    async with asyncio.TaskGroup() as tasks:
        for name, program in waiting.items():
            tasks.create_task(one(name, program))


def cell_problem(page: Page, failure: CellFailure, samples: frozenset[str]) -> Diagnostic:
    """What to tell the author of a cell that failed."""
    cell = page.cells[failure.cell]
    line = cell.code_line + failure.line - 1 if failure.line else cell.code_line
    message = f"this cell failed: {failure}"
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
