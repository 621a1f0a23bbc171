"""The page for teachers, made from all lessons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import html

from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.pages.pairing import read_pages
from build_tools.teaching.curricula import read_curricula

REPOSITORY = Path(__file__).parents[2]
PAGES, _ = read_pages(REPOSITORY)
LESSONS = [name for name, page in PAGES[SOURCE_LANGUAGE].items() if page.lesson.duration]


def test_the_page_for_teachers_shows_every_lesson(course_site: Path) -> None:
    titles = {docname: PAGES["fr"][docname].title for docname in LESSONS}
    text = (course_site / "fr/teachers.html").read_text(encoding="utf-8")
    for docname, title in titles.items():
        assert f'id="plan-{docname.replace("/", "-")}"' in text
        assert title in text
    assert text.count("Idées fausses répandues") == len(LESSONS)
    assert len(titles) >= 7


def test_the_page_for_teachers_says_what_each_lesson_serves(course_site: Path) -> None:
    items = read_curricula(REPOSITORY)
    page: Any = html.parse(course_site / "fr/teachers.html")
    served = 0
    for docname in LESSONS:
        (plan,) = page.xpath("//*[@id=$id]", id=f"plan-{docname.replace('/', '-')}")
        links = {" ".join(link.text_content().split()): link.get("href") for link in plan.iter("a")}
        for name in PAGES[SOURCE_LANGUAGE][docname].lesson.curriculum:
            reference = items[name].reference("fr")
            assert links[" ".join(reference.theme.split())] == reference.url
            served += 1
    assert served > 10
