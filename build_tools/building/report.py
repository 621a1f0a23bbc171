"""Telling a person how far a long job is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TextIO

    from rich.console import Console

    from build_tools.pages.diagnostics import Diagnostic


class Report:
    """Where a job's messages go: to a file, else to the terminal or what stands in its place."""

    def __init__(self, file: TextIO | None = None, *, quiet: bool = False) -> None:
        self._file = io.StringIO() if quiet else file

    @cached_property
    def console(self) -> Console:
        """For tables, bars and colours."""
        # plain lines need none, and a build that has nothing to do says nothing else
        from rich.console import Console  # noqa: PLC0415

        return Console(file=self._file, highlight=False, soft_wrap=True)

    @property
    def is_terminal(self) -> bool:
        """Whether what is said can be taken back, as a bar that moves."""
        return (self._file or sys.stdout).isatty()

    @contextmanager
    def step(self, title: str, total: int) -> Iterator[Callable[[str], None]]:
        """A step of ``total`` pieces; the caller names each piece that is done."""
        if not total:
            yield lambda _name: None
            return
        if not self.is_terminal:
            done = 0

            def line(name: str) -> None:
                nonlocal done
                done += 1
                self.say(f"{title} {done}/{total}: {name}")

            yield line
            return
        from rich.progress import (  # noqa: PLC0415  as above
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
        )

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
        print(text, file=self._file, flush=True)

    def problems(self, problems: Iterable[Diagnostic]) -> None:
        """Problems, sorted by file and line."""
        for problem in sorted(set(problems)):
            self.console.print(str(problem), style="red", markup=False)
