"""The chrome as a reader's browser shows it, opened from files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from build_tools.browser.find import find_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.theme.conftest import Course

pytestmark = pytest.mark.browser

#: fragment → fragment that the switch must lead to
TARGETS = {
    "": "",
    "#stale-z-boson": "",
    "#stale-mass": "#stale-mass",
    "#stale-muons": "#stale-muons",
    "#stale-fit": "#stale-fit",
    "#stale-last-words": "#stale-fit",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = find_browser()
    assert program, "no browser: run `python -m build_tools.browser --install`"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


def address(course: Course, language: str, docname: str) -> str:
    return (course.site / language / f"{docname}.html").as_uri()


def click_where_it_is(page: Page, selector: str) -> None:
    """Click without the scrolling that the test's own tool does before it clicks."""
    box = page.locator(selector).bounding_box()
    assert box
    with page.expect_navigation():
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def shown_links(page: Page) -> list[str]:
    links = page.locator(".language-switch a").all()
    return [link.get_attribute("href") or "" for link in links if link.is_visible()]


def test_each_title_has_a_link_to_its_section(browser: Browser, course: Course) -> None:
    page = browser.new_page()
    page.goto(address(course, "fr", "lessons/stale"))
    links = page.locator(".page-text .headerlink").all()
    assert len(links) == page.locator(".page-text section[id]").count() > 3
    for link in links:
        place = page.locator(f".page-text {link.get_attribute('href')}")
        assert place.locator("> :is(h1, h2, h3) > .headerlink").count() == 1
        assert link.get_attribute("title") == "Lien vers cette section"
    page.close()


@pytest.mark.parametrize(("fragment", "expected"), TARGETS.items())
def test_without_scripts_the_switch_leads_to_the_target_section(
    browser: Browser, course: Course, fragment: str, expected: str
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(address(course, "fr", "lessons/stale") + fragment)
    assert shown_links(page) == [f"../../en/lessons/stale.html{expected}"]
    page.close()


def test_with_scripts_the_switch_follows_the_reader(browser: Browser, course: Course) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.goto(address(course, "fr", "lessons/stale") + "#stale-mass")
    page.evaluate("document.getElementById('stale-fit').scrollIntoView()")
    click_where_it_is(page, ".language-switch a:visible")
    assert page.url == address(course, "en", "lessons/stale") + "#stale-fit"
    page.evaluate("location.hash = ''; scrollTo(0, 0)")
    click_where_it_is(page, ".language-switch a:visible")
    assert page.url == address(course, "fr", "lessons/stale")
    page.close()


@pytest.mark.parametrize("docname", ["lessons/current", "lessons/stale", "lessons/missing"])
def test_nothing_overflows_a_phone(browser: Browser, course: Course, docname: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.goto(address(course, "fr", docname))
    page.evaluate("document.querySelector('.data-used').open = true")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_phone_reaches_every_lesson(browser: Browser, course: Course, *, scripts: bool) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 640}, java_script_enabled=scripts)
    page.goto(address(course, "fr", "lessons/current"))
    link = page.locator("#site-navigation a[href='stale.html']")
    assert not link.is_visible()
    page.click(".bar-menu")
    link.click()
    page.wait_for_url("**/stale.html")
    page.close()


def test_a_list_of_contents_gives_way_to_the_section(browser: Browser, course: Course) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.goto(address(course, "fr", "lessons/current"))
    page.click(".bar-contents")
    page.click("#page-contents a[href='#current-fit']")
    assert not page.locator("#page-contents").is_visible()
    assert page.url.endswith("#current-fit")
    page.close()


def test_the_chosen_colours_last(browser: Browser, course: Course) -> None:
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(address(course, "en", "index"))
    assert page.locator("html").get_attribute("data-theme") == "light"
    page.click(".mode-button")
    assert page.locator(".mode-button").get_attribute("aria-pressed") == "true"
    page.goto(address(course, "fr", "lessons/stale"))
    assert page.locator("html").get_attribute("data-theme") == "dark"
    context.close()


def test_no_page_asks_for_a_file_that_is_not_there(browser: Browser, course: Course) -> None:
    page = browser.new_page()
    asked, failed = set[str](), set[str]()
    page.on("request", lambda request: asked.add(request.url))
    page.on("requestfailed", lambda request: failed.add(request.url))
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for docname in ("index", "lessons/current", "lessons/missing"):
        page.goto(address(course, "fr", docname))
    assert len(asked) >= 7  # three pages, styles, two scripts, a font
    assert all(url.startswith("file://") for url in asked)
    (font,) = {url.rpartition("/")[2] for url in asked if ".woff" in url}
    assert font.startswith("stix-two-math.")  # the lessons have a formula
    assert not any("vendor" in url for url in asked)
    assert (failed, errors) == (set(), [])
    page.close()


def test_print_leaves_the_text_and_opens_the_data(browser: Browser, course: Course) -> None:
    page = browser.new_page()
    page.goto(address(course, "fr", "lessons/current"))
    page.emulate_media(media="print")
    assert not page.locator(".page-bar").is_visible()
    assert not page.locator("#site-navigation").is_visible()
    assert page.locator("h1").is_visible()
    assert page.locator(".data-used table").is_visible()
    assert page.locator(".site-footer").is_visible()
    page.close()


@pytest.mark.parametrize("selector", [".math-block", "pre", ".pst-scrollable-table-container"])
def test_what_is_too_wide_scrolls_by_keyboard(
    browser: Browser, course: Course, selector: str
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.goto(address(course, "fr", "lessons/current"))
    box = page.locator(f"article {selector}")
    page.wait_for_function("box => box.tabIndex === 0", arg=box.element_handle())
    assert box.get_attribute("tabindex") == "0"  # not only what this browser does by itself
    box.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("box => box.scrollLeft > 0", arg=box.element_handle())
    page.set_viewport_size({"width": 1280, "height": 640})
    page.wait_for_function("box => !box.hasAttribute('tabindex')", arg=box.element_handle())
    page.close()


def test_paper_is_white_and_the_screen_stays_dark(browser: Browser, course: Course) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(address(course, "fr", "lessons/current"))
    colours = """['h1', 'p', 'pre', '.admonition p'].map(
        (one) => getComputedStyle(document.querySelector(`.page-text ${one}`)).color)"""
    on_screen = page.evaluate(colours)
    page.emulate_media(media="print")
    page.locator("html[data-theme='light']").wait_for(state="attached")  # no eval: a CSP
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for colour in page.evaluate(colours):
        assert sum(int(part) for part in colour[4:-1].split(",")) < 3 * 64
    page.emulate_media(media="screen")
    page.locator("html[data-theme='dark']").wait_for(state="attached")  # no eval: a CSP
    assert page.evaluate(colours) == on_screen
    page.close()


def test_paper_shows_whole_lines_of_code_and_no_answer(browser: Browser, course: Course) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.goto(address(course, "fr", "lessons/current"))
    page.evaluate(
        """document.querySelector('.page-text').insertAdjacentHTML('beforeend',
        '<details class="lesson-block"><summary>?</summary><p id="answer">42</p></details>')"""
    )
    page.emulate_media(media="print")
    assert (
        page.evaluate(
            "(({scrollWidth, clientWidth}) => scrollWidth - clientWidth)"
            "(document.querySelector('article pre'))"
        )
        == 0
    )
    assert not page.locator("#answer").evaluate("one => one.checkVisibility()")
    assert page.locator(".data-used table").evaluate("one => one.checkVisibility()")
    page.close()
