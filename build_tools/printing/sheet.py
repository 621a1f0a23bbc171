"""A page of the site cut to an edition: HTML in, HTML out, to be printed by a browser.

The page is the one that readers get, so that there is one way to render a lesson.
"""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html
from lxml.html import builder as build

from build_tools.pages.levels import LEVELS
from build_tools.printing.hatching import with_lines
from build_tools.printing.model import CLASSES, PARTS, Edition, Facts, Part

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from lxml.html import HtmlElement

    from build_tools.teaching.curricula import Reference

Translate = Callable[[str], str]

_STYLE: Final = Path(__file__).with_name("sheet.css")
#: What serves a screen only.
_SCREEN: Final = (
    "//*[self::script or self::button or self::template"
    " or contains(concat(' ', @class, ' '), ' js-only ')"
    " or contains(concat(' ', @class, ' '), ' d-print-none ')"
    " or contains(concat(' ', @class, ' '), ' quiz-figure ')"
    " or (contains(concat(' ', @class, ' '), ' drawing ')"
    "     and contains(concat(' ', @class, ' '), ' narrow '))]"
)
#: In the address of a word of the glossary.
TERM: Final = "glossary.html#term-"
#: As print.css has the number of the page.
_FOOT: Final = 'font: 8.5pt Arial, "Liberation Sans", Helvetica, sans-serif; color: #333;'
_NAMING: Final = ("id", "for", "aria-labelledby", "aria-describedby", "headers")


@dataclass(frozen=True)
class Course:
    """What sheets of a language share."""

    site: Path  #: the folder of the finished site
    language: str
    t: Translate
    title: str  #: of the site
    titles: Mapping[str, str] = field(default_factory=dict)  #: docname → title
    site_url: str = ""


@dataclass(frozen=True)
class Sheet:
    """Something to print."""

    title: str
    html: str


def sheet(page: bytes, facts: Facts, edition: Edition, course: Course) -> Sheet:
    """The sheet of a lesson; ``page`` is the finished one of the site."""
    t = course.t
    body = article(page, facts.docname, edition, course)
    kind = t("Teacher's edition") if edition is Edition.TEACHER else t("Worksheet")
    if edition is Edition.TEACHER:
        _after_title(body, _for_teachers(facts, body, course))
    else:
        body.insert(0, _name_and_date(t))
    title = f"{facts.title} – {kind}"
    return Sheet(title, document(title, title, html.tostring(body, encoding="unicode"), course))


def article(
    page: bytes, docname: str, edition: Edition, course: Course, *, terms: bool = False
) -> HtmlElement:
    """The text of a page with the parts of an edition, fit for a file of its own.

    With ``terms``, links to words of the glossary stay as they are.
    """
    root: Any = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    (found,) = root.xpath("//article")
    body: HtmlElement = copy.deepcopy(found)
    _drop(body.xpath("." + _SCREEN))
    for element in body.xpath(".//*[@class]"):
        _part(element, PARTS[edition])
    answered = ".//p[@class='quiz-field']"  # nothing is written where the answers stand
    _drop(body.xpath(answered if edition is Edition.TEACHER else ".//*[@class='for-answers']"))
    _without_controls(body)
    with_lines(body)
    for figure in list(body.iter("figure")):
        figure.tag = "div"  # the drawing in it is the figure that has an alternative text
    for image in body.iter("img"):
        address = posixpath.join(posixpath.dirname(docname), unquote(str(image.get("src"))))
        image.set("src", (course.site / course.language / address).resolve().as_uri())
        image.attrib.pop("loading", None)
    for aside in body.xpath(".//aside[@class='paper']"):
        aside.attrib.pop("hidden", None)
    places = set(body.xpath(".//@id"))
    for link in list(body.iter("a")):
        if not (terms and TERM in str(link.get("href"))):
            _link(link, docname, places, course)
    return body


