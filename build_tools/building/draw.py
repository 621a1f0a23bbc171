"""Draw: every figure of every language as SVG, in one browser session."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Self

from build_tools.figures import rules
from build_tools.figures.model import drawing_path, figure_digest
from build_tools.pages import mime
from build_tools.pages.bundle import Status
from build_tools.pages.diagnostics import Code, Diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

    from build_tools.building.localise import LocalPage
    from build_tools.building.project import Project
    from build_tools.building.report import Report
    from build_tools.building.summary import Summary
    from build_tools.building.workshop import Workshop

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
    """Draws the figures of a build, each as soon as it is known, while other steps go on.

    Use it as a context: one that is left early gives up what is not drawn.
    """

    def __init__(self, project: Project, workshop: Workshop) -> None:
        self._project, self._workshop = project, workshop
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="drawing")
        self._jobs: list[Future[None]] = []
        self._waiting: SimpleQueue[tuple[str, dict[str, Any]]] = SimpleQueue()
        self._asked: set[str] = set()
        self._drawn = 0
        self._failed: dict[str, str] = {}  #: digest → reason
        self._advance: Callable[[str], None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._workshop.close_studio()
        self._thread.shutdown(cancel_futures=True)

    def add(self, figures: Figures) -> None:
        """Have those of the figures drawn that are not."""
        for digest, figure in figures.items():
            if digest in self._asked or drawing_path(self._project.drawings, digest).is_file():
                continue
            self._asked.add(digest)
            self._waiting.put((digest, figure))
        if not self._waiting.empty():
            self._jobs.append(self._thread.submit(self._draw))

    def finish(self, pages: Sequence[LocalPage], report: Report, summary: Summary) -> None:
        """Wait until all is drawn, and say what could not be drawn of pages."""
        from build_tools.browser.find import find_browser  # noqa: PLC0415  loads what drives one

        left = len(self._asked) - self._drawn - len(self._failed)
        with report.step("drawing", left) as self._advance:
            for job in self._jobs:
                job.result()
        summary.drawn = self._drawn
        summary.undrawn = len(self._asked) - self._drawn
        if self._failed and find_browser() is None:
            summary.notes.append(
                f"no browser found: {summary.undrawn} figures are shown as data tables only;"
                " install Chrome or Chromium and run this again"
            )
            return
        summary.problems += [
            Diagnostic(
                page.bundle.path,
                line,
                Code.FIGURE,
                f"this figure could not be drawn: {self._failed[digest]}",
            )
            for page in pages
            for line, figure in _figures(page)
            if (digest := figure_digest(figure)) in self._failed
        ]

    def _draw(self) -> None:
        """In its thread: draw all that waits."""
        from build_tools.browser.find import find_browser  # noqa: PLC0415  as above

        figures: Figures = {}
        with suppress(Empty):
            while True:
                digest, figure = self._waiting.get_nowait()
                figures[digest] = figure
        if not figures:  # the job before took them
            return
        done = self._workshop.studio.draw(
            figures, store=self._project.drawings, browser=find_browser(), progress=self._tell
        )
        self._drawn += len(done.drawn)
        self._failed |= {failure.digest: failure.reason for failure in done.failed}

    def _tell(self, done: int, _total: int) -> None:
        if self._advance:
            self._advance(f"figure {self._drawn + done} of {len(self._asked)}")


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
