"""The figures of the real course, as a reader's browser shows them. The course is built once."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html

from build_tools.figures.interactive import FOLDER
from build_tools.publishing.serve import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "fr")
LESSON = "lessons/z-boson"
FLOW = "lessons/higgs-boson"
"""A page whose diagram is a flow."""
SAME_IN_BOTH = frozenset({
    "ATLAS", "Open", "Data",  # a name
    "simulation", "Simulation", "top", "leptons", "Total", "Higgs", "GeV", "TeV",
    "Asimov", "Source", "charge", "isolation", "jets", "boson", "Pseudo",
})  # fmt: skip
"""Words of a French figure that are those of the English one, and are French or a name."""
SYMBOLS = re.compile("[eμτℓνqₕ]+")  # of particles, as in ℓνqq
BUTTONS = [
    "Enregistrer en image PNG",
    "Agrandir une zone",
    "Déplacer",
    "Zoom avant",
    "Zoom arrière",
    "Ajuster aux données",
    "Revenir aux axes de départ",
]


@contextmanager
def opened(context: BrowserContext, address: str) -> Iterator[Page]:
    """A page that says nothing in its console, whatever is done with it."""
    said: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    yield page
    page.close()
    context.close()
    assert said == []


def pages_with_figures(site: Path, language: str) -> dict[str, Any]:
    """Path below the language → parsed page."""
    found = {}
    for file in sorted((site / language).rglob("*.html")):
        root = html.parse(file).getroot()
        if root.find_class("lesson-figure"):
            found[file.relative_to(site / language).as_posix()] = root
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_javascript_figures_are_seen_named_described_and_their_tables_read(
    course_site: Path, chrome: Browser, language: str
) -> None:
    seen = tables = 0
    for path, root in pages_with_figures(course_site, language).items():
        described = [text.strip() for text in root.xpath("//figure//svg/desc/text()")]
        context = chrome.new_context(java_script_enabled=False, offline=True)
        with opened(context, (course_site / language / path).as_uri()) as page:
            tree = accessibility_tree(context.new_cdp_session(page))
            images = [node for node in tree if node["role"]["value"] in {"image", "img"}]
            shown = {node["description"]["value"] for node in images if "description" in node}
            assert all(node["name"]["value"].strip() for node in images)
            for figure in page.locator(".figure-block").all():
                drawing = figure.locator("svg.lesson-drawing:visible, img.lesson-picture:visible")
                box = drawing.first.bounding_box()
                assert box is not None
                assert box["width"] > 250
                assert box["height"] > 150
                assert not figure.locator(".figure-interactive").is_visible()
                seen += 1
                details = figure.locator("details.figure-data").first
                if details.count():
                    details.locator("summary").first.click()
                    assert details.locator("td").first.is_visible()
                    tables += 1
            for text in set(described):
                assert text in shown, path
    assert seen >= 7
    assert tables >= 7


def accessibility_tree(session: CDPSession) -> list[dict[str, Any]]:
    """Every node that assistive software is told of."""
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    return [node for node in nodes if not node["ignored"]]


def words(figure: Any) -> set[str]:
    """Words of three letters and more that stand in a drawing or in the tables below it."""
    texts = [
        *("".join(text.itertext()) for text in figure.xpath(".//svg//*[local-name()='text']")),
        *(cell.text_content() for cell in figure.xpath(".//th | .//caption")),
    ]
    found = set(re.findall(r"[^\W\d_]{3,}", " ".join(texts)))
    return {word for word in found if not SYMBOLS.fullmatch(word)}


def test_no_english_word_is_left_in_a_french_figure(course_site: Path) -> None:
    english, french = (pages_with_figures(course_site, language) for language in LANGUAGES)
    left: dict[str, set[str]] = {}
    compared = 0
    for path in sorted(set(english) & set(french)):
        if french[path].xpath("//*[contains(@class, 'page-text')][@lang='en']"):
            continue  # not translated yet, and marked as such
        pairs = [list(root.find_class("figure-block")) for root in (english[path], french[path])]
        for number, (own, other) in enumerate(zip(*pairs, strict=True), start=1):
            compared += 1
            same = (words(own) & words(other)) - SAME_IN_BOTH
            left |= {f"{path}, figure {number}": same} if same else {}
            numbers = other.xpath(".//svg//*[local-name()='text']/text()")
            assert not [text for text in numbers if re.search(r"\d\.\d", text)]
    assert compared >= 7
    assert left == {}


def test_a_figure_is_interactive_by_keyboard_from_a_folder_in_french(
    course_site: Path, chrome: Browser
) -> None:
    context = chrome.new_context(offline=True, reduced_motion="reduce")
    with opened(context, (course_site / f"fr/{LESSON}.html").as_uri()) as page:
        button = page.locator(".figure-interactive").first
        picture = page.locator(".drawing").first
        assert not page.evaluate("'Plotly' in window")
        button.focus()
        page.keyboard.press("Enter")
        live = page.locator(".figure-live")
        live.locator(".modebar-btn").first.wait_for()
        page.wait_for_function("document.activeElement.classList.contains('figure-live')")
        assert not picture.is_visible()
        assert live.get_attribute("aria-label") == picture.locator("title").text_content()
        assert button.text_content() == "Revenir à l’image"

        labels = live.locator(".modebar-btn").evaluate_all("all => all.map(b => b.ariaLabel)")
        assert labels == BUTTONS
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.ariaLabel") == BUTTONS[0]
        drawn = [text.replace("\u2212", "-") for text in live.locator("text").all_text_contents()]
        assert "Masse invariante des deux leptons (GeV)" in drawn

        live.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        status = page.locator(".figure-status").first
        assert re.search(r"\d", status.text_content() or "")

        page.emulate_media(media="print")
        assert picture.is_visible()
        assert not live.is_visible()
        page.emulate_media(media="screen")

        before = live.locator(".legendlines, .barlayer path").first.evaluate(
            "e => getComputedStyle(e).fill"
        )
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        page.wait_for_function(
            "getComputedStyle(document.querySelector('.figure-live .xtick text')).fill"
            " === getComputedStyle(document.querySelector('.figure-block')).color"
        )
        after = live.locator(".barlayer path").first.evaluate("e => getComputedStyle(e).fill")
        assert after == before

        live.focus()
        page.keyboard.press("Escape")
        assert live.count() == 0
        assert picture.is_visible()
        assert page.evaluate("document.activeElement.className") == "figure-interactive"


def test_arrows_go_from_box_to_box_of_a_flow(course_site: Path, chrome: Browser) -> None:
    context = chrome.new_context(offline=True, reduced_motion="reduce")
    with opened(context, (course_site / f"fr/{FLOW}.html").as_uri()) as page:
        block = page.locator(".figure-block").first
        block.locator(".figure-interactive").click()
        block.locator(".figure-live .sankey-node").first.wait_for()
        page.wait_for_function("document.activeElement.classList.contains('figure-live')")
        names = block.locator(".node-label").all_text_contents()
        assert len(names) > 3
        told = []
        for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
            page.keyboard.press(key)
            told.append(block.locator(".figure-status").text_content() or "")
        assert told[0] == told[2] != told[1]
        assert told[:2] == names[:2]
        page.keyboard.press("Escape")
        assert block.locator(".figure-live").count() == 0


@pytest.mark.parametrize("width", [1280, 360])
def test_the_outlines_of_an_interactive_flow_lie_on_their_boxes(
    course_site: Path, chrome: Browser, width: int
) -> None:
    context = chrome.new_context(
        offline=True, reduced_motion="reduce", viewport={"width": width, "height": 900}
    )
    edges = """boxes => boxes.map(box => {
        const { left, top, right, bottom } = box.getBoundingClientRect();
        return [left, top, right, bottom];
    })"""

    def distance(one: list[float], other: list[float]) -> float:
        return max(abs(a - b) for a, b in zip(one, other, strict=True))

    with opened(context, (course_site / f"en/{FLOW}.html").as_uri()) as page:
        blocks = page.locator(".figure-block:has(.drawing.narrow)").all()
        checked = 0
        for block in blocks:
            block.locator(".figure-interactive").click()
            live = block.locator(".figure-live")
            live.locator(".node-rect").first.wait_for()
            boxes = live.locator(".node-rect").evaluate_all(edges)
            for outline in live.locator(".shapelayer path").evaluate_all(edges):
                off = min(distance(outline, box) for box in boxes)
                assert off <= 1.1, (outline, boxes)  # half of its line
                checked += 1
        assert (len(blocks), checked) == (3, 7)


def test_interactive_and_static_figures_have_the_same_colours(
    course_site: Path, chrome: Browser
) -> None:
    context = chrome.new_context(offline=True)
    with opened(context, (course_site / f"en/{LESSON}.html").as_uri()) as page:
        block = page.locator(".figure-block").first
        colour = "e => getComputedStyle(e).fill"
        static = block.locator(".f-c0 path, path.f-c0").first.evaluate(colour)
        block.locator(".figure-interactive").click()
        bars = block.locator(".figure-live .barlayer path")
        bars.first.wait_for(state="attached")
        assert bars.first.evaluate(colour) == static == "rgb(13, 104, 166)"


def test_a_strict_server_refuses_nothing_and_nothing_comes_before_it_is_asked_for(
    course_site: Path, chrome: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Plotly sets style attributes; it writes no style sheet and evaluates no text.
    strict = (
        "default-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:;"
        " object-src 'none'; base-uri 'self'"
    )
    monkeypatch.setattr("build_tools.publishing.serve.POLICY", strict)
    asked: list[str] = []
    with server(course_site) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        try:
            host = f"http://127.0.0.1:{running.server_address[1]}"
            context = chrome.new_context()
            context.on("request", lambda request: asked.append(request.url))
            with opened(context, f"{host}/fr/{LESSON}.html") as page:
                page.wait_for_load_state("networkidle")
                assert asked
                assert [address for address in asked if f"/{FOLDER}/" in address] == []
                for button in page.locator(".figure-interactive").all():
                    button.click()
                    page.locator(".figure-live").last.locator(".modebar-btn").first.wait_for()
                page.wait_for_function(
                    "document.querySelectorAll('.modebar').length"
                    " === document.querySelectorAll('.figure-interactive').length"
                )
        finally:
            running.shutdown()
            thread.join()
    assert [address for address in asked if not address.startswith(host)] == []
    loaded = [address for address in asked if f"/{FOLDER}/plotly-" in address]
    assert sorted(address.rpartition(".")[2] for address in loaded) == ["css", "js"]


def test_without_the_bundle_the_picture_stays_and_says_why(
    course_site: Path, chrome: Browser
) -> None:
    context = chrome.new_context(offline=True)
    context.route(f"**/{FOLDER}/*", lambda route: route.abort())
    page = context.new_page()
    page.goto((course_site / f"fr/{LESSON}.html").as_uri())
    page.locator(".figure-interactive").first.click()
    said = page.locator(".figure-status").first
    page.wait_for_function("document.querySelector('.figure-status').textContent.includes('pas')")
    assert said.text_content() == (
        "La figure n’a pas pu être chargée. Réessayez une fois la connexion rétablie."
    )
    assert page.locator(".drawing").first.is_visible()
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_figures_static_and_interactive(
    course_site: Path, chrome: Browser, theme: str
) -> None:
    context = chrome.new_context(offline=True)
    with opened(context, (course_site / f"fr/{LESSON}.html").as_uri()) as page:
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        blocks = page.locator(".figure-block").all()
        blocks[0].locator(".figure-interactive").click()
        blocks[0].locator(".modebar-btn").first.wait_for()
        page.locator("details.figure-data summary").last.click()
        # It would fetch the style sheets, which a page in a folder cannot.
        found = Axe().run(
            page, context={"include": [[".figure-block"]]}, options={"preload": False}
        )
        assert len(blocks) >= 3
        assert found.response["passes"]
        assert found.response["violations"] == [], found.generate_report()