def document(title: str, running: str, body: str, course: Course, *, kind: str = "sheet") -> str:
    """A file to print; ``running`` stands at the foot of each page."""
    styles = "\n".join(
        f'<link rel="stylesheet" href="{escape(address)}">'
        for address in _stylesheets(course.site, course.language)
    )
    foot = running.translate({ord('"'): "”", ord("\\"): None, ord("<"): "‹", ord("\n"): " "})
    page = f'@page {{ @bottom-left {{ content: "{foot}"; {_FOOT} }} }}'
    if kind == "booklet":  # nothing at the foot of its cover
        page += "@page :first { @bottom-left { content: none } @bottom-right { content: none } }"
    return (
        f'<!DOCTYPE html>\n<html lang="{course.language}" data-theme="light">\n<head>\n'
        f'<meta charset="utf-8">\n<title>{escape(title)}</title>\n{styles}\n'
        f"<style>\n{_STYLE.read_text(encoding='utf-8')}\n{page}\n</style>\n"
        f'</head>\n<body class="{kind}">\n{body}\n</body>\n</html>\n'
    )


@cache
def _stylesheets(site: Path, language: str) -> tuple[str, ...]:
    """The addresses of all stylesheets that pages of the site load, in their order."""
    found: dict[str, None] = {}
    for page in sorted((site / language).rglob("*.html")):
        root: Any = html.document_fromstring(page.read_bytes())
        for address in root.xpath("//link[@rel='stylesheet']/@href"):
            path = (page.parent / unquote(urlsplit(str(address)).path)).resolve()
            found[path.as_uri()] = None
    return tuple(found)


def _drop(elements: Collection[HtmlElement]) -> None:
    for element in elements:
        if element.getparent() is not None:
            element.drop_tree()


def _part(element: HtmlElement, kept: Collection[Part]) -> None:
    """Open a part that the edition has, take away one that it has not."""
    classes = str(element.get("class")).split()
    part = next((CLASSES[name] for name in classes if name in CLASSES), None)
    if part is None:
        return
    if part is Part.NUMBERS and element.get("open") is not None:
        _opened(element)  # nothing was drawn: the numbers stand for the drawing
    elif part not in kept:
        _drop([element])
    elif element.tag == "details":
        _opened(element)


def _opened(element: HtmlElement) -> None:
    """What was closed, as a block with a title."""
    element.tag = "div"
    element.attrib.pop("open", None)
    element.set("class", f"opened {element.get('class')}")
    for summary in element.xpath("./summary"):
        summary.tag = "p"
        summary.set("class", "opened-title")


def _without_controls(body: HtmlElement) -> None:
    """Take away what scripts and forms need; the keys of the questions are there, too."""
    for question in body.xpath(".//fieldset[@data-key]"):
        for name in ("data-key", "data-quiz", "role"):
            question.attrib.pop(name, None)
    for control in list(body.iter("input", "textarea")):
        _on_paper(control)
    for label in list(body.iter("label")):
        label.tag = "span"
        label.attrib.pop("for", None)


def _on_paper(control: HtmlElement) -> None:
    """A box to tick or a line to fill in, in place of a control; rooms are there already."""
    kind = control.get("type")
    box = build.SPAN("\N{NO-BREAK SPACE}")
    if kind in {"radio", "checkbox"}:
        box.set("class", f"box box-{kind}")
    elif "quiz-blank" in str(control.get("class")):
        box.set("class", "blank")
    else:
        box.set("class", "line")
    box.tail, control.tail = control.tail, None
    control.getparent().replace(control, box)


def _link(link: HtmlElement, docname: str, places: Collection[str], course: Course) -> None:
    """A link that works from a file elsewhere; words where it would lead nowhere."""
    address = str(link.get("href", ""))
    parts = urlsplit(address)
    link.attrib.pop("aria-label", None)
    if parts.scheme in {"http", "https", "mailto"}:
        return
    if not parts.path and unquote(parts.fragment) in places:
        return
    if course.site_url and not parts.scheme:
        page = f"{course.site_url.rstrip('/')}/{course.language}/{docname}.html"
        link.set("href", urljoin(page, address))
        return
    link.tag = "span"
    link.set("class", f"{link.get('class', '')} unlinked".strip())
    for name in ("href", "title", "rel"):
        link.attrib.pop(name, None)


