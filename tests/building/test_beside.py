"""Source and translation side by side, as a translator sees them: a real process and browser."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright

from build_tools.building.beside import side_by_side
from build_tools.translation.names import UnknownNameError
from tests.building.conftest import FRONT, Course, prepare_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

#: Milliseconds within which a save is seen however loaded the machine is; the bench measures.
_SOON = 60_000
ENGLISH = (
    "# Page\n\nFirst.\n\n## Short\n\n"
    + "Word.\n\n" * 20
    + "## Linked\n\nSee [home](index.md).\n\n"
    + "Word.\n\n" * 40
)
FRENCH = (
    "# Page\n\nD’abord.\n\n## Courte\n\n"
    + "Un mot de plus.\n\n" * 60
    + "## Liée\n\nVoir [l’accueil](index.md).\n\n"
    + "Un mot.\n\n" * 40
)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("beside") / "my course"
    root.mkdir()
    course = Course(root)
    for language in ("en", "fr"):
        course.write(language, "index", FRONT + f"# Home {language}\n\n```{{toctree}}\na\n```\n")
    course.write("en", "a", FRONT + ENGLISH)
    course.write("fr", "a", FRONT + FRENCH)
    prepare_project(root)
    with pytest.MonkeyPatch.context() as patch:
        course.current(patch, "a", "index")
    return course


@pytest.fixture(scope="module")
def view(browser: Path, course: Course) -> Iterator[Page]:
    process = subprocess.Popen(
        [sys.executable, "-m", "build_tools.cli", "live", "--port", "0", r"content\fr\a.md"],
        cwd=course.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(2)]
        found = re.search(r"a beside its source: (http://[\d.:]+/\S+)", lines[1])
        assert found, lines
        with sync_playwright() as playwright:
            program = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
            page = program.new_page(viewport={"width": 1400, "height": 700})
            page.goto(found[1])
            for name in ("source", "target"):
                expect(page.frame_locator(f"#{name}").locator("article h1")).to_be_visible(
                    timeout=_SOON
                )
            yield page
            program.close()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def note(view: Page, anchor: str, text: str) -> None:
    """Wait until the note of a section says something."""
    expect(view.locator(f'[data-anchor="{anchor}"]')).to_contain_text(text, timeout=_SOON)


def top(view: Page, pane: str, anchor: str) -> float:
    """Where a heading stands in its pane, in pixels from the top."""
    heading = view.frame_locator(f"#{pane}").locator(f'section[id="{anchor}"] > h2')
    return float(heading.evaluate("own => own.getBoundingClientRect().top"))


def test_both_pages_stand_beside_each_other_with_a_note_a_section(view: Page) -> None:
    expect(view.locator("#notes > li")).to_have_count(3)
    note(view, "short", "Courte")
    note(view, "short", "Current since")
    assert "Every section is current; nothing wrong." in view.locator("#summary").inner_text()


def test_what_is_scrolled_takes_the_other_page_along(view: Page) -> None:
    box = view.locator("#source").bounding_box()
    assert box
    view.mouse.move(box["x"] + 100, box["y"] + 300)
    while top(view, "source", "linked") > 175:  # a quarter down, where it is read
        view.mouse.wheel(0, 60)
        view.wait_for_timeout(30)
    view.wait_for_timeout(200)
    assert top(view, "target", "linked") == pytest.approx(top(view, "source", "linked"), abs=80)


def test_a_note_leads_to_its_section_in_both_pages(view: Page) -> None:
    view.locator('[data-anchor="linked"] button').click()
    view.wait_for_timeout(200)
    assert top(view, "source", "linked") == pytest.approx(16, abs=2)
    assert top(view, "target", "linked") == pytest.approx(16, abs=2)


def test_a_save_of_either_page_is_seen_in_its_pane_and_in_the_note(
    view: Page, course: Course
) -> None:
    course.edit("en", "a", "Word.\n\n## Linked", "Another word.\n\n## Linked")
    source = view.frame_locator("#source").locator("article")
    expect(source).to_contain_text("Another word.", timeout=_SOON)
    note(view, "short", "The source changed since")
    assert "1 of 3 sections to do" in view.locator("#summary").inner_text()
    course.edit("fr", "a", "Voir [l’accueil](index.md)", "Voir l’accueil")
    note(view, "linked", "line ")
    note(view, "linked", "link")
    course.edit("fr", "a", "Voir l’accueil", "Voyez [l’accueil](index.md)")
    target = view.frame_locator("#target").locator("article")
    expect(target).to_contain_text("Voyez l’accueil", timeout=_SOON)
    note(view, "linked", "Current since")


def test_a_page_that_cannot_be_read_is_told_and_the_last_good_one_stays(
    view: Page, course: Course
) -> None:
    course.edit("fr", "a", "# Page\n", "Page\n")
    expect(view.locator("#summary")).to_contain_text("cannot be read", timeout=_SOON)
    note(view, "", "content/fr/a.md")
    expect(view.frame_locator("#target").locator("article")).to_contain_text("Courte")
    course.edit("fr", "a", "---\nPage\n", "---\n# Page\n")
    note(view, "linked", "Current since")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("a", "“a” names no translation; write its language too: fr/a"),
        ("en/a", "“en/a” names no translation; write its language too: fr/a"),
        ("fr/aa", "no page “aa”; do you mean a?"),
    ],
)
def test_a_name_that_means_nothing_is_told(course: Course, typed: str, message: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        side_by_side(course.project, typed, list)
    assert message in str(caught.value)
