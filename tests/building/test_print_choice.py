"""What a teacher chooses to print, on the real course, without JavaScript and from a file."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

LESSON = "fr/lessons/z-boson.html"
#: In the lesson's code, in a hint, in feedback, in a solution, in a note, in a misconception.
CODE = "awkward as ak"
HINT = "Ouvrez le tableau sous la figure et cherchez"
FEEDBACK = "Pas exactement"
NOTE = "La formule de la masse peut se vérifier"
MISCONCEPTION = "Pour une paire donnée, personne ne peut le dire"


@pytest.fixture(scope="module")
def page(course_site: Path, browser: Path) -> Iterator[Page]:
    with sync_playwright() as tool:
        chrome = tool.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = chrome.new_context(java_script_enabled=False).new_page()
        page.goto((course_site / LESSON).as_uri())
        page.locator(".print-choice summary").click()
        yield page
        chrome.close()


@pytest.fixture
def printed(page: Page, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Text and size of the paper, with these boxes ticked; they are as they were afterwards."""
    ticked = []

    def print_with(*names: str, off: tuple[str, ...] = ()) -> str:
        for name in names:
            page.locator(f"#print-{name}").check()
        for name in off:
            page.locator(f"#print-{name}").uncheck()
        ticked.extend([(name, name not in off) for name in (*names, *off)])
        file = tmp_path / "page.pdf"
        page.pdf(path=file, prefer_css_page_size=True)
        info = subprocess.run(["pdfinfo", file], check=True, capture_output=True, text=True)
        text = subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True, text=True)
        return info.stdout + " ".join(text.stdout.split())

    yield print_with
    for name, on in ticked:
        box = page.locator(f"#print-{name}")
        if box.get_attribute("type") == "checkbox":
            box.set_checked(not on)
    page.locator("#print-room").check()
    page.locator("#print-paper").check()


def test_as_it_is_a_lesson_prints_code_and_no_answer(printed: Callable[..., str]) -> None:
    text = printed()
    assert CODE in text
    found = [said for said in (HINT, FEEDBACK, NOTE, MISCONCEPTION) if said in text]
    assert found == []


@pytest.mark.parametrize(
    ("box", "said"),
    [
        ("hints", [HINT]),
        ("answers", [FEEDBACK]),
        ("notes", [NOTE, MISCONCEPTION]),
    ],
)
def test_each_box_adds_what_it_says_and_no_more(
    printed: Callable[..., str], box: str, said: list[str]
) -> None:
    text = printed(box)
    every = (HINT, FEEDBACK, NOTE, MISCONCEPTION)
    assert [one for one in every if one in text] == said


def test_code_is_left_out_and_its_figures_stay(printed: Callable[..., str]) -> None:
    text = printed(off=("code",))
    assert CODE not in text
    assert "Simulé pour ces leçons" in text  # written into each figure


def test_room_is_none_or_twice_as_much(printed: Callable[..., str]) -> None:
    pages = [int(printed(room).split("Pages:")[1].split()[0]) for room in ("no-room", "more-room")]
    assert pages[0] < pages[1]


def test_both_papers(printed: Callable[..., str]) -> None:
    assert "(A4)" in printed("a4")
    assert "(letter)" in printed("letter")
