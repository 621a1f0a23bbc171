"""The words of a page, section by section, as its reader sees them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
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
        "quiz-feedback", "quiz-key", "quiz-overview", "quiz-by-level",
        "no-search",
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
    """The words of a section without those of the sections in it, or of a glossary's entry."""

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


@dataclass
class _Part:
    """Pieces of the words of a section or of an entry of a glossary."""

    tag: str
    anchor: str
    language: str  #: empty: the page's
    pieces: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def words(self, kind: str) -> str:
        """All of a kind: ``heading``, ``text`` or ``code``."""
        return " ".join("".join(self.pieces[kind]).split())


class _Reading:
    """Collects words in the order of the page; a heading or a term begins the words below it."""

    def __init__(self) -> None:
        self._parts: list[_Part] = []
        self._outside = _Part("", "", "")  #: of all parts, such as notes at the end
        self._open = [self._outside]
        self._kind = "text"

    def read(self, element: html.HtmlElement) -> None:
        """Read an element and what is in it, but not what follows it."""
        if not isinstance(element.tag, str):
            return
        tag = element.tag.rpartition("}")[2].lower()
        classes = frozenset((element.get("class") or "").split())
        if tag in _SILENT or classes & _LEFT_OUT or element.get("hidden") is not None:
            return
        depth, before = len(self._open), self._kind
        if tag in {"section", "dt"} and (anchor := element.get("id")):
            self._begin(tag, anchor, element.get("lang"))
        self._kind = self._kind_of(tag, classes)
        separates = tag not in _INLINE
        if separates:
            self._say(" ")
        self._say(element.text)
        for child in element:
            self.read(child)
            self._say(child.tail)
        if separates:
            self._say(" ")
        self._kind = before
        if (
            tag != "dt"
        ):  # what explains the term follows it: an entry ends with the next, or its list
            del self._open[depth:]

    def _begin(self, tag: str, anchor: str, language: str | None) -> None:
        if tag == self._open[-1].tag == "dt":
            self._open.pop()
        self._open.append(_Part(tag, anchor, language or self._open[-1].language))
        self._parts.append(self._open[-1])

    def _kind_of(self, tag: str, classes: frozenset[str]) -> str:
        """What the words of an element are."""
        if "other-word" in classes:
            return "text"  # a term in another language finds the entry, but does not head it
        part = self._open[-1]
        if tag == part.tag == "dt" or (tag in _HEADINGS and not part.pieces["heading"]):
            return "heading"
        return "code" if tag == "pre" else self._kind

    def _say(self, text: str | None) -> None:
        if text:
            self._open[-1].pieces[self._kind].append(text)

    def sections(self) -> Iterator[Section]:
        """What was read; the first section of a page is the page, with what is outside of all."""
        page, *parts = self._parts or [_Part("", "", "")]
        for kind, pieces in self._outside.pieces.items():
            page.pieces[kind] += pieces
        page.anchor = ""
        for part in (page, *parts):
            heading, text, code = map(part.words, ("heading", "text", "code"))
            if heading or text or code:
                yield Section(part.anchor, heading, text, code, part.language)
