"""Why: for every program, when and why it last ran, and whether it would run now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from build_tools.building.read import read
from build_tools.execution.store import Store
from build_tools.execution.why import reasons
from build_tools.pages.diagnostics import LessonError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from build_tools.building.project import Project
    from build_tools.execution.program import Program
    from build_tools.execution.store import Executed


@dataclass(frozen=True)
class History:
    """What is known of a program's last run."""

    name: str
    last: Executed | None
    pending: list[str]  #: why it would run now; empty when its outputs would be used again

    def lines(self) -> Iterator[str]:
        """The same for people."""
        if self.last is None:
            yield f"{self.name}: has not run yet"
            return
        when = self.last.ran.replace("T", " ").replace("+00:00", " UTC")
        yield f"{self.name}: ran {when}, {self.last.seconds:.1f} s"
        yield from (f"  because: {reason}" for reason in self.last.why)
        yield from (f"  would run now: {reason}" for reason in self.pending)


def histories(project: Project, page: str | None = None) -> list[History]:
    """The history of every program, or of one page's.

    Raises LessonError when a page cannot be read, FileNotFoundError when no page with cells has
    that name.
    """
    lessons, problems = read(project)
    programs = {name: program for name, program in lessons.programs.items() if program.cells}
    if page is not None:
        own = [p for p in problems if p.path.as_posix().endswith(f"/{page}.md")]
        if own:
            raise LessonError(*own)
        if page not in programs:
            known = "\n".join(f"  {name}" for name in programs)
            raise FileNotFoundError(f"{page}: no page with cells has this name; there are\n{known}")
        programs = {page: programs[page]}
    store = Store(project.build / "executed")
    return [_history(program, store) for program in programs.values()]


def _history(program: Program, store: Store) -> History:
    last = store.last(program.name)
    if last is None or store.get(program.key) is not None:
        return History(program.name, last, [])
    return History(program.name, last, reasons(last.parts, program.key_parts()))
