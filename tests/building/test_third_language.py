"""Adding a language is a folder: one page makes it a language of the site, and runs nothing."""

from __future__ import annotations

import pytest

from tests.building.conftest import FRONT, WORDS, Course

pytestmark = pytest.mark.browser

SPANISH = {
    "# Le Z": "# El Z",
    "Un ajustement": "Un ajuste",
    "Deux étapes": "Dos pasos",
    '"tous", "retenus"': '"todos", "elegidos"',
    '"étape"': '"paso"',
    '"événements"': '"sucesos"',
    '"poids"': '"peso"',
    "Comptez": "Cuente",
    "Deux barres": "Dos barras",
    "Barres de": "Barras de",
    "# on les trace": "# dibujarlas",
    '"Événements"': '"Sucesos"',
    "Masse (GeV)": "Masa (GeV)",
}


def test_a_third_language_costs_no_execution(copied: Course) -> None:
    copied.edit("en", "about", "English only", "In English only")
    copied.build()  # where it is now
    ran = [*(copied.project.build / "executed").rglob("*")]
    trees = [copied.project.build / "doctrees" / own / "lessons/z.doctree" for own in ("en", "fr")]
    read = [tree.stat().st_mtime_ns for tree in trees]
    text = copied.path("fr", "lessons/z").read_text(encoding="utf-8")
    for french, spanish in SPANISH.items():
        assert french in text, french
        text = text.replace(french, spanish)
    copied.write("es", "lessons/z", text)
    copied.write("es", "index", FRONT + "# Lecciones\n\n```{toctree}\nlessons/z\nabout\n```\n")
    summary = copied.build()
    assert [str(own) for own in summary.problems] == []
    assert summary.ran == {}
    assert len(summary.reused) == 2  # the lesson, and the run that found its labels
    assert summary.pages == {"en": 3, "es": 2, "fr": 2}
    page = copied.shown("es/lessons/z")
    words = page.text_content()
    assert {"paso", "sucesos", "todos"} <= {
        cell.text_content() for cell in page.xpath("//td | //th")
    }
    assert "Barras de 12.345 events." in " ".join(words.split())
    assert "étape" not in words
    assert WORDS['"step"'].strip('"') in copied.text("fr/lessons/z")
    # the page in the other languages leads there, for which it was not read again
    for language in ("en", "fr"):
        assert copied.shown(f"{language}/lessons/z").xpath("//a[@hreflang='es']")
    assert [tree.stat().st_mtime_ns for tree in trees] == read
    # nothing of it was executed, not even to look at it
    assert [*(copied.project.build / "executed").rglob("*")] == ran


def test_one_page_makes_a_language(copied: Course) -> None:
    front = FRONT + "# Acerca de\n\nSolo en español; vea [la lección](lessons/z.md).\n"
    copied.write("es", "about", front)
    copied.edit("en", "index", "about\n", "about\ntranslation\n")
    status = FRONT + "# Translation\n\n:::{translation-status}\n:::\n"
    copied.write("en", "translation", status)
    summary = copied.build()
    assert [str(own) for own in summary.problems] == []
    assert summary.published
    assert summary.ran == {}
    # three languages, on every page of each
    for language in ("en", "es", "fr"):
        for docname in ("index", "about", "lessons/z"):
            (switch,) = copied.shown(f"{language}/{docname}").find_class("language-switch")
            names = [choice[-1].get("lang") for choice in switch.iter("li")]
            assert names == ["en", "es", "fr"], (language, docname)
    # its page is in its language; the words around the text are English, and marked so
    page = copied.shown("es/about")
    assert page.get("lang") == "es"
    (text,) = page.find_class("page-text")
    assert text.get("lang") is None
    marked = ["skip-link", "page-bar", "search-open", "site-footer", "translation-notice"]
    assert [page.find_class(name)[0].get("lang") for name in marked] == ["en"] * len(marked)
    assert copied.shown("fr/about").find_class("site-footer")[0].get("lang") is None
    # what is missing is the source's, and says which file to write
    lesson = copied.shown("es/lessons/z")
    (text,) = lesson.find_class("page-text")
    assert text.get("lang") == "en"
    (notice,) = lesson.find_class("translation-notice")
    assert "content/es/lessons/z.md" in notice.text_content()
    # and the page of states tells of it
    assert "1 of 4 pages" not in copied.text("es/translation")  # it was not recorded
    assert "content/es/index.md" in copied.shown("es/translation").text_content()
    rows = copied.shown("en/translation").xpath("//tbody/tr/td[1]")
    assert [row.text_content().strip() for row in rows] == ["Spanish", "French"]
