"""Telling a person how far a long job is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from build_tools.pages.diagnostics import Diagnostic


class Report:
    """Where a job's messages go."""

    def __init__(self, console: Console | None = None, *, quiet: bool = False) -> None:
        self.console = console or Console(highlight=False, soft_wrap=True, quiet=quiet)

    @contextmanager
    def step(self, title: str, total: int) -> Iterator[Callable[[str], None]]:
        """A step of ``total`` pieces; the caller names each piece that is done."""
        if not total:
            yield lambda _name: None
            return
        if not self.console.is_terminal:
            done = 0

            def line(name: str) -> None:
                nonlocal done
                done += 1
                self.say(f"{title} {done}/{total}: {name}")

            yield line
            return
        columns = (
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[name]}"),
        )
        with Progress(*columns, console=self.console, transient=True) as progress:
            task = progress.add_task(title, total=total, name="")
            yield lambda name: progress.update(task, advance=1, name=name)

    def say(self, text: str) -> None:
        """One line, as it is."""
        self.console.print(text, markup=False)

    def problems(self, problems: Iterable[Diagnostic]) -> None:
        """Problems, sorted by file and line."""
        for problem in sorted(set(problems)):
            self.console.print(str(problem), style="red", markup=False)
