"""What a browser fetches to show a page, told from the finished site without a browser.

A test holds this to the network log of a real one, page by page.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from lxml import html as lxml_html

from build_tools.publishing.slim import rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

#: Kinds of what is loaded, in the order of the table.
HTML, STYLE, SCRIPT, FONT, IMAGE = KINDS = ("HTML", "styles", "scripts", "fonts", "images")

_RELATIONS: Final = {"stylesheet": STYLE, "icon": IMAGE, "modulepreload": SCRIPT}
_PRELOADED: Final = {"style": STYLE, "script": SCRIPT, "font": FONT, "image": IMAGE}
_IMPORT: Final = re.compile(r"""@import\s+(?:url\()?["']?([^"')\s]+)""")
_URL: Final = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_PROPERTY: Final = re.compile(r"(?:^|[;{])\s*([\w-]+)\s*:\s*([^;]+)")
_UNQUOTED: Final = re.compile(r"""["']""")
_SELECTED: Final = re.compile(r"(?<![\w-])([.#]?)([a-zA-Z_-][\w-]*)")


@dataclass(frozen=True)
class Load:
    """A file that a page fetches."""

    path: str  #: below the site's root
    kind: str  #: one of ``KINDS``


@dataclass(frozen=True)
class _Style:
    """A stylesheet, as far as it makes a browser fetch something."""

    imports: tuple[str, ...]
    faces: tuple[tuple[str, tuple[str, ...]], ...]  #: (family, addresses)
    #: (selector, families that it asks for, images that it shows)
    rules: tuple[tuple[str, frozenset[str], tuple[str, ...]], ...]


class _Page:
    """A page's elements, as selectors ask for them."""

    def __init__(self, data: bytes) -> None:
        parser = lxml_html.HTMLParser(encoding="utf-8")
        self.root: HtmlElement = lxml_html.document_fromstring(data, parser=parser)

    @cached_property
    def names(self) -> frozenset[str]:
        """Tags, classes with a point, ids with a hash, of all elements."""
        found = set()
        for element in self.root.iter():
            if isinstance(element.tag, str):
                found.add(element.tag.rpartition("}")[2])
                found.update(f".{name}" for name in (element.get("class") or "").split())
                found.add(f"#{element.get('id')}")
        return frozenset(found)

    def has(self, selector: str) -> bool:
        """Whether an element could match, going by the names alone: what may be, counts."""
        plain = re.sub(r"\[[^\]]*\]|::?[\w-]+(\([^()]*\))?", "", selector)
        return self.names.issuperset(f"{sign}{name}" for sign, name in _SELECTED.findall(plain))


def loads(path: str, read: Callable[[str], bytes]) -> tuple[Load, ...]:
    """Everything that a browser fetches for a page, the page first, without what it fetches later.

    Images that load on scrolling do not count, nor what a script fetches when it is asked. Of the
    icon, browsers with windows fetch it and those without do not; it counts. ``read`` gives the
    bytes of a file of the site, given by its path below the root; KeyError where there is none.
    """
    page = _Page(read(path))
    found = {Load(path, HTML): None}
    for address, kind in _named(page.root):
        target = _resolved(path, address)
        if target is None:
            continue
        found[Load(target, kind)] = None
        if kind == STYLE:
            found |= dict.fromkeys(_of_style(target, page, read))
    return tuple(found)


def _named(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """(address, kind) of what the page itself names."""
    for element in root.iter("link", "script", "img", "source", "image", "use", "iframe"):
        address = element.get("src") or element.get("href") or ""
        if element.tag == "link":
            relations = (element.get("rel") or "").split()
            kind = next((_RELATIONS[name] for name in relations if name in _RELATIONS), "")
            if "preload" in relations:
                kind = _PRELOADED.get(element.get("as") or "", "")
            if "alternate" in relations or not kind:
                continue
            yield address, kind
        elif element.tag == "script":
            yield address, SCRIPT
        elif element.tag == "iframe":
            if element.get("loading") != "lazy":
                yield address, HTML
        elif element.get("loading") != "lazy":
            yield address, IMAGE
            for candidate in (element.get("srcset") or "").split(","):
                yield candidate.strip().partition(" ")[0], IMAGE


def _resolved(base: str, address: str) -> str | None:
    """The path of an address below the root; None for what is no file of the site."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path:
        return None
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path)))


def _of_style(path: str, page: _Page, read: Callable[[str], bytes]) -> Iterator[Load]:
    """What a stylesheet makes this page fetch: other stylesheets, images, fonts that it uses."""
    style = _style(read(path).decode())
    for address in style.imports:
        target = _resolved(path, address)
        if target is not None:
            yield Load(target, STYLE)
            yield from _of_style(target, page, read)
    used = [own for own in style.rules if page.has(own[0])]
    families = frozenset[str]().union(*(asked for _, asked, _ in used))
    fetched = [(address, IMAGE) for _, _, images in used for address in images]
    # a browser takes the first address that it can read
    fetched += [(own[0], FONT) for family, own in style.faces if family in families and own]
    for address, kind in fetched:
        target = _resolved(path, address)
        if target is not None:
            yield Load(target, kind)


@lru_cache(maxsize=64)
def _style(text: str) -> _Style:
    faces, asking = [], []
    for head, body in rules(text):
        properties = _PROPERTY.findall(body)
        if head.strip() == "@font-face":
            family = next((value for name, value in properties if name == "font-family"), "")
            faces.append((_plain(family), tuple(_URL.findall(body))))
            continue
        families = frozenset(
            _plain(one)
            for name, value in properties
            if name in {"font-family", "font"} or name.startswith("--")
            for one in value.split(",")
        )
        images = tuple(
            address
            for name, value in properties
            if not name.startswith("--")
            for address in _URL.findall(value)
        )
        asking.append((head, families, images))
    known = {family for family, _ in faces}
    kept = tuple(
        (head, families & known, images) for head, families, images in asking
        if families & known or images
    )  # fmt: skip
    return _Style(tuple(_IMPORT.findall(text)), tuple(faces), kept)


def _plain(family: str) -> str:
    return _UNQUOTED.sub("", family).strip().lower()
