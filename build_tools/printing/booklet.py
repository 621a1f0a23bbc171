"""A learning path as one file: cover, contents, chapters, the words used, the answers."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from lxml import html

from build_tools.printing.model import Edition
from build_tools.printing.sheet import TERM, Sheet, article, document, with_prefix

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from lxml.html import HtmlElement

    from build_tools.printing.model import Facts
    from build_tools.printing.sheet import Course

GLOSSARY: Final = "glossary"
#: A message of the catalogue, as on the page where readers choose a language.
NOTICE: Final = "Made from and for ATLAS Open Data. Not an official ATLAS product."
_GLOSSARY_ID: Final = "booklet-glossary"
_KEY_ID: Final = "booklet-answers"
#: What the contents show before the pages are counted: as wide as what will stand there.
_UNKNOWN: Final = "000"
#: The title of the exercise that a solution stands in, or else behind.
_EXERCISE: Final = (
    "(ancestor::div[contains(@class, 'lesson-exercise')]"
    " | preceding-sibling::div[contains(@class, 'lesson-exercise')])[last()]"
    "/p[contains(@class, 'admonition-title')]"
)


@dataclass(frozen=True)
class Chapter:
    """A lesson of the booklet."""

    facts: Facts
    page: bytes  #: the finished page of the site


@dataclass(frozen=True)
class Entry:
    """A line of the contents."""

    place: str  #: id
    title: str
    level: int  #: 1 chapters, 2 their sections


@dataclass(frozen=True)
class Booklet:
    """A booklet whose pages are not counted yet."""

    title: str
    entries: tuple[Entry, ...]
    cover: str
    body: str
    course: Course

    def sheet(self, pages: Mapping[str, int]) -> Sheet:
        """What to print; ``pages`` are the numbers of the places, as far as they are known."""
        t = self.course.t
        lines = "\n".join(
            f'<li class="level-{entry.level}"><a href="#{escape(entry.place)}">'
            f"<span>{escape(entry.title)}</span> <span>{pages.get(entry.place, _UNKNOWN)}</span>"
            "</a></li>"
            for entry in self.entries
        )
        contents = (
            f'<nav class="contents"><h1>{escape(t("Contents"))}</h1>\n<ul>\n{lines}\n</ul></nav>'
        )
        body = f"{self.cover}\n{contents}\n{self.body}"
        return Sheet(
            self.title, document(self.title, self.title, body, self.course, kind="booklet")
        )


def booklet(
    chapters: Sequence[Chapter], glossary: bytes | None, course: Course, duration: str
) -> Booklet:
    """The booklet of a learning path; ``duration`` says how long its lessons take."""
    t = course.t
    title = f"{course.title} – {t('Booklet')}"
    entries: list[Entry] = []
    parts: list[str] = []
    used: set[str] = set()
    keys: list[str] = []
    for number, chapter in enumerate(chapters, 1):
        prefix = f"c{number}-"
        answers = article(chapter.page, chapter.facts.docname, Edition.TEACHER, course)
        keys += _answers(answers, chapter.facts, f"k{number}-")
        body = article(chapter.page, chapter.facts.docname, Edition.BOOKLET, course, terms=True)
        used |= _terms(body)
        with_prefix(body, prefix)
        _to_glossary(body)
        body.set("class", "bd-article chapter")
        entries += _entries(body)
        parts.append(html.tostring(body, encoding="unicode"))
    words = _glossary(glossary, used, course) if glossary else ""
    if words:
        entries.append(Entry(_GLOSSARY_ID, t("Glossary"), 1))
        parts.append(words)
    if keys:
        entries.append(Entry(_KEY_ID, t("Answers"), 1))
        parts.append(
            f'<article class="bd-article chapter page-text key"><h1 id="{_KEY_ID}">'
            f"{escape(t('Answers'))}</h1>\n{''.join(keys)}</article>"
        )
    return Booklet(
        title, tuple(entries), _cover(chapters, course, duration), "\n".join(parts), course
    )


def _cover(chapters: Sequence[Chapter], course: Course, duration: str) -> str:
    t = course.t
    lessons = t("Lessons: {count}").format(count=len(chapters))
    address = f"<p>{escape(course.site_url)}</p>" if course.site_url else ""
    facts = " · ".join(filter(None, (lessons, duration)))
    return (
        f'<header class="cover"><p class="cover-kind">{escape(t("Booklet"))}</p>'
        f'<p class="cover-title">{escape(course.title)}</p><p>{escape(facts)}</p>'
        f"<footer>{address}<p>{escape(t(NOTICE))}"
        "</p><p>CC BY 4.0</p></footer></header>"
    )


def _entries(body: HtmlElement) -> Iterator[Entry]:
    """The chapter and its sections, each with the id of its heading's section."""
    for section in body.xpath(".//section[@id][h1 or h2]"):
        heading = section.xpath("./*[self::h1 or self::h2]")[0]
        level = int(heading.tag[1])
        yield Entry(str(section.get("id")), " ".join(heading.text_content().split()), level)


