"""One PDF to make: what its text is, where it goes, how it is printed and finished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lxml import html

from build_tools.pages.writing import write_whole
from build_tools.printing.booklet import Booklet
from build_tools.printing.pdf import About, finished, places

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from build_tools.printing.model import Edition, Paper
    from build_tools.printing.press import Press
    from build_tools.printing.sheet import Sheet

#: Where sheets are in the site, below the folder of a language.
FOLDER: Final = "print"


@dataclass(frozen=True)
class Job:
    """A PDF to make."""

    name: str  #: of its file, below the folder of the sheets of a language
    language: str
    author: str
    paper: Paper
    edition: Edition
    make: Callable[[], Sheet | Booklet]

    @property
    def path(self) -> str:
        """Where it is in the site, below its root."""
        return f"{self.language}/{FOLDER}/{self.name}"

    async def printed(self, press: Press, folder: Path) -> bytes:
        """The finished PDF; what is printed is left in ``folder``, to be looked at.

        A booklet is printed twice: its contents name pages that are only known then.
        """
        made = self.make()
        file = folder / self.language / f"{self.name.removesuffix('.pdf')}.html"
        if isinstance(made, Booklet):
            write_whole(file, made.sheet({}).html)
            draft = await press.printed(file, self.paper, draft=True)
            sheet = made.sheet(places(draft))
        else:
            sheet = made
        write_whole(file, sheet.html)
        about = About(sheet.title, self.language, self.author)
        printed = await press.printed(file, self.paper)
        return finished(printed, about, _words_of_links(sheet.html))


def _words_of_links(page: str) -> dict[str, str]:
    """Address → words of the first link to it."""
    found: dict[str, str] = {}
    root: Any = html.document_fromstring(page)
    for link in root.iter("a"):
        words = " ".join(link.text_content().split())
        if words:
            found.setdefault(str(link.get("href", "")), words)
    return found