def with_prefix(body: HtmlElement, prefix: str) -> None:
    """Make all names in a text its own, so that it can stand beside others in one file."""
    for element in body.iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in list(element.attrib.items()):
            if name in _NAMING:
                element.set(name, " ".join(f"{prefix}{one}" for one in str(value).split()))
            elif name in {"href", "{http://www.w3.org/1999/xlink}href"}:
                if str(value).startswith("#"):
                    element.set(name, f"#{prefix}{str(value)[1:]}")
            elif "url(#" in str(value):
                element.set(name, str(value).replace("url(#", f"url(#{prefix}"))


def _name_and_date(t: Translate) -> HtmlElement:
    return build.P(
        build.SPAN(t("Name")), build.SPAN(build.CLASS("write")),
        build.SPAN(t("Class")), build.SPAN(build.CLASS("write short")),
        build.SPAN(t("Date")), build.SPAN(build.CLASS("write short")),
        build.CLASS("who"),
    )  # fmt: skip


def _after_title(body: HtmlElement, block: HtmlElement) -> None:
    (title, *_rest) = body.xpath(".//h1")
    title.addnext(block)


def _for_teachers(facts: Facts, body: HtmlElement, course: Course) -> HtmlElement:
    """What a teacher wants to know before a lesson."""
    t = course.t
    box = build.DIV(build.CLASS("for-teachers"), build.P(t("Teacher's edition")))
    rows = build.DL()
    for name, value in _rows(facts, body, course):
        rows.append(build.DT(name))
        rows.append(value)
    box.append(rows)
    return box


def _rows(facts: Facts, body: HtmlElement, course: Course) -> Iterator[tuple[str, HtmlElement]]:
    t = course.t
    if facts.level in LEVELS:
        yield t("Level"), build.DD(t(LEVELS[facts.level]))
    if facts.duration:
        yield t("Time"), build.DD(facts.duration)
    if facts.timing:
        headings = {place: _heading(body, place) for place, _ in facts.timing}
        times = [f"{headings[place] or place} ({time})" for place, time in facts.timing]
        yield t("Time by section"), build.DD(" · ".join(times))
    if facts.prerequisites:
        names = [course.titles.get(name, name) for name in facts.prerequisites]
        yield t("Needs"), build.DD("; ".join(names))
    if facts.curriculum:
        yield t("Curriculum"), _served(facts.curriculum, body)
    questions, exercises = (
        len(body.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]"))
        for name in ("quiz", "lesson-exercise")
    )
    yield (
        t("To do"),
        build.DD(
            f"{t('questions: {count}').format(count=questions)};"
            f" {t('exercises: {count}').format(count=exercises)}"
        ),
    )


def _served(references: Collection[Reference], body: HtmlElement) -> HtmlElement:
    """Items of curricula by their places; their addresses go on with those of the page's links."""
    addresses = next(iter(body.xpath(".//aside[@class='paper']/ol")), None)
    numbers: dict[str, int] = {}
    rows: dict[str, HtmlElement] = {}
    for own in references:
        if addresses is not None and own.url not in numbers:
            addresses.append(build.LI(own.url))
            numbers[own.url] = len(addresses)
        if own.place not in rows:
            rows[own.place] = build.LI(f"{own.place} – ")
        else:
            rows[own.place][-1].tail = " · "
        rows[own.place].append(build.A(own.theme, href=own.url))
        if addresses is not None:
            rows[own.place].append(build.SUP(str(numbers[own.url])))
    return build.DD(build.UL(*rows.values()))


def _heading(body: HtmlElement, place: str) -> str:
    for section in body.xpath(".//section[@id=$place]", place=place):
        for heading in section.xpath("./*[self::h2 or self::h3]"):
            return " ".join(heading.text_content().split())
    return ""
