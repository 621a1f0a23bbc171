"""Print files with one browser for all of them, some side by side."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from build_tools.browser.devtools import BrowserError
from build_tools.browser.running import first_line, running
from build_tools.printing.model import Paper

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from build_tools.browser.running import Page

#: Seconds that a sheet may take: a booklet of a large course takes some.
_PATIENCE: Final = 120

#: Files that are printed side by side at most: each takes some 200 MB.
_MOST: Final = 4

#: As wide as the text on A4, and no higher than a line: nobody looks at the screen, so little of it
#: is painted.
_WIDTH: Final = 673
_HEIGHT: Final = 10

#: Width and height in inches.
_SIZES: Final = {Paper.A4: (8.27, 11.7), Paper.LETTER: (8.5, 11)}


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
            async with asyncio.timeout(_PATIENCE):
                await self._page.open(file)
                return await self._page.pdf(*_SIZES[paper], tagged=not draft)
        except TimeoutError as error:
            message = f"{file.name} was not printed in {_PATIENCE} seconds"
            raise PressError(message) from error
        except BrowserError as error:
            raise PressError(f"{file.name} was not printed: {first_line(error)}") from error


@asynccontextmanager
async def presses(program: Path) -> AsyncIterator[Sequence[Press]]:
    """As many presses as there are processors, until the end of the block.

    Raises PressError without a browser.
    """
    try:
        async with running(program) as browser:
            # laid out for paper at once, not for a screen first
            pages = [
                await browser.new_page(width=_WIDTH, height=_HEIGHT, media="print", scripts=False)
                for _ in range(min(os.cpu_count() or 1, _MOST))
            ]
            yield [Press(page) for page in pages]
    except BrowserError as error:
        raise PressError(f"the browser {program} cannot be used: {first_line(error)}") from error
