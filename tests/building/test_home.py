"""The home page of the real course, made from all lessons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import html

from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.pages.pairing import read_pages
from build_tools.printing.order import reading_order

PAGES, _ = read_pages(Path(__file__).parents[2])
LESSONS = {name: page for name, page in PAGES[SOURCE_LANGUAGE].items() if page.lesson.duration}
LEVELS = {"en": {1: "Level 1: school", 2: "Level 2: "}, "fr": {1: "Niveau 1", 2: "Niveau 2"}}


@pytest.mark.parametrize("language", sorted(LEVELS))
def test_the_home_page_leads_to_every_lesson_in_order(course_site: Path, language: str) -> None:
    home = course_site / language / "index.html"
    root: Any = html.document_fromstring(home.read_bytes())
    cards = root.xpath("//ul[contains(@class, 'lesson-cards')]/li")
    expected = [name for name in reading_order(home) if name in LESSONS]
    assert len(expected) == len(LESSONS) >= 7
    assert [card.xpath(".//a/@href") for card in cards] == [[f"{name}.html"] for name in expected]
    for card, docname in zip(cards, expected, strict=True):
        text = card.text_content()
        lesson = LESSONS[docname].lesson
        assert PAGES[language][docname].title in text
        assert lesson.level
        assert LEVELS[language][lesson.level] in text.replace("\u202f", " ")
        assert f"{lesson.duration}\xa0minutes" in text or f"{lesson.duration} minutes" in text
    assert root.xpath("//a[contains(@class, 'first-step')]/@href") == [f"{expected[0]}.html"]


def test_every_page_leads_to_the_statement_on_accessibility(course_site: Path) -> None:
    looked = 0
    for language in LEVELS:
        for file in (course_site / language).rglob("*.html"):
            root: Any = html.document_fromstring(file.read_bytes())
            (address,) = root.xpath("//footer//a[contains(@href, 'accessibility')]/@href") or ["#"]
            target = file if address == "#" else (file.parent / address)
            assert target.resolve() == (course_site / language / "accessibility.html").resolve()
            looked += 1
    assert looked >= 2 * 14


@pytest.mark.parametrize(
    ("language", "simulated"), [("en", "are simulated"), ("fr", "sont simulées")]
)
def test_the_home_page_shows_a_peak_and_says_whose_it_is(
    course_site: Path, language: str, simulated: str
) -> None:
    root: Any = html.document_fromstring((course_site / language / "index.html").read_bytes())
    (figure,) = root.find_class("lesson-figure")
    (drawing,) = figure.iter("svg")
    names = drawing.get("aria-labelledby").split()
    said = " ".join(root.get_element_by_id(name).text for name in names)
    assert "91\N{NO-BREAK SPACE}GeV" in said
    assert "91\N{NO-BREAK SPACE}GeV" in figure.find("figcaption").text_content()
    text = root.find_class("page-text")[0].text_content()
    assert simulated in text.replace("\N{NO-BREAK SPACE}", " ")
    assert root.find_class("cell_input") == []
    heights = [cell.text for cell in root.xpath("//details[@class='figure-data']//td")]
    assert len(heights) == 30
    assert root.find_class("data-used")
    assert root.find_class("lesson-label") == []
