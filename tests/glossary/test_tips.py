"""The tips beside terms, in a browser, on pages that are opened from the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from build_tools.browser.find import find_browser
from tests.building.conftest import FRONT, Course, prepare_project

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.browser

TERMS = """\
terms:
  decay:
    en: {term: decay, definition: A change. It is spontaneous.}
    fr: {term: désintégration, grammar: f, definition: Un changement.}
    source: written for these lessons
  zero:
    en: {term: zero, definition: A number.}
    fr: {term: zéro, grammar: m, definition: Un nombre.}
    source: written for these lessons
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = Course(tmp_path_factory.mktemp("tips"))
    title = {"en": "Words", "fr": "Mots"}
    tree = "```{toctree}\nglossary\n```\n"
    text = {"en": "Much later, a decay.\n\nThen zero.", "fr": "Plus tard, une désintégration."}
    for language, words in text.items():
        course.write(language, "index", f"{FRONT}# Home\n\n{words}\n\n{tree}")
        course.write(
            language, "glossary", f"{FRONT}# {title[language]}\n\n```{{glossary-terms}}\n```\n"
        )
    prepare_project(course.root)
    (course.root / "content" / "catalogue" / "terms.yaml").write_text(TERMS, encoding="utf-8")
    assert course.build().problems == []
    return course


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_browser()), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, course: Course) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.goto((course.root / "site" / "fr" / "index.html").as_uri())
    yield page
    page.close()


def test_pointing_tells_and_the_words_can_be_pointed_at(page: Page) -> None:
    link, tip = page.locator("article a.std-term"), page.locator("#term-tip")
    assert page.locator("script[src*=tips]").count() == 0
    link.hover()
    expect(tip).to_be_visible()
    expect(tip).to_have_text("Un changement.")
    assert tip.get_attribute("lang") == "fr"
    assert link.get_attribute("aria-describedby") == "term-tip"
    box = tip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    tip.hover()
    page.wait_for_timeout(500)
    expect(tip).to_be_visible()
    page.mouse.move(5, 630)
    expect(tip).to_be_hidden()
    assert link.get_attribute("aria-describedby") is None


def test_the_keyboard_shows_it_and_escape_takes_it_away(page: Page) -> None:
    link, tip = page.locator("article a.std-term"), page.locator("#term-tip")
    for _ in range(40):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary.html#term-desintegration")


def test_words_that_come_late_are_not_shown_to_who_has_gone_on(page: Page) -> None:
    link, tip = page.locator("article a.std-term"), page.locator("#term-tip")
    page.keyboard.press("Tab")  # from here on, the focus is seen
    # In one turn: what it asks for cannot come in between.
    link.evaluate("link => { link.focus(); link.blur(); }")
    tip.wait_for(state="attached")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    expect(tip).to_be_hidden()
    link.focus()
    expect(tip).to_be_visible()


def test_the_first_touch_tells_and_the_second_follows(browser: Browser, course: Course) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto((course.root / "site" / "en" / "index.html").as_uri())
    links, tip = page.locator("article a.std-term"), page.locator("#term-tip")
    links.first.tap()
    expect(tip).to_have_text("A change. It is spontaneous.")
    assert page.url.endswith("index.html")
    page.evaluate("scrollTo(0, 0)")
    links.last.tap(position={"x": 2, "y": 2}, force=True)
    expect(tip).to_have_text("A number.")
    assert page.url.endswith("index.html")
    links.first.tap()
    expect(tip).to_have_text("A change. It is spontaneous.")
    links.first.tap()
    page.wait_for_url("**/glossary.html#term-decay")
    context.close()


def test_without_scripts_a_term_is_a_link(browser: Browser, course: Course) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((course.root / "site" / "en" / "index.html").as_uri())
    page.locator("article a.std-term").first.click()
    page.wait_for_url("**/glossary.html#term-decay")
    context.close()
