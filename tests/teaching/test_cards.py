"""The cards from which a reader chooses a lesson."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.pages.bundle import PageBundle, Status
from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.pages.pairing import read_pages
from build_tools.pages.reader import read_page
from build_tools.teaching.cards import LessonCard, with_cards, with_opening

REPOSITORY = Path(__file__).parents[2]
PAGES, _ = read_pages(REPOSITORY)
LESSONS = [name for name, page in PAGES[SOURCE_LANGUAGE].items() if page.lesson.duration]


def bundle(docname: str, **more: object) -> PageBundle:
    fixed = {"language": "fr", "text_language": "fr", "status": Status.CURRENT, "path": Path("x")}
    return PageBundle.model_validate({"docname": docname, "title": docname, **fixed, **more})


def opening(tmp_path: Path, text: str) -> str:
    (tmp_path / "x.md").write_text(f"---\nfile_format: mystnb\n---\n{text}", encoding="utf-8")
    page = read_page(tmp_path, Path("x.md"), language="fr", docname="x")
    return with_opening(bundle("x"), page).opening


def test_a_card_is_made_of_what_the_lesson_says() -> None:
    long = bundle("b", lesson={"level": 2, "duration": 30}, opening="Un {term}`pic <pics>`.")
    short = bundle("a", lesson={"duration": 5}, text_language="en")
    others = [long, bundle("no-lesson"), short, bundle("b", language="en", lesson={"duration": 9})]
    cards = with_cards(bundle("index"), others).cards
    assert [LessonCard.model_validate(card) for card in cards] == [
        LessonCard(
            docname="b", title="b", language="fr", level=2, duration=30, opening="Un pic."
        ),
        LessonCard(docname="a", title="a", language="en", level=None, duration=5, opening=""),
    ]  # fmt: skip


def test_a_page_opens_with_two_sentences(tmp_path: Path) -> None:
    assert opening(tmp_path, "# T\n\nOne is 1.5. Two\nis two? Three.\n\nFour.\n") == (
        "One is 1.5. Two\nis two?"
    )


@pytest.mark.parametrize("text", ["# T\n", "# T\n\n## U\n\nText.\n", "# T\n\n:::{note}\nx\n:::\n"])
def test_a_page_may_open_without_a_sentence(tmp_path: Path, text: str) -> None:
    assert opening(tmp_path, text) == ""


@pytest.mark.parametrize("language", sorted(PAGES))
def test_every_lesson_opens_with_a_sentence(language: str) -> None:
    looked = 0
    for docname in LESSONS:
        page = PAGES[language][docname]
        text = with_opening(bundle(docname), page).opening
        assert 40 < len(text) < 320, docname
        assert text.endswith((".", "!", "?")), docname
        looked += 1
    assert looked >= 7
