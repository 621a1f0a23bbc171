"""Print files with one browser for all of them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import Error

from build_tools.figures.browser import first_line, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from build_tools.printing.model import Paper

#: Milliseconds that a sheet may take: a booklet of a large course takes some seconds.
_PATIENCE = 120_000


class PressError(Exception):
    """The browser could not print; says why, in words."""


class Press:
    """A browser that prints."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def printed(self, file: Path, paper: Paper) -> bytes:
        """A file as PDF: tagged, with an outline of its headings. Raises PressError."""
        try:
            self._page.goto(file.as_uri())
            return self._page.pdf(
                format=paper.value, tagged=True, outline=True, prefer_css_page_size=False
            )
        except Error as error:
            raise PressError(f"{file.name} was not printed: {first_line(error)}") from error


@contextmanager
def press(program: Path) -> Iterator[Press]:
    """A press that prints until the end of the block. Raises PressError without a browser."""
    try:
        with running(program) as browser:
            context = browser.new_context(
                offline=True, java_script_enabled=False, color_scheme="light", locale="en-GB"
            )
            context.set_default_timeout(_PATIENCE)
            yield Press(context.new_page())
    except Error as error:
        raise PressError(f"the browser {program} cannot be used: {first_line(error)}") from error
