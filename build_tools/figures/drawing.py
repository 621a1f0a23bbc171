"""Draw figures to SVG files, all in one session of one browser, without a network.

The store is a folder of ``<digest>.svg``: a drawing that is there is not drawn again.
"""

from __future__ import annotations

import asyncio
import base64
import json
import threading
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from pydantic import TypeAdapter

from build_tools.browser.devtools import BrowserError
from build_tools.browser.running import first_line, running
from build_tools.figures import house, svg
from build_tools.figures.bundle import PLOTLY
from build_tools.figures.model import drawing_path
from build_tools.pages.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Future

    from build_tools.browser.running import Browser, Page

TIME_LIMIT: Final = 30.0
"""Seconds after which a figure is given up."""

_AT_ONCE: Final = 10
"""Figures that a page is given in one go: each question to it takes time of its own."""

_MOST_CELLS: Final = 4000
"""Heatmap cells up to which a heatmap is drawn as rectangles (about 20 kB compressed)."""

_JOBS: Final = TypeAdapter(list[dict[str, Any]])
"""What writes them as JSON, with null for a number that is none."""


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


def _silent() -> None:
    """Report no progress."""


class _NotDrawnError(Exception):
    """One figure could not be drawn."""


class Studio:
    """A browser in which figures are drawn, open from the first of them until ``close``.

    It draws in a thread of its own, whatever it was asked by. Use it as a context.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="studio", daemon=True)
        self._thread.start()
        self._turn = asyncio.Lock()
        self._open = AsyncExitStack()
        self._browser: Path | None = None
        self._easel: _Easel | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the browser; what is not drawn by now is given up."""
        asyncio.run_coroutine_threadsafe(self._give_up(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def draw(
        self,
        figures: Mapping[str, dict[str, Any]],
        *,
        store: Path,
        browser: Path | None,
        progress: Callable[[], None] = _silent,
        time_limit: float = TIME_LIMIT,
    ) -> Future[DrawReport]:
        """Draw the figures that the store lacks; returns at once.

        ``figures`` are localised Plotly figures by their digest (``model.figure_digest``).
        ``browser`` is the program to use (``find_browser``); without one nothing is drawn,
        and the report says so for each figure. ``progress`` is called, in the studio's thread,
        after each figure that is dealt with. A figure that fails or takes longer than
        ``time_limit`` seconds does not prevent the others. Nothing is raised for a figure.
        """
        if browser is not None:
            store.mkdir(parents=True, exist_ok=True)
        drawn = self._drawn(figures, store, browser, progress, time_limit)
        return asyncio.run_coroutine_threadsafe(drawn, self._loop)

    def get_ready(self, browser: Path) -> None:
        """Open the browser and a page that draws, before there is a figure; returns at once.

        What goes wrong here does so again when there is one, and is told then.
        """
        asyncio.run_coroutine_threadsafe(self._get_ready(browser), self._loop)

    async def _give_up(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._leave()

    async def _drawn(
        self,
        figures: Mapping[str, dict[str, Any]],
        store: Path,
        browser: Path | None,
        progress: Callable[[], None],
        time_limit: float,
    ) -> DrawReport:
        missing = [digest for digest in figures if not drawing_path(store, digest).is_file()]
        kept = tuple(digest for digest in figures if digest not in set(missing))
        if not missing:
            return DrawReport(kept=kept)
        if browser is None:
            reason = "no browser was found to draw with; install Chromium or Chrome"
            lost = tuple(Failure(digest, reason) for digest in missing)
            return DrawReport(kept=kept, failed=lost)
        failed: dict[str, str] = {}

        def take(digest: str, answer: str | _NotDrawnError) -> None:
            try:
                if isinstance(answer, _NotDrawnError):
                    raise answer
                write_whole(drawing_path(store, digest), svg.clean(answer))
            except (_NotDrawnError, svg.NotADrawingError) as error:
                failed[digest] = str(error)
            progress()

        try:
            async with self._turn:
                await self._draw(
                    {digest: figures[digest] for digest in missing}, browser, time_limit, take
                )
        except BrowserError as error:
            reason = f"the browser {browser} cannot be used: {first_line(error)}"
            there = {digest for digest in missing if drawing_path(store, digest).is_file()}
            failed |= {digest: reason for digest in missing if digest not in failed.keys() | there}
        drawn = tuple(digest for digest in missing if digest not in failed)
        reasons = tuple(Failure(digest, failed[digest]) for digest in missing if digest in failed)
        return DrawReport(drawn, kept, reasons)

    async def _get_ready(self, browser: Path) -> None:
        with suppress(BrowserError, TimeoutError):
            async with self._turn:
                easel = await self._enter(browser)
                await easel.get_ready()

    async def _enter(self, browser: Path) -> _Easel:
        """Open the browser, unless it is. Raises BrowserError where it cannot be used."""
        if self._easel and self._easel.is_there() and browser == self._browser:
            return self._easel
        await self._leave()
        program = await self._open.enter_async_context(running(browser))
        self._browser, self._easel = browser, _Easel(program)
        return self._easel

    async def _leave(self) -> None:
        self._easel = None
        await self._open.aclose()

    async def _draw(
        self,
        figures: Mapping[str, dict[str, Any]],
        browser: Path,
        time_limit: float,
        take: Callable[[str, str | _NotDrawnError], None],
    ) -> None:
        """Draw; ``take`` is given each drawing, or why there is none, while the next are drawn.

        Raises BrowserError where the browser cannot be used.
        """
        digests = list(figures)
        answers: asyncio.Queue[tuple[str, str | _NotDrawnError]] = asyncio.Queue()

        async def work(easel: _Easel) -> None:
            for start in range(0, len(digests), _AT_ONCE):
                own = digests[start : start + _AT_ONCE]
                made = await easel.drawings([figures[digest] for digest in own], time_limit)
                for answer in zip(own, made, strict=True):
                    answers.put_nowait(answer)

        easel = await self._enter(browser)
        async with asyncio.TaskGroup() as group:
            group.create_task(work(easel))
            for _ in figures:
                answer = await answers.get()
                await asyncio.sleep(0)  # the page is given its next figures before this one is kept
                take(*answer)


class _Easel:
    """A page with plotly.js, replaced when a figure blocks it."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._page: Page | None = None

    def is_there(self) -> bool:
        """Whether its browser still runs."""
        return self._browser.is_there()

    async def drawings(
        self, figures: Sequence[dict[str, Any]], time_limit: float
    ) -> list[str | _NotDrawnError]:
        """The SVG of each figure as Plotly makes it, or why there is none."""
        try:
            return await self._drawings(figures, time_limit)
        except _NotDrawnError as error:
            if len(figures) == 1:
                return [error]
        # one of them is to blame
        return [
            answer for figure in figures for answer in await self.drawings([figure], time_limit)
        ]

    async def _drawings(
        self, figures: Sequence[dict[str, Any]], time_limit: float
    ) -> list[str | _NotDrawnError]:
        try:
            page = await self.get_ready()
            async with asyncio.timeout(time_limit):
                # As one text, which it reads faster than a script.
                jobs = json.dumps(_JOBS.dump_json(list(map(_job, figures))).decode())
                answers = json.loads(await page.evaluate(f"drawings({jobs})"))
        except TimeoutError as error:
            await self._discard_page()
            message = f"the drawing took longer than {time_limit:g} seconds"
            raise _NotDrawnError(message) from error
        except BrowserError as error:
            await self._discard_page()
            message = f"the browser stopped: {first_line(error)}"
            raise _NotDrawnError(message) from error
        return [own.get("drawing") or _NotDrawnError(own.get("failure")) for own in answers]

    async def get_ready(self) -> Page:
        """Its page, with plotly.js and the fonts. Raises BrowserError where there can be none."""
        if self._page is None:
            page = await self._browser.new_page()
            await page.write("<!doctype html><title>drawing</title>")
            for script in (plotly_source(), _drawing_source()):
                await page.evaluate(f"{script}\n;0")  # nothing of it is sent back
            await page.evaluate(f"loadFonts({json.dumps(_faces())})")
            self._page = page
        return self._page

    async def _discard_page(self) -> None:
        page, self._page = self._page, None
        if page is not None:
            with suppress(BrowserError):  # it is gone already, which is what we want
                await page.close()


def _job(figure: dict[str, Any]) -> dict[str, Any]:
    """What a page is told of a figure, see ``drawing.js``."""
    furnished = house.furnished(figure)
    layout = furnished["layout"]
    return {
        "figure": furnished,
        "width": layout.get("width") or house.WIDTH,
        "height": layout.get("height") or house.HEIGHT,
        # An author who chose a height has the last word.
        "inner": 0 if layout.get("height") else house.INNER_HEIGHT,
        "most": _MOST_CELLS,
    }


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
