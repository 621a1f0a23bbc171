"""What takes long to start or to load, and may outlive a build.

What renders, the browser that draws, and what the last build remembered for the next.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Self

from build_tools.building.render import rendering
from build_tools.building.renderers import Renderers, warm_up
from build_tools.execution.run import stop
from build_tools.execution.run import warm_up as warm_up_interpreter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from build_tools.building.memory import Memory
    from build_tools.building.project import Project
    from build_tools.building.stock import Stock
    from build_tools.figures.drawing import Studio
    from build_tools.publishing.assembly import Ledger


@dataclass
class Workshop:
    """Started where it is first used; use it as a context, so that nothing outlives it."""

    renderers: Renderers = field(default_factory=Renderers)
    last: bool = False  #: no other build follows, so what is done with goes at once, for its memory
    stock: Stock | None = None  #: of the last build
    memory: Memory | None = None  #: of the last build
    ledger: Ledger | None = None  #: of the site that is there
    _later: dict[str, Callable[[], object]] = field(default_factory=dict)

    @cached_property
    def studio(self) -> Studio:
        """Where figures are drawn."""
        from build_tools.figures.drawing import Studio  # noqa: PLC0415  loads what drives a browser

        return Studio()

    def __enter__(self) -> Self:
        if not self.last:
            warm_up(stays=True)
        self.renderers.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.catch_up()
        self._close_studio()
        self.renderers.drop()

    def later(self, name: str, do: Callable[[], object]) -> None:
        """Do what the next process needs and this one does not, when nobody waits.

        It is done once, whatever asked for it by this name before.
        """
        if self.last:
            do()
        else:
            self._later[name] = do

    def catch_up(self) -> None:
        """Do what was left for later."""
        while self._later:
            self._later.pop(next(iter(self._later)))()

    def executed(self) -> None:
        """No program runs any more in this build."""
        if self.last:
            stop()
            warm_up()

    def drawn(self) -> None:
        """No figure is drawn any more in this build."""
        if self.last:
            self._close_studio()

    def _close_studio(self) -> None:
        if studio := vars(self).pop("studio", None):
            studio.close()

    def get_ready(self, project: Project, languages: Iterable[str]) -> None:
        """Start in the background what the next build of these languages will want."""
        self.renderers.prepare([rendering(project, language) for language in languages])
        warm_up_interpreter()

    def get_ready_to_draw(self) -> None:
        """Start what the next build may want and takes seconds."""
        from build_tools.browser.find import find_browser  # noqa: PLC0415  as above

        if browser := find_browser():
            self.studio.get_ready(browser)
