"""The course's own lessons: every one says what it serves, and every item is served."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from build_tools.catalogue.texts import in_language
from build_tools.pages.languages import site_languages
from build_tools.pages.reader import read_page
from build_tools.teaching.curricula import read_curricula

ROOT: Final = Path(__file__).parents[2]
#: Names that are the same in every language.
NAMES: Final = {"France", "International", "AQA Physics 7408", "A-level"} | {
    "Next Generation Science Standards"
}


def test_every_lesson_names_items_and_every_item_is_named() -> None:
    items = read_curricula(ROOT)
    content = ROOT / "content" / "en"
    lessons = sorted(path.relative_to(content) for path in content.glob("lessons/*.md"))
    assert len(lessons) >= 6
    served = {
        lesson: read_page(
            content, lesson, language="en", docname=lesson.with_suffix("").as_posix()
        ).lesson.curriculum
        for lesson in lessons
    }
    assert [lesson.as_posix() for lesson, names in served.items() if not names] == []
    named = {name for names in served.values() for name in names}
    assert named == set(items)


def test_items_are_in_every_language() -> None:
    languages = site_languages(ROOT / "content")
    assert len(languages) >= 2
    missing = [
        (name, key, language)
        for name, item in read_curricula(ROOT).items()
        for key, text in item.texts.items()
        for language in languages
        if in_language(text, language) is None and text not in NAMES
    ]
    assert missing == []
