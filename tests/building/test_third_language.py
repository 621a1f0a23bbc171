"""Adding a language executes nothing."""

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
