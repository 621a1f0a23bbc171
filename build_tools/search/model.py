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


class _Reading:
    """Collects words in the order of the page; a heading or a term begins the words below it."""

    def __init__(self) -> None:
        self._open: list[int] = [0]
        self._languages = [""]  # of the sections, the same order
        self._parts: list[tuple[str, list[str], list[str], list[str]]] = [("", [], [], [])]
        self._entry = 0  #: number of the glossary's last entry; 0 before the first
        self._into = 2  # of a part: heading, text or code

    def read(self, element: html.HtmlElement) -> None:
        """Read an element and what is in it, but not what follows it."""
        if not isinstance(element.tag, str):
            return
        tag = element.tag.rpartition("}")[2].lower()
        classes = frozenset((element.get("class") or "").split())
        if tag in _SILENT or classes & _LEFT_OUT or element.get("hidden") is not None:
            return
        anchor = element.get("id") or ""
        before, depth = self._into, len(self._open)
        if tag == "section" and anchor:
            self._begin(anchor, element.get("lang"))
        elif tag == "dt" and anchor:
            # an entry of a glossary, which ends where the next begins, or with its list
            if self._open[-1] == self._entry:
                self._open.pop()
            self._begin(anchor, None)
            self._entry = self._open[-1]
            depth = len(self._open)
            self._into = 1
        elif "other-word" in classes:
            self._into = 2  # it finds the entry, but does not head it
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
        del self._open[depth:]

    def _begin(self, anchor: str, language: str | None) -> None:
        """Words that come from now on are of a new part."""
        self._open.append(len(self._parts))
        self._languages.append(language or self._languages[self._open[-2]])
        self._parts.append((anchor, [], [], []))

    @property
    def _part(self) -> tuple[str, list[str], list[str], list[str]]:
        return self._parts[self._open[-1]]

    def _say(self, text: str | None) -> None:
        if text:
            self._part[self._into].append(text)  # type: ignore[union-attr]  # 1 to 3 are lists

    def sections(self) -> Iterator[Section]:
        """What was read; the first section of a page is the page, with what is outside of all."""
        outside, *parts = self._parts
        if not parts:
            outside, parts = ("", [], [], []), [outside]
        else:
            for own, more in zip(parts[0][1:], outside[1:], strict=True):
                own += more  # such as notes at its end
        languages = self._languages[-len(parts) :]
        for number, (language, (anchor, *words)) in enumerate(zip(languages, parts, strict=True)):
            heading, text, code = (" ".join("".join(part).split()) for part in words)
            if heading or text or code:
                yield Section("" if number == 0 else anchor, heading, text, code, language)
