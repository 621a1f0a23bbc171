"""The site as a zip that opens from ``index.html``: for a USB stick, or a room without a network.

Every page works from a file as it is, so packing changes little: what only a server needs is left
out, and the zip of one language has no links to the others.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from build_tools.pages.archive import write_archive
from build_tools.publishing.look import look_at_page
from build_tools.publishing.swap import MARKER
from build_tools.theme.addresses import PREVIEWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: For servers and search engines.
_SERVERS: Final = (MARKER, ".nojekyll", "*.br", "*.gz", "sitemap.xml", "robots.txt", "404.html")

#: Pages, and the words of scripts, which name the library that draws.
_NAMING: Final = re.compile(r"\.html$|^_static/.*-words\b.*\.js$")
_LINK = re.compile(r"<a\b(?P<tag>[^>]*)>(?P<text>.*?)</a>", re.DOTALL)
_ADDRESS = re.compile(r'\bhref="([^"]*)"')
_SWITCH = re.compile(r'<nav class="language-switch".*?</nav>\s*', re.DOTALL)
_ITEM = re.compile(r"<li\b[^>]*>.*?</li>\s*", re.DOTALL)


@dataclass(frozen=True)
class Packed:
    """A zip that was written."""

    file: Path
    files: int  #: in it
    size: int  #: bytes


class NotPackedError(Exception):
    """Raised where there is no site, no such language, or a link that would lead nowhere."""


def languages(site: Path) -> list[str]:
    """The languages of a finished site. Raises NotPackedError where there is none."""
    found = sorted(home.parent.name for home in site.glob("*/index.html"))
    if not (site / "index.html").is_file() or not found:
        raise NotPackedError(f"{site}: there is no site here yet; `nox -s site` builds it")
    return found


def pack(site: Path, target: Path, language: str | None = None) -> Packed:
    """Write the zip ``target`` of a site, of all languages or one; it replaces the last one whole.

    The same site gives the same bytes. Raises NotPackedError, and OSError where the disk is full;
    the last zip is there as it was then.
    """
    known = languages(site)
    if language is not None and language not in known:
        raise NotPackedError(f"no language “{language}” in {site}; there are: {', '.join(known)}")
    others = [own for own in known if language is not None and own != language]
    content = _content(site, others)
    _require_whole(content)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    try:
        write_archive(part, target.stem, content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return Packed(target, len(content), target.stat().st_size)


def _content(site: Path, others: Sequence[str]) -> dict[str, bytes]:
    """What goes in: path → bytes, in order."""
    paths = sorted(file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file())
    paths = [
        path
        for path in paths
        if not any(fnmatch(path.rpartition("/")[2], pattern) for pattern in _SERVERS)
        and path.partition("/")[0] not in {PREVIEWS, *others}
    ]
    content = {path: (site / path).read_bytes() for path in paths}
    if not others:
        return content
    for path, data in content.items():
        if path.endswith(".html"):
            content[path] = _without(path, data.decode(), others).encode()
    return _asked_for(content)


def _without(path: str, text: str, others: Sequence[str]) -> str:
    """A page without its links to other languages: their words stay, the switch loses the item."""

    def leads_away(tag: str) -> bool:
        match = _ADDRESS.search(tag)
        address = urlsplit(match[1]) if match else None
        if address is None or address.scheme or address.netloc or not address.path:
            return False
        place = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(address.path)))
        return place.partition("/")[0] in others

    def item(match: re.Match[str]) -> str:
        links = _LINK.findall(match[0])
        return "" if links and all(leads_away(tag) for tag, _text in links) else match[0]

    def switch(match: re.Match[str]) -> str:
        left = _ITEM.sub(item, match[0])
        return left if len(_ITEM.findall(left)) > 1 else ""

    if path == "index.html":
        return _ITEM.sub(item, text)
    text = _SWITCH.sub(switch, text)
    return _LINK.sub(lambda link: link["text"] if leads_away(link["tag"]) else link[0], text)


def _asked_for(content: Mapping[str, bytes]) -> dict[str, bytes]:
    """Without the data of figures that only other languages show."""
    figures = {path for path in content if path.startswith("figures/") and path.endswith(".js")}
    naming = b"\0".join(data for path, data in content.items() if _NAMING.search(path))
    named = set(re.findall(rb"[\w-]+", naming))  # names of figures, and a great deal else
    unused = {path for path in figures if Path(path).stem.encode() not in named}
    return {path: data for path, data in content.items() if path not in unused}


def _require_whole(content: Mapping[str, bytes]) -> None:
    """Raise NotPackedError for a link to what is not in the zip."""
    missing: Iterable[str] = sorted(
        f"{path}: link {target.address} leads nowhere in the zip"
        for path, data in content.items()
        if path.endswith(".html")
        for target in look_at_page(path, data).targets
        if target.path not in content
    )
    if missing:
        raise NotPackedError("\n".join(missing))
