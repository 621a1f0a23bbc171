"""What takes long to start: what renders, and the browser that draws. It may outlive a build."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Self

from build_tools.building.render import rendering
from build_tools.building.renderers import Renderers, warm_up
from build_tools.execution.run import stop
from build_tools.execution.run import warm_up as warm_up_interpreter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from build_tools.building.project import Project
    from build_tools.figures.drawing import Studio


@dataclass
class Workshop:
    """Started where it is first used; use it as a context, so that nothing outlives it."""

    renderers: Renderers = field(default_factory=Renderers)
    last: bool = False  #: no other build follows, so what is done with goes at once, for its memory

    @cached_property
    def studio(self) -> Studio:
        """Where figures are drawn."""
        from build_tools.figures.drawing import Studio  # noqa: PLC0415  loads what drives a browser

        return Studio()

    def __enter__(self) -> Self:
        warm_up()
        self.renderers.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._close_studio()
        self.renderers.drop()

    def executed(self) -> None:
        """No program runs any more in this build."""
        if self.last:
            stop()

    def drawn(self) -> None:
        """No figure is drawn any more in this build."""
        if self.last:
            self._close_studio()

    def _close_studio(self) -> None:
        if studio := vars(self).pop("studio", None):
            studio.close()

    def get_ready(self, project: Project, languages: Iterable[str]) -> None:
        """Start everything that the next build of these languages may want."""
        from build_tools.figures.browser import find_browser  # noqa: PLC0415  as above

        self.renderers.prepare([rendering(project, language) for language in languages])
        warm_up_interpreter()
        if browser := find_browser():
            self.studio.get_ready(browser)
