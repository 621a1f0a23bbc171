"""`live` as its user meets it: a real process, a real browser, files saved under it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.building.conftest import FRONT, Course, prepare_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

#: Milliseconds within which a save is seen however loaded the machine is; the bench measures.
_SOON = 60_000
INDEX = "# Home {0}\n\n```{{toctree}}\n{1}\n```\n"
#: Numbers a page each time it is loaded, so that reloads can be counted.
_COUNT = "sessionStorage.loads = Number(sessionStorage.loads ?? 0) + 1"


def write_index(course: Course, *pages: str) -> None:
    for language in ("en", "fr"):
        course.write(language, "index", FRONT + INDEX.format(language, "\n".join(pages)))


def save_by_rename(course: Course, language: str, docname: str, text: str) -> None:
    """Save as careful editors do: another file takes the name."""
    path = course.path(language, docname)
    other = path.with_name(f".{path.name}.tmp")
    other.write_text(text, encoding="utf-8")
    os.replace(other, path)  # noqa: PTH105  said as editors do


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course of two languages without a cell."""
    root = tmp_path_factory.mktemp("live") / "my course"
    root.mkdir()
    course = Course(root)
    write_index(course, "a", "b")
    for language in ("en", "fr"):
        course.write(language, "a", FRONT + "# Page A\n\nWords of A.\n")
        course.write(language, "b", FRONT + "# Page B\n\nWords of B.\n")
    prepare_project(root)
    return course


class Live:
    """A running `live`, with the page A open in a browser."""

    def __init__(self, course: Course, process: subprocess.Popen[str], page: Page) -> None:
        self.course, self.process, self.page = course, process, page
        self.address = ""

    def shows(self, text: str) -> None:
        """Wait until the open page shows a text, without doing anything."""
        expect(self.page.locator("article")).to_contain_text(text, timeout=_SOON)

    @property
    def loads(self) -> int:
        """How often a page was loaded in this browser."""
        return int(self.page.evaluate("sessionStorage.loads"))


@pytest.fixture(scope="module")
def live(browser: Path, course: Course) -> Iterator[Live]:
    process = subprocess.Popen(
        [sys.executable, "-m", "build_tools.cli", "live", "--port", "0"],
        cwd=course.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        found = re.search(r"http://[\d.:]+/", first)
        assert found, first + process.stdout.read()
        with sync_playwright() as playwright:
            program = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
            page = program.new_page()
            page.add_init_script(_COUNT)
            own = Live(course, process, page)
            own.address = found[0]
            # the page is not there yet: it comes by itself
            page.goto(f"{own.address}en/a.html")
            own.shows("Words of A.")
            yield own
            program.close()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def test_a_save_is_seen_on_its_page_and_on_no_other(live: Live) -> None:
    before = live.loads
    live.course.edit("en", "b", "Words of B", "New words of B")
    live.course.edit("en", "a", "Words of A", "Other words of A")
    live.shows("Other words of A.")
    save_by_rename(live.course, "en", "a", FRONT + "# Page A\n\nSaved by renaming.\n")
    live.shows("Saved by renaming.")
    assert live.loads == before + 2
    live.course.edit("en", "b", "New words", "Newest words")
    live.page.wait_for_function(
        "async () => (await (await fetch('b.html')).text()).includes('Newest words')",
        timeout=_SOON,
    )
    assert live.loads == before + 2


def test_of_two_saves_the_second_is_shown(live: Live) -> None:
    for number in range(20):
        live.course.write("en", "a", FRONT + f"# Page A\n\nSave number {number} of A.\n")
        time.sleep(0.02)
    live.shows("Save number 19 of A.")


def test_a_problem_is_told_over_the_last_good_page_until_it_is_mended(live: Live) -> None:
    page = live.page
    live.course.write("en", "a", FRONT + "# Page A\n\nGood words.\n")
    live.shows("Good words.")
    live.course.write("en", "a", FRONT + "# Page A\n\nBad words, {term}`decoy`.\n")
    banner = page.locator("#live-problems")
    expect(banner).to_contain_text("content/en/a.md:6: ", timeout=_SOON)
    expect(banner).to_contain_text("term not in glossary: 'decoy'")
    expect(banner).to_contain_text("last good page")
    assert "Good words." in page.locator("article").inner_text()
    # whoever comes now is told too, on any page
    page.goto(f"{live.address}fr/b.html")
    expect(banner).to_contain_text("content/en/a.md:6: ", timeout=_SOON)
    page.set_viewport_size({"width": 360, "height": 640})
    box = banner.bounding_box()
    assert box is not None
    assert box["width"] == 360
    assert 40 < box["height"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/live-fr-360.png")
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(f"{live.address}en/a.html")
        expect(banner).to_be_visible()
        page.screenshot(path=f"{folder}/live-en-1280.png")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{live.address}en/a.html")
    expect(banner).to_be_visible()
    live.course.write("en", "a", FRONT + "# Page A\n\nMended words.\n")
    live.shows("Mended words.")
    expect(banner).to_have_count(0)
    # back to what is published: nothing is built, and the banner goes all the same
    live.course.write("en", "a", FRONT + "# Page A\n\nBad words, {term}`decoy`.\n")
    expect(banner).to_be_visible(timeout=_SOON)
    live.course.write("en", "a", FRONT + "# Page A\n\nMended words.\n")
    expect(banner).to_have_count(0, timeout=_SOON)


def test_a_page_comes_and_goes(live: Live) -> None:
    page = live.page
    page.goto(f"{live.address}en/c.html")
    write_index(live.course, "a", "b", "c")
    for language in ("en", "fr"):
        live.course.write(language, "c", FRONT + "# Page C\n\nWords of C.\n")
    live.shows("Words of C.")
    for language in ("en", "fr"):
        live.course.path(language, "c").unlink()
    write_index(live.course, "a", "b")
    expect(page.locator("h1")).to_have_text("There is no page here yet", timeout=_SOON)
    page.goto(f"{live.address}en/a.html")
    expect(page.locator("body")).not_to_contain_text("Page C")


@pytest.mark.skipif(os.name != "posix", reason="signals are sent the POSIX way")
def test_an_interrupt_ends_it_and_leaves_nothing(live: Live) -> None:
    process = live.process
    before = members(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=60) == 130
    assert process.stdout is not None
    output = process.stdout.read()
    assert "Traceback" not in output
    assert "stopped" in output
    until = time.monotonic() + 30
    while (left := members(process.pid)) and time.monotonic() < until:
        time.sleep(0.1)
    assert left == []
    assert sys.platform != "linux" or len(before) > 1
    assert (live.course.root / "site" / "en" / "a.html").is_file()


def members(group: int) -> list[int]:
    """The processes of a process group; none where the system does not tell."""
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            rest = file.read_text(encoding="utf-8").rpartition(") ")[2].split()
        except OSError:
            continue
        if int(rest[2]) == group and rest[0] != "Z":
            found.append(int(file.parent.name))
    return found
