"""The page for teachers, made from all lessons."""

from __future__ import annotations

from pathlib import Path

from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.pages.pairing import read_pages

PAGES, _ = read_pages(Path(__file__).parents[2])
LESSONS = [name for name, page in PAGES[SOURCE_LANGUAGE].items() if page.lesson.duration]


def test_the_page_for_teachers_shows_every_lesson(course_site: Path) -> None:
    titles = {docname: PAGES["fr"][docname].title for docname in LESSONS}
    text = (course_site / "fr/teachers.html").read_text(encoding="utf-8")
    for docname, title in titles.items():
        assert f'id="plan-{docname.replace("/", "-")}"' in text
        assert title in text
    assert text.count("Idées fausses répandues") == len(LESSONS)
    assert len(titles) >= 7
