"""Draw figures to SVG files, all in one session of one browser, without a network.

The store is a folder of ``<digest>.svg``: a drawing that is there is not drawn again.
"""

from __future__ import annotations

import base64
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import Error
from playwright.sync_api import TimeoutError as TooLongError

from build_tools.figures import house, svg
from build_tools.figures.browser import first_line, running
from build_tools.figures.bundle import PLOTLY
from build_tools.figures.model import drawing_path
from build_tools.pages.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from playwright.sync_api import Browser, Page

TIME_LIMIT: Final = 30.0
"""Seconds after which a figure is given up."""

_MOST_CELLS: Final = 4000
"""Heatmap cells up to which a heatmap is drawn as rectangles (about 20 kB compressed)."""


@dataclass(frozen=True)
class Failure:
    """A figure that could not be drawn, and why."""

    digest: str
    reason: str


@dataclass(frozen=True)
class DrawReport:
    """What one call of ``draw`` did, by digest."""

    drawn: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()


def _silent(_done: int, _total: int) -> None:
    """Report no progress."""


def draw(
    figures: Mapping[str, dict[str, Any]],
    *,
    store: Path,
    browser: Path | None,
    progress: Callable[[int, int], None] = _silent,
    time_limit: float = TIME_LIMIT,
) -> DrawReport:
    """Draw the figures that the store lacks.

    ``figures`` are localised Plotly figures by their digest (``model.figure_digest``).
    ``browser`` is the program to use (``browser.find_browser``); without one nothing is drawn, and
    the report says so for each figure. ``progress`` is told after each figure how many of how many
    are dealt with. A figure that fails or takes longer than ``time_limit`` seconds does not
    prevent the others. Nothing is raised for a figure.
    """
    missing = [digest for digest in figures if not drawing_path(store, digest).is_file()]
    kept = tuple(digest for digest in figures if digest not in set(missing))
    if not missing:
        return DrawReport(kept=kept)
    if browser is None:
        reason = "no browser was found to draw with; install Chromium or Chrome"
        return DrawReport(kept=kept, failed=tuple(Failure(digest, reason) for digest in missing))
    store.mkdir(parents=True, exist_ok=True)
    drawn: list[str] = []
    failed: list[Failure] = []
    try:
        with _session(browser) as session:
            for number, digest in enumerate(missing, start=1):
                try:
                    text = svg.clean(session.drawing(figures[digest], time_limit))
                except (_NotDrawnError, svg.NotADrawingError) as error:
                    failed.append(Failure(digest, str(error)))
                else:
                    write_whole(drawing_path(store, digest), text)
                    drawn.append(digest)
                progress(number, len(missing))
    except _NoSessionError as error:
        done = {*drawn, *(failure.digest for failure in failed)}
        failed += [Failure(digest, str(error)) for digest in missing if digest not in done]
    return DrawReport(tuple(drawn), kept, tuple(failed))


class _NotDrawnError(Exception):
    """One figure could not be drawn."""


class _NoSessionError(Exception):
    """The browser cannot be used."""


class _Session:
    """A browser with one page that has plotly.js, replaced when a figure blocks it."""

    def __init__(self, browser: Browser) -> None:
        self._context = browser.new_context(
            offline=True, locale="en-GB", timezone_id="UTC", service_workers="block"
        )
        self._context.route("**/*", lambda route: route.abort())
        self._page: Page | None = None

    def drawing(self, figure: dict[str, Any], time_limit: float) -> str:
        """The SVG of one figure as Plotly makes it."""
        furnished = house.furnished(figure)
        layout = furnished["layout"]
        job = {
            "figure": furnished,
            "width": layout.get("width") or house.WIDTH,
            "height": layout.get("height") or house.HEIGHT,
            # An author who chose a height has the last word.
            "inner": 0 if layout.get("height") else house.INNER_HEIGHT,
            "most": _MOST_CELLS,
        }
        try:
            page = self._ready_page()
            page.evaluate("job => startDrawing(job)", job)
            page.wait_for_function("drawing.state !== 'busy'", timeout=time_limit * 1000)
            state, text = page.evaluate("[drawing.state, drawing.text]")
        except TooLongError as error:
            self._discard_page()
            message = f"the drawing took longer than {time_limit:g} seconds"
            raise _NotDrawnError(message) from error
        except Error as error:
            self._discard_page()
            message = f"the browser stopped: {first_line(error)}"
            raise _NotDrawnError(message) from error
        if state == "failed":
            raise _NotDrawnError(str(text))
        return str(text)

    def _ready_page(self) -> Page:
        if self._page is None:
            page = self._context.new_page()
            page.set_content("<!doctype html><title>drawing</title>")
            page.add_script_tag(content=plotly_source())
            page.add_script_tag(content=_drawing_source())
            page.evaluate("faces => loadFonts(faces)", _faces())
            self._page = page
        return self._page

    def _discard_page(self) -> None:
        page, self._page = self._page, None
        if page is not None:
            with suppress(Error):  # it is gone already, which is what we want
                page.close()


@contextmanager
def _session(browser: Path) -> Iterator[_Session]:
    try:
        with running(browser) as program:
            yield _Session(program)
    except Error as error:
        message = f"the browser {browser} cannot be used: {first_line(error)}"
        raise _NoSessionError(message) from error


def plotly_source() -> str:
    """The text of plotly.js: the bundle that readers get too."""
    return PLOTLY.source()


@cache
def _faces() -> list[dict[str, str]]:
    """The fonts that text is measured with."""
    folder = Path(__file__).with_name("fonts")
    return [
        {
            "family": house.FONT_FAMILY.partition(",")[0],
            "weight": weight,
            "data": base64.b64encode((folder / name).read_bytes()).decode("ascii"),
        }
        for weight, name in house.FONTS.items()
    ]


@cache
def _drawing_source() -> str:
    return Path(__file__).with_name("drawing.js").read_text(encoding="utf-8")
