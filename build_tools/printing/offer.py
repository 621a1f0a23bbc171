"""The box of downloads on a finished page, completed with the PDF files that were printed of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from build_tools.printing.job import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable

_BOX: Final = re.compile(r'(<details class="downloads\b[^>]*>.*?<ul>)(.*?</ul>)', re.DOTALL)
_SHEET: Final = re.compile(rf'<li><a href="(?:\.\./)*{FOLDER}/[^>]*>.*?</li>', re.DOTALL)


def with_sheets(page: str, items: Iterable[str]) -> str:
    """The page with these items, HTML, before the others in its box; those of last time go.

    A page without a box stays as it is.
    """
    return _BOX.sub(lambda box: box[1] + "".join(items) + _SHEET.sub("", box[2]), page, count=1)
