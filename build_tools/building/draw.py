"""Draw: every figure of every language as SVG, in one browser session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from build_tools.figures import rules
from build_tools.figures.model import drawing_path, figure_digest
from build_tools.pages import mime
from build_tools.pages.bundle import Status
from build_tools.pages.diagnostics import Code, Diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from build_tools.building.localise import LocalPage
    from build_tools.building.project import Project
    from build_tools.figures.drawing import Studio

Figures = dict[str, dict[str, Any]]


def figures_of(pages: Sequence[LocalPage]) -> Figures:
    """Digest → figure of everything that the pages show."""
    return {figure_digest(figure): figure for page in pages for _, figure in _figures(page)}


def broken_rules(pages: Sequence[LocalPage]) -> list[Diagnostic]:
    """What the figures of pages lack or cannot be shown with."""
    return [
        Diagnostic(page.bundle.path, line, Code.FIGURE, message)
        for page in pages
        if page.bundle.status in {Status.SOURCE, Status.CURRENT}
        for line, figure in _figures(page)
        for message in rules.problems(figure, page.bundle.text_language)
    ]


def missing(project: Project, figures: Figures) -> Figures:
    """Those that are not drawn yet."""
    return {
        digest: figure
        for digest, figure in figures.items()
        if not drawing_path(project.drawings, digest).is_file()
    }


def draw_missing(
    project: Project,
    figures: Figures,
    pages: Sequence[LocalPage],
    advance: Callable[[str], None],
    studio: Studio,
) -> tuple[int, list[Diagnostic], str]:
    """Draw figures; return how many, what failed, and a note when there is no browser."""
    from build_tools.browser.find import find_browser  # noqa: PLC0415  loads what drives one

    browser = find_browser()
    if browser is None:
        note = (
            f"no browser found: {len(figures)} figures are shown as data tables only;"
            " install Chrome or Chromium and run this again"
        )
        return 0, [], note
    done = studio.draw(
        figures,
        store=project.drawings,
        browser=browser,
        progress=lambda n, total: advance(f"figure {n} of {total}"),
    )
    reasons = {failure.digest: failure.reason for failure in done.failed}
    problems = [
        Diagnostic(
            page.bundle.path,
            line,
            Code.FIGURE,
            f"this figure could not be drawn: {reasons[digest]}",
        )
        for page in pages
        for line, figure in _figures(page)
        if (digest := figure_digest(figure)) in reasons
    ]
    return len(done.drawn), problems, ""


def _figures(page: LocalPage) -> Iterator[tuple[int, dict[str, Any]]]:
    """Figures of a page, each with the line of its cell or directive."""
    for placed in page.provided:
        yield placed.line, placed.figure
        if placed.narrow is not None:
            yield placed.line, placed.narrow
    for cell in page.bundle.cells:
        for output in cell.outputs:
            figure = output.get("data", {}).get(mime.FIGURE)
            if figure is not None:
                yield cell.line, figure
