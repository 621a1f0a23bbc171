"""The navigation, on every page of a language: resolved once per folder, marked for each page.

Sphinx resolves it anew for each page, which is most of the time of a large site.
"""

from __future__ import annotations

import posixpath
import re
from html import escape
from typing import TYPE_CHECKING

from build_tools.rendering.markup import leaner

if TYPE_CHECKING:
    from collections.abc import Callable

_TAG = re.compile(
    r'<(?P<end>/?)(?P<tag>ul|li)(?: class="(?P<class>[^"]*)")?>'
    r'|<a href="(?P<href>[^"]*)"'
)


class Navigation:
    """The navigation of a language.

    ``resolve`` makes its HTML as seen from a page, ``address`` is a page's address below the
    language's folder.
    """

    def __init__(self, resolve: Callable[[str], str], address: Callable[[str], str]) -> None:
        self._resolve = resolve
        self._address = address
        self._of_folder: dict[str, str] = {}

    def of(self, docname: str) -> str:
        """The HTML for a page, with the page and what leads to it marked as current."""
        folder = posixpath.dirname(docname)
        if folder not in self._of_folder:
            # as seen from a page that is not there, so that nothing is marked
            tree = self._resolve(posixpath.join(folder, "\N{BULLET}"))
            self._of_folder[folder] = leaner(tree)
        return marked(self._of_folder[folder], escape(posixpath.basename(self._address(docname))))


def marked(html: str, address: str) -> str:
    """The navigation with the links to ``address`` marked, and all lists that hold them.

    The classes are those that Sphinx gives.
    """
    tags = list(_TAG.finditer(html))
    parents: list[int] = []
    current: set[int] = set()
    for number, tag in enumerate(tags):
        if tag["href"] is not None:
            if tag["href"] == address:
                current |= {number, *parents}
        elif tag["end"]:
            parents.pop()
        else:
            parents.append(number)
    pieces, position = [], 0
    for number in sorted(current):
        tag = tags[number]
        pieces.append(html[position : tag.start()])
        if tag["href"] is not None:
            pieces.append('<a class="current" href="#"')
        else:
            classes = " ".join(filter(None, [tag["class"], "current"]))
            pieces.append(f'<{tag["tag"]} class="{classes}">')
        position = tag.end()
    return "".join([*pieces, html[position:]])
