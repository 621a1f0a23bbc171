"""What a build did: for the terminal, and as JSON for machines."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from build_tools.pages.diagnostics import Diagnostic

#: Of the JSON; raised when a field changes its meaning or goes.
SCHEMA = 1

#: Pages whose programs ran that are told of, the slowest first; the JSON has them all.
_TOLD = 8


@dataclass
class Summary:
    """What a build did."""

    pages: dict[str, int] = field(default_factory=dict)  #: language → pages
    ran: dict[str, float] = field(default_factory=dict)  #: program → seconds
    reused: dict[str, float] = field(default_factory=dict)  #: program → seconds that it once took
    reasons: dict[str, str] = field(default_factory=dict)  #: program that ran → why
    figures: int = 0
    drawn: int = 0
    undrawn: int = 0  #: figures that are shown as tables only
    #: language → pages that Sphinx wrote, for languages that were rendered
    rendered: dict[str, list[str]] = field(default_factory=dict)
    published: bool = False
    changed: set[str] = field(default_factory=set)  #: files of the site, for who shows it
    seconds: float = 0.0
    steps: dict[str, float] = field(default_factory=dict)  #: step → seconds
    problems: list[Diagnostic] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Add the time that is spent inside to a step."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.steps[step] = self.steps.get(step, 0.0) + time.perf_counter() - started

    def as_json(self) -> str:
        """The summary for machines; ``schema`` says which fields there are."""
        values: dict[str, Any] = vars(self) | {}
        del values["changed"]
        values["problems"] = [
            {
                "file": problem.path.as_posix(),
                "line": problem.line,
                "code": str(problem.code),
                "message": problem.message,
            }
            for problem in self.problems
        ]
        return json.dumps({"schema": SCHEMA, **values}, indent=1, ensure_ascii=False) + "\n"

    def lines(self) -> Iterator[str]:
        """The summary for a person: what was done first, and only what there is to say."""
        reused = f"reused {len(self.reused)}"
        if self.reused:
            reused += f" · saved {duration(sum(self.reused.values()))}"
        yield f"executed {len(self.ran)} · {reused}"
        yield from self._ran()
        written = ", ".join(f"{len(self.rendered.get(name, []))} {name}" for name in self.pages)
        pages = ", ".join(f"{count} {name}" for name, count in self.pages.items())
        yield f"pages rendered {written or '0'} (of {pages})"
        yield f"figures drawn {self.drawn} (of {self.figures})"
        steps = [f"{name} {duration(spent)}" for name, spent in self.steps.items() if spent >= 0.1]  # noqa: PLR2004  less is nothing to a person
        yield f"{duration(self.seconds)}" + (f": {', '.join(steps)}" if steps else "")

    def _ran(self) -> Iterator[str]:
        """A line for each of the slowest pages whose programs ran, with the reason."""
        spent: dict[str, float] = {}
        reasons: dict[str, str] = {}
        # a page's own program comes first: why its labels were looked for follows from that
        for name in sorted(self.ran):
            page = name.partition(" (")[0]
            spent[page] = spent.get(page, 0.0) + self.ran[name]
            if self.reasons.get(name):
                reasons.setdefault(page, self.reasons[name])
        slowest = sorted(spent, key=lambda page: (-spent[page], page))
        for page in slowest[:_TOLD]:
            reason = f" ({reasons[page]})" if page in reasons else ""
            yield f"  {duration(spent[page])}  {page}{reason}"
        if len(slowest) > _TOLD:
            yield f"  and {len(slowest) - _TOLD} more: see _build/summary.json"


def duration(seconds: float) -> str:
    """Seconds for a person: ``0.4 s``, ``2 min 05 s``."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{seconds:.1f} s"
