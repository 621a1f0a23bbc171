"""Draw: every figure of every language as SVG, in one browser session."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from build_tools.figures import rules
from build_tools.figures.model import drawing_path, figure_digest
from build_tools.pages import mime
from build_tools.pages.bundle import Status
from build_tools.pages.diagnostics import Code, Diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from build_tools.building.localise import LocalPage
    from build_tools.building.project import Project
    from build_tools.building.report import Report
    from build_tools.building.summary import Summary
    from build_tools.building.workshop import Workshop
    from build_tools.figures.drawing import DrawReport

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


class Drawing:
    """Draws the figures of a build, each as soon as it is known, while other steps go on."""

    def __init__(self, project: Project, workshop: Workshop) -> None:
        self._project, self._workshop = project, workshop
        self._jobs: list[Future[DrawReport]] = []
        self._asked: set[str] = set()
        self._done = 0
        self._advance: Callable[[str], None] | None = None

    def add(self, figures: Figures) -> None:
        """Have those of the figures drawn that are not."""
        store = self._project.drawings
        wanted = {
            digest: figure
            for digest, figure in figures.items()
            if digest not in self._asked and not drawing_path(store, digest).is_file()
        }
        if wanted:
            self._asked |= wanted.keys()
            self._jobs.append(
                self._workshop.studio.draw(
                    wanted, store=store, browser=self._browser, progress=self._tell
                )
            )

    def finish(self, pages: Sequence[LocalPage], report: Report, summary: Summary) -> None:
        """Wait until all is drawn, and say what could not be drawn of pages."""
        with report.step("drawing", len(self._asked) - self._done) as self._advance:
            reports = [job.result() for job in self._jobs]
        summary.drawn = sum(len(done.drawn) for done in reports)
        summary.undrawn = len(self._asked) - summary.drawn
        if self._asked and self._browser is None:
            summary.notes.append(
                f"no browser found: {summary.undrawn} figures are shown as data tables only;"
                " install Chrome or Chromium and run this again"
            )
            return
        reasons = {failure.digest: failure.reason for done in reports for failure in done.failed}
        summary.problems += [
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

    @cached_property
    def _browser(self) -> Path | None:
        from build_tools.browser.find import find_browser  # noqa: PLC0415  not for every build

        return find_browser()

    def _tell(self) -> None:
        self._done += 1
        if self._advance:
            self._advance(f"figure {self._done} of {len(self._asked)}")


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
