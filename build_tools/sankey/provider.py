"""The figures of a page's diagrams, for the draw step; and whether a translation has the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.figures.model import Figure, PlacedFigure, with_locale
from build_tools.pages.bundle import Status
from build_tools.pages.diagnostics import Code, Diagnostic, LessonError
from build_tools.sankey.figure import lying, upright
from build_tools.sankey.request import Shown, requests_of, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from build_tools.pages.bundle import PageBundle
    from build_tools.pages.model import DirectiveUse, Page


def figures_of(shown: Shown, text_language: str, language: str) -> tuple[Figure, Figure]:
    """The lying and the upright figure of a diagram, in the page's language."""
    return tuple(  # type: ignore[return-value]  # of two
        with_locale(draw(shown.diagram, text_language, shown.highlight), language)
        for draw in (lying, upright)
    )


def provide(
    root: Path, directives: Sequence[DirectiveUse], bundle: PageBundle
) -> list[PlacedFigure]:
    """The figures of the page's ``{sankey}`` directives.

    Raises LessonError with everything that is wrong with any of them.
    """
    requests, problems = requests_of(tuple(directives), bundle.path)
    placed = []
    for request in requests:
        try:
            shown = resolve(root, request, bundle.text_language, bundle.glued)
        except LessonError as error:
            problems += error.diagnostics
            continue
        wide, narrow = figures_of(shown, bundle.text_language, bundle.language)
        placed.append(PlacedFigure(request.line, wide, narrow))
    if problems and bundle.status is not Status.MISSING:
        raise LessonError(*problems)
    return placed


def parity(source: Page, page: Page) -> list[Diagnostic]:
    """Where the diagrams of a translation are not those of its source."""
    ours, _ = requests_of(source.directives, source.path)
    theirs, _ = requests_of(page.directives, page.path)
    problems = [
        Diagnostic(
            page.path,
            other.line,
            Code.PARITY,
            f"this diagram is not that of {source.path.as_posix()}:{own.line}; only `alt` and"
            " `caption` are translated, make the rest equal again",
        )
        for own, other in zip(ours, theirs, strict=False)
        if own.identity != other.identity
    ]
    if len(ours) > len(theirs):
        own = ours[len(theirs)]
        message = f"the diagram of {source.path.as_posix()}:{own.line} is missing here; copy it"
        problems.append(Diagnostic(page.path, page.headings[-1].line, Code.PARITY, message))
    problems += [
        Diagnostic(
            page.path,
            other.line,
            Code.PARITY,
            f"this diagram is not in {source.path.as_posix()}; take it out, or add it there first",
        )
        for other in theirs[len(ours) :]
    ]
    return problems
