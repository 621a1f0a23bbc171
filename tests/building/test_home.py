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
