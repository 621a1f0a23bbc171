"""Every page of the real course against WCAG 2.2 AA, as far as programs can tell.

axe looks at each page of each language, light and dark, on a wide window and on a phone; the rest
looks at what axe does not: the keyboard, zoom, text spacing, forced colours, motion. What no
program tells is said on the page about accessibility (``content/en/accessibility.md``).
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WIDTHS = (1280, 360)
THEMES = ("light", "dark")
OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    # axe has these two, and leaves them off by default
    "rules": {"target-size": {"enabled": True}, "td-has-header": {"enabled": True}},
    "resultTypes": ["violations"],
    # It would fetch the style sheets, which a page in a folder cannot.
    "preload": False,
}
LESSON, FLOW = "lessons/z-boson", "lessons/higgs-boson"
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }"""
"""The reader's own style sheet of WCAG 1.4.12."""


@pytest.fixture
def page(chrome: Browser) -> Iterator[Page]:
    page = chrome.new_page(reduced_motion="reduce")
    yield page
    page.close()


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def show(page: Page, theme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
    # A turn for what watches sizes.
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


def violations(page: Page, passed: Counter[str]) -> list[str]:
    response = Axe().run(page, options=OPTIONS).response
    passed.update(rule["id"] for rule in response["passes"])
    return [
        f"{rule['id']}: {node['html'][:200]}: {node['failureSummary']}"
        for rule in response["violations"]
        for node in rule["nodes"]
    ]


def test_axe_finds_nothing_on_any_page(course_site: Path, page: Page) -> None:
    found, passed, views = [], Counter[str](), 0
    for file in pages(course_site):
        page.goto(file.as_uri())
        for width in WIDTHS:
            for theme in THEMES:
                show(page, theme, width)
                where = f"{file.relative_to(course_site)} {width} {theme}"
                found += [f"{where}: {violation}" for violation in violations(page, passed)]
                views += 1
    assert views >= 4 * 23
    assert passed["color-contrast"] == passed["html-has-lang"] == views
    assert passed["target-size"] > 0.9 * views
    assert passed["td-has-header"] > 0
    assert found == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_in_what_a_reader_opens(
    course_site: Path, page: Page, width: int, theme: str
) -> None:
    passed = Counter[str]()
    page.goto((course_site / f"fr/{LESSON}.html").as_uri())
    show(page, theme, width)
    answer(page)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    show(page, theme, width)
    assert violations(page, passed) == []
    for name in ("menu", "contents"):
        button = page.locator(f".bar-{name}")
        if button.is_visible():
            button.click()
            assert violations(page, passed) == []
            page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.locator("#search-field").fill("boson")
    page.locator(".search-results a").first.wait_for()
    assert violations(page, passed) == []
    page.goto((course_site / f"fr/{FLOW}.html").as_uri())
    show(page, theme, width)
    page.locator(".figure-interactive").first.click()
    page.locator(".figure-live .sankey-node").first.wait_for()
    assert violations(page, passed) == []
    assert passed["color-contrast"] >= 3


def answer(page: Page) -> None:
    boxes = page.locator("fieldset.quiz").all()
    assert len(boxes) >= 4
    for box in boxes:
        field = box.locator("input, textarea").first
        if field.get_attribute("type") in {"radio", "checkbox"}:
            field.check()
        else:
            field.fill("3 s")
        box.locator(".quiz-check").click()


STOP = """async () => {
    // What scrolled, and the words beside a term that follow it, are in place a frame later.
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const { left, top, right, bottom } = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    const seen = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]].some(([x, y]) => {
        const at = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
        return at && (one.contains(at) || at.contains(one));
    });
    return {
        html: one.outerHTML.slice(0, 160),
        seen,
        ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
            || style.boxShadow !== "none",
        order: [...document.querySelectorAll("*")].indexOf(one),
    };
}"""


@pytest.mark.parametrize("width", WIDTHS)
def test_the_tab_key_goes_through_a_lesson(course_site: Path, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((course_site / f"en/{LESSON}.html").as_uri())
    page.evaluate("document.fonts.ready.then(() => null)")  # lines move when their letters come
    expected = page.evaluate("""[...document.querySelectorAll("a[href], button, input, summary")]
        .filter((one) => one.checkVisibility() && one.type !== "radio").length""")
    stops: list[dict[str, Any]] = []
    for _ in range(3 * expected):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    assert page.evaluate(STOP) is None, "the last stop leads out of the page"
    assert len(stops) >= expected
    assert "main-content" in stops[0]["html"]
    assert [stop["html"] for stop in stops if not stop["seen"]] == []
    assert [stop["html"] for stop in stops if not stop["ring"]] == []
    order = [stop["order"] for stop in stops]
    assert order == sorted(order)


def test_the_skip_link_leads_to_the_text(course_site: Path, page: Page) -> None:
    page.goto((course_site / f"en/{LESSON}.html").as_uri())
    page.keyboard.press("Tab")
    assert page.locator(".skip-link a").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("name", ["menu", "contents"])
def test_escape_closes_a_list_and_gives_the_focus_back(
    course_site: Path, page: Page, name: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto((course_site / f"en/{LESSON}.html").as_uri())
    page.locator(f".bar-{name}").focus()
    page.keyboard.press("Enter")
    opened = page.locator(":popover-open")
    assert opened.count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches(':popover-open *')")
    page.keyboard.press("Escape")
    assert opened.count() == 0
    assert page.locator(f".bar-{name}").evaluate("one => one === document.activeElement")


def test_escape_closes_the_search_and_gives_the_focus_back(course_site: Path, page: Page) -> None:
    page.goto((course_site / f"en/{LESSON}.html").as_uri())
    page.locator(".search-open").focus()
    page.keyboard.press("Enter")
    page.locator("#search-field").wait_for()
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.matches('.search-open')")


OVERFLOWS = """document.documentElement.scrollWidth > innerWidth"""
CUT = """[...document.querySelectorAll(".site *, footer *")].filter((one) => {
    const style = getComputedStyle(one);
    // A formula reports the heights of its font, not of its ink.
    return one.checkVisibility() && one.textContent.trim()
        && !one.closest("svg, .math-block, p:has(> math), p:has(> .held > math)")
        && (style.overflowX === "hidden" && one.scrollWidth > one.clientWidth + 1
            || style.overflowY === "hidden" && one.scrollHeight > one.clientHeight + 1);
}).map((one) => one.outerHTML.slice(0, 160))"""


def test_at_400_percent_with_wide_spacing_nothing_is_cut_off(
    course_site: Path, chrome: Browser
) -> None:
    """320 pixels are a window of 1280 at 400 %; then the reader's spacing on top (1.4.10, 1.4.12).

    Tables, code, formulae and figures scroll in boxes of their own.
    """
    # The policy of the pages would refuse the reader's style sheet as this test adds it.
    page = chrome.new_page(
        reduced_motion="reduce", bypass_csp=True, viewport={"width": 320, "height": 256}
    )
    looked = 0
    for file in pages(course_site):
        page.goto(file.as_uri())
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        where = file.relative_to(course_site).as_posix()
        assert not page.evaluate(OVERFLOWS), where
        page.add_style_tag(content=SPACING)
        assert not page.evaluate(OVERFLOWS), f"{where}, spaced"
        assert page.evaluate(CUT) == [], f"{where}, spaced"
        looked += 1
    page.close()
    assert looked >= 23


def test_in_forced_colours_controls_and_series_are_told_apart(
    course_site: Path, chrome: Browser
) -> None:
    page = chrome.new_page(forced_colors="active", color_scheme="dark")
    page.goto((course_site / f"en/{LESSON}.html").as_uri())
    controls = page.locator(".figure-interactive, .quiz-check, .search-open, .page-bar .btn").all()
    shown = [control for control in controls if control.is_visible()]
    assert len(shown) > 8
    for control in shown:
        assert control.evaluate("one => parseFloat(getComputedStyle(one).borderTopWidth)") >= 1
    fills = """[...document.querySelectorAll("svg.lesson-drawing")].map((drawing) => new Set(
        [...drawing.querySelectorAll("[class*='f-c']")].map((one) => getComputedStyle(one).fill)
    ).size)"""
    assert max(page.evaluate(fills)) >= 4
    page.close()


def test_nothing_moves_for_who_wants_no_motion(course_site: Path, page: Page) -> None:
    for docname in ("index", LESSON):
        page.goto((course_site / f"en/{docname}.html").as_uri())
        moving = page.evaluate("""[...document.querySelectorAll("*")].filter((one) => {
            const style = getComputedStyle(one);
            return style.animationName !== "none" || style.scrollBehavior === "smooth"
                || style.transitionDuration.split(", ").some((time) => parseFloat(time) > .01);
        }).map((one) => one.outerHTML.slice(0, 120))""")
        assert moving == []


HEADINGS = """[...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))"""


def test_headings_landmarks_and_links_have_their_names(course_site: Path, page: Page) -> None:
    for file in pages(course_site):
        page.goto(file.as_uri())
        where = file.relative_to(course_site).as_posix()
        headings = page.evaluate(HEADINGS)
        assert headings[0] == 1, where
        assert headings.count(1) == 1, where
        steps = itertools.pairwise(headings)
        assert all(after - before <= 1 for before, after in steps), where
        assert page.locator("main").count() == 1, where
        navigations = page.locator("nav").evaluate_all(
            """all => all.map((one) => one.getAttribute("aria-label")
                || document.getElementById(one.getAttribute("aria-labelledby"))?.textContent)"""
        )
        assert all(navigations), where
        assert len(set(navigations)) == len(navigations), where
        links = page.locator("a[href]").evaluate_all(
            """all => all.map((one) => one.getAttribute("aria-label") || one.textContent)"""
        )
        # the page for what is missing has links only where the site's address is known
        assert len(links) >= 2 or where == "404.html", where
        assert all(name.strip() for name in links), where
