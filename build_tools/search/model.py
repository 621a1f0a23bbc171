"""The words of a page, section by section, as its reader sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import html

#: Where the author's text is on a page of the site.
_TEXT: Final = "//article//*[contains(concat(' ', @class, ' '), ' page-text ')]"
#: Elements whose words are for machines, or stand elsewhere on the page already; ``text`` is a
#: letter or a number in a drawing, whose ``desc`` says what it shows.
_SILENT: Final = frozenset({"script", "style", "template", "nav", "button", "math", "text"})
#: Classes of what is not searched: the numbers of a figure, and what would give
#: an answer away; the list of all questions says again what their pages say.
_LEFT_OUT: Final = frozenset(
    {
        "figure-data", "lesson-solution", "lesson-hint", "quiz-solution", "quiz-hint",
        "quiz-feedback", "quiz-actions", "quiz-key", "quiz-overview", "quiz-by-level",
        "quiz-summary", "no-search",
    }
)  # fmt: skip
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Elements that do not separate words.
_INLINE: Final = frozenset(
    {
        "a", "abbr", "b", "bdi", "cite", "code", "dfn", "em", "i", "kbd", "label", "mark", "q", "s",
        "samp", "small", "span", "strong", "sub", "sup", "time", "tspan", "u", "var",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Section:
    """The words of a section without those of the sections in it."""

    anchor: str  #: id to go to; empty for the page itself
    heading: str
    text: str
    code: str
    language: str = ""  #: of its words; empty: the page's


@dataclass(frozen=True)
class PageWords:
    """The words of one page."""

    address: str  #: relative to the language's folder
    title: str
    language: str  #: of the text, which is the source's on a page without a translation
    sections: tuple[Section, ...]


def page_words(page: html.HtmlElement, address: str, language: str) -> PageWords | None:
    """The words of a finished page; None for one that has no text of an author."""
    found = page.xpath(_TEXT)
    if not found:
        return None
    reading = _Reading()
    reading.read(found[0])
    sections = tuple(reading.sections())
    title = next((section.heading for section in sections if section.heading), "")
    spoken = found[0].get("lang") or language
    return PageWords(address, title, spoken, sections) if title else None


class _Reading:
    """Collects words in the order of the page; a heading begins the words of its section."""

    def __init__(self) -> None:
        self._anchors: list[str] = []
        self._open: list[int] = [0]
        self._languages = [""]  # of the sections, the same order
        self._parts: list[tuple[str, list[str], list[str], list[str]]] = [("", [], [], [])]
        self._into = 2  # of a part: heading, text or code

    def read(self, element: html.HtmlElement) -> None:
        """Read an element and what is in it, but not what follows it."""
        if not isinstance(element.tag, str):
            return
        tag = element.tag.rpartition("}")[2].lower()
        classes = frozenset((element.get("class") or "").split())
        if tag in _SILENT or classes & _LEFT_OUT or element.get("hidden") is not None:
            return
        section = tag == "section" and element.get("id")
        before = self._into
        if section:
            self._open.append(len(self._parts))
            self._languages.append(element.get("lang") or self._languages[self._open[-2]])
            self._parts.append((element.get("id") or "", [], [], []))
        elif tag in _HEADINGS and not self._part[1]:
            self._into = 1
        elif tag == "pre":
            self._into = 3
        separates = tag not in _INLINE
        if separates:
            self._say(" ")
        self._say(element.text)
        for child in element:
            self.read(child)
            self._say(child.tail)
        if separates:
            self._say(" ")
        self._into = before
        if section:
            self._open.pop()

    @property
    def _part(self) -> tuple[str, list[str], list[str], list[str]]:
        return self._parts[self._open[-1]]

    def _say(self, text: str | None) -> None:
        if text:
            self._part[self._into].append(text)  # type: ignore[union-attr]  # 1 to 3 are lists

    def sections(self) -> Iterator[Section]:
        """What was read; the first section of a page is the page."""
        first = True
        for language, (anchor, *words) in zip(self._languages, self._parts, strict=True):
            heading, text, code = (" ".join("".join(part).split()) for part in words)
            if heading or text or code:
                place = "" if first and heading else anchor
                yield Section(place, heading, text, code, language)
                first = first and not heading
