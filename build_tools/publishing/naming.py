"""Names that say what is in a file, for what pages load: a browser may keep it for good.

The stylesheets of all pages become one: one question to the server in place of nine, and fewer
bytes. What scripts load when a reader asks for it keeps its plain name, for scripts to know.
"""

from __future__ import annotations

import posixpath
import re
from graphlib import CycleError, TopologicalSorter
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: Of what all pages share, below the site's root.
FOLDER: Final = "_static/"
#: The one stylesheet, before it has its digest.
STYLESHEET: Final = f"{FOLDER}site.css"

_SHEET: Final = re.compile(r'<link\b[^>]*\bhref="([^"?#]+\.css)(?:\?[^"]*)?"[^>]*>')
_LOADED: Final = re.compile(rf'(?<=[fc]=")([^"?#]*{FOLDER}[^"?#]+)(?:\?v=\w*)?(?=")')
_URL: Final = re.compile(r"""(?<=url\()\s*["']?([^"')?#]+)[^)]*(?=\))""")
_NAMED: Final = re.compile(rf"{FOLDER}.*\.[0-9a-f]{{8}}\.\w+$")
_CHARSET: Final = re.compile(r'@charset "[^"]*";')

#: A stylesheet that a page links to: its path below the site's root, and its media.
Sheet = tuple[str, str]


def digest(data: bytes) -> str:
    """What tells contents apart, short."""
    return sha256(data).hexdigest()[:8]


def named(path: str, own_digest: str) -> str:
    """The path of a file with its digest before the ending."""
    stem, ending = posixpath.splitext(path)
    return f"{stem}.{own_digest}{ending}"


def has_digest(path: str) -> bool:
    """Whether a file has such a name, so that what it holds never changes."""
    return _NAMED.search(path) is not None


def in_order(pages: Iterable[Sequence[Sheet]]) -> list[Sheet]:
    """The stylesheets of all pages, in an order that is that of each page.

    Raises ValueError where two pages contradict one another.
    """
    sorter: TopologicalSorter[Sheet] = TopologicalSorter()
    for sheets in dict.fromkeys(map(tuple, pages)):
        for before, after in zip((None, *sheets), sheets, strict=False):
            sorter.add(after, *([before] if before else []))
    try:
        return list(sorter.static_order())
    except CycleError as error:
        names = " and ".join(sorted({path for path, _ in error.args[1]}))
        message = f"pages load {names} in different orders; name them in one order everywhere"
        raise ValueError(message) from error


def joined(sheets: Iterable[tuple[Sheet, str]], names: Mapping[str, str]) -> str:
    """One stylesheet that stands in ``FOLDER``, of stylesheets and their texts.

    ``names`` are those that files such as fonts have got, by path.
    """

    def text_of(sheet: Sheet, text: str) -> str:
        path, media = sheet

        def address(url: re.Match[str]) -> str:
            if ":" in url[1]:
                return url[0]
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), url[1]))
            return posixpath.relpath(names.get(target, target), FOLDER)

        text = _URL.sub(address, _CHARSET.sub("", text))
        return f"@media {media}{{{text}}}" if media else text

    return "\n".join(text_of(sheet, text) for sheet, text in sheets)


def with_names(page: str, text: str, names: Mapping[str, str]) -> str:
    """A page's HTML with the names that the files it loads have got.

    ``page`` is its path below the site's root, as the keys of ``names`` are. Of several links to
    the one stylesheet, the first stays.
    """
    folder = posixpath.dirname(page)
    linked = set[str]()

    def new_address(address: str) -> str | None:
        name = names.get(posixpath.normpath(posixpath.join(folder, unquote(address))))
        return name and posixpath.relpath(name, folder)

    def sheet(link: re.Match[str]) -> str:
        address = new_address(link[1])
        if address is None:
            return link[0]
        if address in linked:
            return ""
        linked.add(address)
        return f'<link rel="stylesheet" href="{address}">'

    text = _SHEET.sub(sheet, text)
    return _LOADED.sub(lambda match: new_address(match[1]) or match[0], text)
