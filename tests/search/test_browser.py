"""The search as a reader meets it: from a disk, by keyboard, in French."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html
from playwright.sync_api import sync_playwright

from build_tools.browser.find import find_browser
from build_tools.search.client import SEARCH
from build_tools.search.index import FILE, index_text
from build_tools.search.model import page_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[2] / "build_tools" / "theme" / "static"
SAID = {
    "label": "Rechercher dans les leçons",
    "close": "Fermer",
    "one": "1 passage trouvé",
    "many": "{count} passages trouvés",
    "none": "Aucun passage trouvé.",
}
PAGES = {
    "lessons/z.html": """<section id="z"><h1>Le boson Z</h1><p>Il se désintègre en deux muons.</p>
<section id="energie"><h2>L’énergie des muons</h2><p>Un calorimètre la mesure.
<b>Cœur</b> du sujet.</p><table><caption>Les coupures</caption><tr><td>pseudorapidité</td></tr>
</table></section></section>""",
    "lessons/h.html": """<section id="h"><h1>Le boson de Higgs</h1>
<p>Sa désintégration en photons est rare ; il y a deux <script>/* hidden */</script>photons.</p>
<p>Le boson <em>Z</em>&lt;b&gt; aussi.</p></section>""",
    "about.html": """<section id="about"><h1>About</h1><p>Not translated: calorimeter.</p>
</section>""",
}  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = find_browser()
    if found is None and os.environ.get("CI"):
        pytest.fail("no Chrome or Chromium: the search cannot be tried")
    if found is None:
        pytest.skip("no Chrome or Chromium found; `nox -s tests` installs one")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=str(found), args=["--no-sandbox"] if os.name == "posix" else []
        )
        yield running
        running.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A French folder of three pages, one of them in English."""
    site = tmp_path_factory.mktemp("a site")
    words = []
    for address, text in PAGES.items():
        up = "../" * address.count("/") or "./"
        spoken = ' lang="en"' if address == "about.html" else ""
        page = (
            f'<!doctype html><html lang="fr" data-content_root="{up}" class="js">'
            '<meta charset="utf-8">'
            f'<script src="{up}lessons.js" defer></script>'
            '<button type="button" class="search-open">Rechercher</button><input id="other">'
            f'<article><div class="page-text"{spoken}>{text}</div></article>'
        )
        file = site / "fr" / address
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")
        found = page_words(html.document_fromstring(page), address, "fr")
        assert found is not None
        words.append(found)
    (site / "fr" / FILE).write_text(index_text(words, "fr", SAID), encoding="utf-8")
    shutil.copy(STATIC / "lessons.js", site / "fr")
    (site / "_search").mkdir()
    shutil.copy(SEARCH.path, site / "_search")
    return site


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((site / "fr" / "lessons" / "z.html").as_uri())
    yield page
    page.close()
    assert errors == []


def find(page: Page, query: str) -> list[str]:
    """Type a query; the addresses that are found, below the language's folder."""
    if not page.locator("dialog[open]").count():
        page.keyboard.press("/")
    field = page.locator("dialog[open] input")
    field.fill(query)
    return [
        str(link.get_attribute("href")).removeprefix("../")
        for link in page.locator(".search-results a").all()
    ]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("désintégration", "lessons/h.html"),
        ("desintegration", "lessons/h.html"),
        ("DÉSINTÉGRATION", "lessons/h.html"),
        ("energie", "lessons/z.html#energie"),
        ("énergie muons", "lessons/z.html#energie"),
        ("coeur", "lessons/z.html#energie"),
        ("pseudorapidite", "lessons/z.html#energie"),
        ("coupures", "lessons/z.html#energie"),
        ("desint", "lessons/z.html"),
        ("calorimètere", "lessons/z.html#energie"),
        ("higgs", "lessons/h.html"),
    ],
)
def test_words_are_found_with_and_without_accents(page: Page, query: str, first: str) -> None:
    assert first in find(page, query)[:2]


def test_nothing_is_loaded_before_the_search_is_opened(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto((site / "fr" / "about.html").as_uri())
    assert asked == ["about.html", "lessons.js"]
    page.click(".search-open")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.click(".search-open")
    page.wait_for_selector("dialog[open]")
    assert asked[2:] == [SEARCH.file, FILE]
    page.close()


def test_a_whole_search_by_keyboard(page: Page) -> None:
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open]")
    page.keyboard.type("photons")
    assert page.locator(".search-status").text_content() == "1 passage trouvé"
    page.keyboard.press("ArrowDown")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused == "../lessons/h.html"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/lessons/h.html")


def test_escape_gives_the_page_back(page: Page) -> None:
    page.focus(".search-open")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog:not([open])", state="attached")
    assert page.evaluate("document.activeElement.className") == "search-open"


def test_one_escape_closes_and_the_words_stay_for_the_next_time(page: Page) -> None:
    page.focus(".search-open")
    find(page, "photons")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog:not([open])", state="attached")
    assert page.evaluate("document.activeElement.className") == "search-open"
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open]")
    assert page.locator(".search-results a").count() == 1
    page.keyboard.type("energie")
    assert page.input_value("dialog[open] input") == "energie"


def test_a_slash_that_is_typed_into_a_field_stays_there(page: Page) -> None:
    page.focus("#other")
    page.keyboard.type("1/2")
    assert page.input_value("#other") == "1/2"
    assert page.locator("dialog[open]").count() == 0


def test_found_words_are_marked_and_markup_is_text(page: Page) -> None:
    find(page, "desintegration")
    assert page.locator(".search-results mark").first.text_content() == "désintégration"
    find(page, "aussi")
    excerpt = page.locator(".search-excerpt").first
    assert "Z<b> aussi" in str(excerpt.text_content())
    assert excerpt.locator("b").count() == 0


def test_a_page_in_another_language_says_so(page: Page) -> None:
    assert find(page, "calorimeter") == ["about.html", "lessons/z.html#energie"]
    assert page.locator(".search-results a").first.get_attribute("lang") == "en"


def test_what_is_not_there_is_told(page: Page) -> None:
    assert find(page, "xyzzyx") == []
    assert page.locator(".search-status").text_content() == "Aucun passage trouvé."
    assert find(page, "  ") == []
    assert page.locator(".search-status").text_content() == ""