def _terms(body: HtmlElement) -> set[str]:
    """Ids of the words that a text leads to."""
    return {
        f"term-{address.rpartition(TERM)[2]}"
        for address in map(str, body.xpath(".//a/@href"))
        if TERM in address
    }


def _to_glossary(body: HtmlElement) -> None:
    """Let links to words lead to the booklet's own glossary."""
    for link in body.iter("a"):
        address = str(link.get("href", ""))
        if TERM in address:
            link.set("href", f"#term-{address.rpartition(TERM)[2]}")


def _glossary(page: bytes, used: Collection[str], course: Course) -> str:
    """The words that the chapters use, and those that their explanations use in turn."""
    body = article(page, GLOSSARY, Edition.BOOKLET, course)
    explained = {str(term.get("id")): (term, term.getnext()) for term in body.xpath(".//dt[@id]")}
    wanted, waiting = set[str](), set(used) & explained.keys()
    while waiting:
        wanted |= waiting
        links = {
            str(address).removeprefix("#")
            for name in waiting
            for address in explained[name][1].xpath(".//a/@href")
        }
        waiting = (links & explained.keys()) - wanted
    if not wanted:
        return ""
    items = "".join(
        html.tostring(copy.deepcopy(one), encoding="unicode", with_tail=False)
        for name, pair in explained.items()
        if name in wanted
        for one in pair
        if one is not None
    )
    return (
        f'<article class="bd-article chapter page-text"><h1 id="{_GLOSSARY_ID}">'
        f'{escape(course.t("Glossary"))}</h1>\n<dl class="glossary">{items}</dl></article>'
    )


def _answers(body: HtmlElement, facts: Facts, prefix: str) -> Iterator[str]:
    """The answers of a lesson: each question's key and reasons, each exercise's solution."""
    with_prefix(body, prefix)
    found: list[tuple[str, HtmlElement]] = []
    for part in body.xpath(
        ".//fieldset//div[contains(@class, 'quiz-solution')]"
        " | .//div[contains(@class, 'lesson-solution')]"
    ):
        for feedback in part.xpath(".//div[@class='quiz-feedback']"):
            feedback.drop_tree()
        found.append((_name_of(part), part))
    if found:
        yield f"<h2>{escape(facts.title)}</h2>\n"
    for name, part in found:
        for title in part.xpath("./p[@class='opened-title']"):
            title.drop_tree()
        inner = html.tostring(part, encoding="unicode", with_tail=False)
        shape = "key-entry" if "quiz-solution" in str(part.get("class")) else "key-entry wide"
        yield f'<div class="{shape}"><p>{escape(name)}</p>{inner}</div>\n'


def _name_of(part: HtmlElement) -> str:
    """What an answer is an answer to."""
    for question in part.xpath("ancestor::fieldset[1]//span[@class='quiz-number']"):
        return " ".join(question.text_content().split())
    for title in part.xpath(_EXERCISE):
        return " ".join(title.text_content().split())
    for title in part.xpath("./p[@class='opened-title']"):
        return " ".join(title.text_content().split())
    return ""
