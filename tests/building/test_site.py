"""The whole job on a small course: what a reader gets in each language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from lxml import html

from build_tools.pages.bundle import load_bundle

if TYPE_CHECKING:
    from tests.building.conftest import Course

pytestmark = pytest.mark.browser

NNBSP, NBSP = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def table_cells(course: Course, page: str, number: int = 0) -> list[list[str]]:
    table = course.shown(page).xpath("//article//table")[number]
    return [
        [cell.text_content().strip() for cell in row.xpath("./th|./td")]
        for row in table.xpath(".//tr")
    ]


def test_values_in_prose_are_in_the_language_of_the_page(built: Course) -> None:
    english, french = built.text("en/lessons/z"), built.text("fr/lessons/z")
    assert "Count 12,345 events" in english
    assert f"Comptez 12{NNBSP}345 events" in french
    assert f"The mass is (91.188{NBSP}±{NBSP}0.023){NBSP}GeV." in english
    assert f"(91,188{NBSP}±{NBSP}0,023){NBSP}GeV" in french


def test_conditions_choose_the_text_that_holds(built: Course) -> None:
    english, french = built.text("en/lessons/z"), built.text("fr/lessons/z")
    assert "Simulated." in english
    assert "Simulé." in french
    assert "It is large." in english
    assert "Elle est grande." in french
    for text in (english, french):
        assert not any(other in text for other in ("Recorded.", "Enregistré.", "small", "petite"))


def test_tables_have_their_labels_and_numbers_in_the_language(built: Course) -> None:
    assert table_cells(built, "en/lessons/z") == [
        ["step", "events", "weight"],
        ["all", "12,345", "1.25"],
        ["selected", "12", "34.50"],
    ]
    assert table_cells(built, "fr/lessons/z") == [
        ["étape", "événements", "poids"],
        ["tous", f"12{NNBSP}345", "1,25"],
        ["retenus", "12", "34,50"],
    ]


@pytest.mark.parametrize(
    ("page", "axis", "alt", "caption"),
    [
        ("en/lessons/z", "Mass (GeV)", "Two bars.", "Bars of 12,345 events."),
        ("fr/lessons/z", "Masse (GeV)", "Deux barres.", f"Barres de 12{NNBSP}345 events."),
    ],
)
def test_a_figure_is_a_drawing_with_words(
    built: Course, page: str, axis: str, alt: str, caption: str
) -> None:
    (figure,) = built.shown(page).xpath("//figure")
    (drawing,) = figure.xpath(".//*[local-name()='svg']")
    words = drawing.text_content()
    assert axis in words
    assert alt in words
    assert caption in figure.text_content()
    (table,) = built.shown(page).xpath("//details[@class='figure-data']//table")
    assert axis in table.text_content()


def test_code_is_the_translators_and_was_never_run(built: Course) -> None:
    french = built.text("fr/lessons/z")
    assert "# on les trace" in french
    stored = [file.read_text() for file in (built.root / "_build" / "executed").glob("*.json")]
    assert len(stored) == 2
    assert not any("Masse (GeV)" in text or "étape" in text for text in stored)


def test_formulae_are_mathml(built: Course) -> None:
    for page in ("en/lessons/z", "fr/lessons/z"):
        assert built.shown(page).xpath("//*[local-name()='msup']")


def test_headings_have_the_same_ids_and_the_switch_leads_to_them(built: Course) -> None:
    for page, other in (("en/lessons/z", "fr"), ("fr/lessons/z", "en")):
        root = built.shown(page)
        assert root.xpath("//section/@id") == ["the-z", "a-fit"]
        links = root.xpath(f"//a[@hreflang='{other}']/@href")
        assert f"../../{other}/lessons/z.html#a-fit" in links
    assert "lessons/z.html#a-fit" in built.shown("fr/index").xpath("//article//a/@href")


def test_a_missing_page_is_the_sources_under_a_notice(built: Course) -> None:
    root = built.shown("fr/about")
    assert root.get("lang") == "fr"
    assert root.xpath("//article//*[@lang='en']")
    assert "English only" in built.text("fr/about")


def test_blocks_have_titles_in_the_language(built: Course) -> None:
    assert "Objectifs" in built.text("fr/lessons/z")
    (solution,) = built.shown("fr/lessons/z").xpath("//details[contains(., 'Regardez')]/summary")
    assert solution.text_content() == "Solution"
    assert solution.getparent().get("open") is None


def test_the_first_page_offers_both_languages(built: Course) -> None:
    root = html.parse(built.root / "site" / "index.html").getroot()
    links = {link.get("href"): link.text_content().strip() for link in root.xpath("//a")}
    assert {"en/index.html", "fr/index.html"} <= set(links)


def test_terms_of_a_page_that_is_not_translated_stop_no_one(copied: Course) -> None:
    for language, end, word in (("en", "Look closer", "decay"), ("fr", "Regardez de plus", "fin")):
        text = copied.path(language, "lessons/z").read_text(encoding="utf-8")
        assert end in text
        glossary = f"\n:::{{glossary}}\n{word}\n  An end.\n:::\n"
        copied.write(language, "lessons/z", text + glossary)
    copied.edit("en", "about", "English only", "A {term}`decay`")
    summary = copied.build()
    assert summary.problems == []
    assert "A decay" in copied.text("fr/about")
    copied.edit("en", "about", "{term}`decay`", "{term}`decoy`")
    (problem,) = copied.build().problems
    assert "term not in glossary: 'decoy'" in str(problem)


def test_outputs_are_kept_once_in_each_language(built: Course) -> None:
    build = built.project.build
    for language in ("en", "fr"):
        bundle = load_bundle(build, language, "lessons/z")
        staged = json.loads((build / "pages" / language / "lessons" / "z.md").read_text("utf-8"))
        shown = [cell["outputs"] for cell in staged["cells"] if cell["cell_type"] == "code"]
        assert len(bundle.cells) == len(shown) == 3
        assert sum(map(len, shown)) == 2
        assert not any(cell.outputs for cell in bundle.cells)
