"""What is to be seen on a published page: looked at once, and kept while the page is the same."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from build_tools.glossary.tips import meanings
from build_tools.publishing.missing import MISSING
from build_tools.search.model import PageWords, page_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from build_tools.publishing.naming import Sheet

#: attributes that make a browser fetch something at once
_LOADING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
    "object": "data",
    "image": "href",
    "use": "href",
}
#: relations whose target a browser fetches; the others are only named
_LOADING_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest"}
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
#: elements that may lead somewhere
_LEADING: Any = etree.XPath(
    "//*[@href or @src or @data or @srcset or @xlink:href]",
    namespaces={"xlink": "http://www.w3.org/1999/xlink"},
)
_WORD = re.compile(r"-?[_a-zA-Z][\w-]*")


@dataclass(frozen=True)
class Target:
    """A place in the site that a page links to."""

    path: str  #: below the site's root
    fragment: str  #: empty for the page as a whole
    address: str  #: as it is written


@dataclass(frozen=True)
class Look:
    """A page, as far as the other pages and the stylesheets are concerned."""

    names: frozenset[str]  #: classes and ids
    ids: frozenset[str] = frozenset()  #: everything that a fragment may name
    targets: frozenset[Target] = frozenset()
    wrong: tuple[str, ...] = ()  #: what is wrong, whatever the other pages are
    figures: int = 0
    questions: int = 0
    tables: int = 0
    cells: int = 0
    words: PageWords | None = None  #: what a search finds
    meanings: tuple[tuple[str, str], ...] = ()  #: anchor and definition of each term of a glossary
    sheets: tuple[Sheet, ...] = ()  #: stylesheets in the site, in order

    @property
    def places(self) -> frozenset[str]:
        """Fragments, with the empty one for the page itself."""
        return self.ids | {"", "top"}


def look_at_script(text: str) -> Look:
    """A script: every word of it may be a class that it sets."""
    return Look(frozenset(_WORD.findall(text)))


def look_at_page(path: str, data: bytes) -> Look:
    """A page; ``path`` is its own below the site's root."""
    # lxml.html would ask for the class of every element in Python
    root: Any = etree.fromstring(data, parser=etree.HTMLParser(encoding="utf-8"))
    language, _, place = path.partition("/")
    classes = [name for value in _values(root, "//@class") for name in value.split()]
    ids = _values(root, "//@id")
    wrong = list(_wrong(root, ids))
    targets = set()
    sheets = []
    for element, address in _links(root):
        target = _target(path, element, address)
        if isinstance(target, str):
            wrong.append(target)
        elif target:
            targets.add(target)
            if element.tag == "link" and "stylesheet" in (element.get("rel") or "").split():
                sheets.append((target.path, str(element.get("media") or "")))
    return Look(
        names=frozenset(classes) | frozenset(ids),
        ids=frozenset(ids) | frozenset(_values(root, "//a/@name")),
        targets=frozenset(targets),
        wrong=tuple(wrong),
        figures=_count(root, "figure", "lesson-figure"),
        questions=_count(root, "fieldset", "quiz"),
        tables=_count(root, "table", "dataframe"),
        cells=_count(root, "div", "cell"),
        words=page_words(root, place, language),
        meanings=meanings(root),
        sheets=tuple(sheets),
    )


def _values(root: Any, xpath: str) -> list[str]:
    """Plain texts: lxml's smart ones hold on to their page, and take long to make."""
    values: list[str] = root.xpath(xpath, smart_strings=False)
    return values


def _count(root: Any, tag: str, css_class: str) -> int:
    """How many elements of this tag have this class."""
    test = f"//{tag}[contains(concat(' ', normalize-space(@class), ' '), ' {css_class} ')]"
    return len(root.xpath(test))


def _wrong(root: Any, ids: Iterable[str]) -> Iterator[str]:
    """What holds for every page."""
    if not root.get("lang"):
        yield "has no language: <html lang=…> is missing. Repair the layout template."
    headings = root.xpath("//h1")
    if len(headings) != 1:
        yield f"has {len(headings)} headings of the first level; it needs exactly one `# Title`."
    for image in root.xpath("//img[not(@alt)]"):
        yield f"image {image.get('src')} has no alternative text. Say in it what the image shows."
    for identifier in _repeated(ids):
        yield f"id {identifier!r} is used twice, so links to it go to the first only."
    for script in root.xpath("//script[not(@src)]"):
        if script.get("type", "text/javascript") in {"text/javascript", "module"}:
            yield "has an inline script, which a strict web server refuses. Move it to a file."


def _repeated(values: Iterable[str]) -> list[str]:
    return sorted(value for value, times in Counter(values).items() if times > 1)


def _links(root: Any) -> Iterator[tuple[Any, str]]:
    """Every element that leads somewhere, with the address."""
    for element in _LEADING(root):
        for attribute in ("href", "src", "data", _XLINK_HREF):
            address = element.get(attribute)
            if address is not None and not (attribute == "data" and element.tag != "object"):
                yield element, address
        for candidate in (element.get("srcset") or "").split(","):
            if candidate.strip():
                yield element, candidate.split()[0]


def _loads(element: Any) -> bool:
    """Whether a browser fetches the element's target without being asked."""
    if element.tag == "link":
        return bool(_LOADING_RELATIONS & set((element.get("rel") or "").split()))
    return element.tag in _LOADING


def _target(page: str, element: Any, address: str) -> Target | str | None:
    """Where a link leads in the site, or what is wrong with it; None when it leads elsewhere."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        if _loads(element) and parts.scheme != "data":
            return f"loads {address} from another host. Put the file into the site."
        return None
    if parts.path.startswith("/"):
        if page == MISSING:  # it is shown at any address
            return None
        return f"link {address} begins at the server's root. Write it relative to the page."
    path = page
    if parts.path:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
        if path.startswith(".."):
            return f"link {address} leads out of the site. Correct it."
    shown = address.partition("?")[0] if parts.path and not parts.fragment else address
    return _one(path, unquote(parts.fragment), shown)


@cache
def _one(path: str, fragment: str, address: str) -> Target:
    """One object for each target: every page names the same pages in its navigation."""
    return Target(path, fragment, address)
