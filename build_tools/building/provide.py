"""Provide: the figures that directives show, known before Sphinx runs so that they are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from build_tools.figures.model import PlacedFigure
from build_tools.pages.bundle import PageBundle, Status
from build_tools.pages.diagnostics import Diagnostic, LessonError
from build_tools.pages.model import DirectiveUse
from build_tools.sankey import provider as sankey

if TYPE_CHECKING:
    from build_tools.building.localise import LocalPage

Provider = Callable[[Path, Sequence[DirectiveUse], PageBundle], Iterable[PlacedFigure]]
"""From the project's root, the directives of a page and its bundle: the figures that they show, in
the page's language. Raises LessonError for data that make no figure."""

PROVIDERS: Final[tuple[Provider, ...]] = (sankey.provide,)
"""One for each directive that shows figures. The directive itself makes the same figure again when
Sphinx runs (``figures.block.figure_block``), and finds it drawn under its digest."""


def provide(
    root: Path, pages: Iterable[LocalPage], providers: Sequence[Provider] = PROVIDERS
) -> tuple[list[LocalPage], list[Diagnostic]]:
    """The pages with the figures of their directives, and what is wrong with those."""
    provided: list[LocalPage] = []
    problems: list[Diagnostic] = []
    for page in pages:
        figures: list[PlacedFigure] = []
        for provider in providers:
            try:
                figures += provider(root, page.directives, page.bundle)
            except LessonError as error:
                if page.bundle.status is not Status.STALE:
                    problems += error.diagnostics
        bundle = page.bundle.model_copy(update={"figures": page.bundle.figures + len(figures)})
        provided.append(replace(page, bundle=bundle, provided=tuple(figures)))
    return provided, problems
