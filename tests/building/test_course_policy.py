"""Every page of the real course in a browser that lets nothing in from elsewhere.

The pages carry their own content security policy; the browser tells each breach of it, and each
request to another host, which is refused.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from build_tools.publishing.serve import server
from build_tools.theme.policy import POLICY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page, Route

pytestmark = pytest.mark.browser

LESSON, FLOW = "lessons/z-boson.html", "lessons/higgs-boson.html"


@pytest.fixture(scope="module")
def address(course_site: Path) -> Iterator[str]:
    with server(course_site) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


class Crawl:
    """A browser whose requests to other hosts are refused and remembered, with all that it says."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address, self.refused, self.said = address, list[str](), list[str]()
        context.route("**/*", self._let)
        context.on("console", lambda message: self.said.append(message.text))
        context.on("weberror", lambda error: self.said.append(str(error.error)))
        self.page: Page = context.new_page()

    def _let(self, route: Route) -> None:
        if route.request.url.startswith((self.address, "data:", "blob:")):
            route.continue_()
        else:
            self.refused.append(route.request.url)
            route.abort()

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.address}/{path}")
        return self.page

    def finish(self) -> None:
        """Nothing was asked of another host, nothing was refused, and no error was told."""
        assert self.refused == []
        assert self.said == []


@pytest.fixture(scope="module")
def context(browser: Path) -> Iterator[BrowserContext]:
    with sync_playwright() as tool:
        chrome = tool.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        yield chrome.new_context()
        chrome.close()


@pytest.fixture
def crawl(context: BrowserContext, address: str) -> Iterator[Crawl]:
    own = Crawl(context, address)
    yield own
    own.page.close()
    context.unroute_all()


def test_no_page_asks_anything_of_anyone_else(crawl: Crawl, course_site: Path) -> None:
    paths = sorted(file.relative_to(course_site).as_posix() for file in course_site.rglob("*.html"))
    for path in paths:
        page = crawl.open(path)
        policy = page.locator('meta[http-equiv="Content-Security-Policy"]')
        assert policy.get_attribute("content") == POLICY, path
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
    crawl.finish()
    assert len(paths) >= 25


@pytest.mark.parametrize("path", [f"fr/{LESSON}", f"en/{FLOW}"])
def test_everything_that_scripts_do_is_within_the_policy(crawl: Crawl, path: str) -> None:
    page = crawl.open(path)
    figures = page.locator(".figure-interactive:visible")
    count = figures.count()
    for number in range(count):
        figures.nth(number).click()
    page.wait_for_function(
        f"document.querySelectorAll('.figure-live .plot-container').length === {count}"
    )
    for box in page.locator("fieldset.quiz:has(input[type=radio])").all():
        box.locator("input").first.check()
        box.locator(".quiz-check").click()
    page.locator(".mode-button").click()
    page.locator("a.std-term").first.hover()
    page.wait_for_timeout(300)
    page.locator(".search-open").click()
    page.locator("dialog[open] input").fill("boson")
    page.locator("dialog[open] a").first.wait_for()
    crawl.finish()
    assert count >= 1


def test_a_breach_would_be_told(crawl: Crawl) -> None:
    page = crawl.open(f"fr/{LESSON}")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'x = 1'}))"
    )
    page.evaluate(
        "document.body.append(Object.assign(new Image(), {src: 'https://example.org/x'}))"
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.x") is None
    assert len(crawl.said) >= 2
    assert all("Content Security Policy" in text for text in crawl.said)
