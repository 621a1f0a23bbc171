"""The order in which lessons are read: that of the navigation, on the finished home page."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from lxml import html

if TYPE_CHECKING:
    from pathlib import Path


def reading_order(home: Path) -> list[str]:
    """The docnames of all pages that the navigation of a home page lists, in its order."""
    root: Any = html.document_fromstring(home.read_bytes())
    addresses = root.xpath("//nav[contains(@class, 'bd-links')]//a/@href")
    pages = (posixpath.normpath(unquote(str(address)).partition("#")[0]) for address in addresses)
    return list(dict.fromkeys(page.removesuffix(".html") for page in pages if page != "."))
