"""The zip of the real course, opened from a disk in a browser that has no network."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from build_tools.publishing.look import look_at_page
from build_tools.publishing.offline import pack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page, Request

LESSON = "lessons/z-boson.html"


class Said:
    """What the browser asked for and what it complained of."""

    def __init__(self, context: BrowserContext) -> None:
        self.asked: list[str] = []
        self.wrong: list[str] = []
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("requestfailed", self._failed)
        context.on("console", lambda message: self.wrong.append(message.text))
        context.on("weberror", lambda error: self.wrong.append(str(error.error)))

    def _failed(self, request: Request) -> None:
        if request.failure == "net::ERR_ABORTED":
            return  # the page was left before its icon was read
        self.wrong.append(f"{request.url}: {request.failure}")

    def none(self) -> None:
        """Nothing from elsewhere was asked for, and nothing went wrong."""
        assert [url for url in self.asked if not url.startswith(("file:", "data:", "blob:"))] == []
        assert self.wrong == []
        assert self.asked


@pytest.fixture(scope="module")
def context(browser: Path) -> Iterator[BrowserContext]:
    with sync_playwright() as tool:
        chrome = tool.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        context = chrome.new_context()
        context.set_offline(True)
        yield context
        chrome.close()


def unpacked(site: Path, folder: Path, language: str | None = None) -> Path:
    name = "leçons" if language is None else f"leçons-{language}"
    packed = pack(site, folder / f"{name}.zip", language)
    with zipfile.ZipFile(packed.file) as archive:
        archive.extractall(folder / "clé USB")
    root = folder / "clé USB" / name
    assert packed.files == sum(file.is_file() for file in root.rglob("*"))
    return root


def search(page: Page, words: str) -> None:
    page.locator(".search-open").click()
    page.locator("dialog[open] input").fill(words)
    page.locator("dialog[open] a").first.wait_for()


def answer(page: Page) -> None:
    question = page.locator("fieldset.quiz:has(input[type=radio])").first
    question.locator("input").first.check()
    question.locator(".quiz-check").click()
    question.locator(".quiz-status:not(:empty)").wait_for()


def make_interactive(page: Page) -> None:
    page.locator(".figure-interactive").first.click()
    page.locator(".figure-live .plot-container").first.wait_for()


def test_everything_works_from_the_zip_of_all_languages(
    course_site: Path, tmp_path: Path, context: BrowserContext
) -> None:
    root = unpacked(course_site, tmp_path)
    said, page = Said(context), context.new_page()
    page.goto((root / "index.html").as_uri())
    page.locator("a[hreflang=fr]").click()
    page.locator(f'nav.bd-links a[href="{LESSON}"]').click()
    assert page.locator("html").get_attribute("lang") == "fr"
    answer(page)
    make_interactive(page)
    search(page, "desintegration")
    assert "désintégration" in page.locator("dialog[open]").inner_text().lower()
    page.get_by_role("button", name="Fermer").click()
    page.locator(".language-switch a.to-page").click()
    page.wait_for_url(f"**/en/{LESSON}*")
    said.none()
    page.close()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_zip_of_one_language_is_whole_without_the_others(
    course_site: Path, tmp_path: Path, context: BrowserContext, language: str
) -> None:
    root = unpacked(course_site, tmp_path, language)
    pages = sorted(file.relative_to(root).as_posix() for file in root.rglob("*.html"))
    assert {path.partition("/")[0] for path in pages} == {"index.html", language}
    said, page = Said(context), context.new_page()
    for path in pages:
        page.goto((root / path).as_uri())
        assert page.locator(".language-switch a").count() == 0
    page.goto((root / language / LESSON).as_uri())
    answer(page)
    make_interactive(page)
    search(page, "boson")
    said.none()
    page.close()
    assert len(pages) >= 12


def test_every_link_of_every_page_leads_to_a_file_of_the_zip(
    course_site: Path, tmp_path: Path
) -> None:
    looked = 0
    for language in (None, "en", "fr"):
        root = unpacked(course_site, tmp_path, language)
        for file in root.rglob("*.html"):
            path = file.relative_to(root).as_posix()
            for target in look_at_page(path, file.read_bytes()).targets:
                assert (root / target.path).is_file(), (path, target)
                looked += 1
    assert looked >= 1000
