"""Print files with one browser for all of them, some side by side."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from playwright.async_api import Error

from build_tools.figures.browser import first_line, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from playwright.async_api import Page, ViewportSize

    from build_tools.printing.model import Paper

#: Milliseconds that a sheet may take: a booklet of a large course takes some seconds.
_PATIENCE: Final = 120_000

#: Files that are printed side by side at most: each takes some 200 MB.
_MOST: Final = 4

#: As wide as the text on A4, and no higher than a line: nobody looks at the screen, so little of it
#: is painted.
_SCREEN: Final[ViewportSize] = {"width": 673, "height": 10}


class PressError(Exception):
    """The browser could not print; says why, in words."""


class Press:
    """A page of a browser that prints, one file after the other."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def printed(self, file: Path, paper: Paper, *, draft: bool = False) -> bytes:
        """A file as PDF, tagged, with an outline of its headings. Raises PressError.

        A ``draft`` has neither; its pages are the same.
        """
        try:
            await self._page.goto(file.as_uri())
            return await self._page.pdf(
                format=paper.value, tagged=not draft, outline=not draft, prefer_css_page_size=False
            )
        except Error as error:
            raise PressError(f"{file.name} was not printed: {first_line(error)}") from error


@asynccontextmanager
async def presses(program: Path) -> AsyncIterator[Sequence[Press]]:
    """As many presses as there are processors, until the end of the block.

    Raises PressError without a browser.
    """
    try:
        async with running(program) as browser:
            context = await browser.new_context(
                offline=True,
                java_script_enabled=False,
                color_scheme="light",
                locale="en-GB",
                viewport=_SCREEN,
            )
            context.set_default_timeout(_PATIENCE)
            pages = [await context.new_page() for _ in range(min(os.cpu_count() or 1, _MOST))]
            for page in pages:
                # laid out for paper at once, not for a screen first
                await page.emulate_media(media="print")
            yield [Press(page) for page in pages]
    except Error as error:
        raise PressError(f"the browser {program} cannot be used: {first_line(error)}") from error
