"""The catalogue of terms: what is wrong with it is said, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.pages.diagnostics import LessonError
from build_tools.pages.document import parse_yaml
from build_tools.terms.loading import first_sentence, load_terms, read_terms
from build_tools.terms.model import alphabetical

ROOT = Path(__file__).parents[2]
BAD = sorted(Path(__file__).with_name("bad").glob("*.yaml"))
AT_LEAST = 120


def test_there_are_bad_files() -> None:
    assert len(BAD) >= 20


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_fault_is_named_with_its_line(file: Path) -> None:
    head, text = file.read_text(encoding="utf-8").split("\n", 1)
    expected = head.removeprefix("# expect: ")
    with pytest.raises(LessonError) as caught:
        load_terms(parse_yaml(text, Path("terms.yaml")))
    [said] = map(str, caught.value.diagnostics)
    assert expected in said
    assert said.startswith("terms.yaml:")


def test_the_terms_of_the_course_are_whole() -> None:
    terms = read_terms(ROOT)
    assert len(terms.terms) >= AT_LEAST
    for term in terms.terms.values():
        assert term.wordings.keys() == {"en", "fr"}, term.id
    assert len(terms.avoided("fr")) > 40


def test_a_project_without_terms_has_none(tmp_path: Path) -> None:
    assert read_terms(tmp_path).terms == {}


def test_the_alphabet_of_french_puts_accents_last() -> None:
    words = [
        "écart type",
        "étalonnage",
        "efficacité",
        "côte",
        "cote",
        "coté",
        "œuf",
        "odeur",
        "zèbre",
    ]
    ordered = [
        "cote",
        "coté",
        "côte",
        "écart type",
        "efficacité",
        "étalonnage",
        "odeur",
        "œuf",
        "zèbre",
    ]
    assert sorted(words, key=alphabetical) == ordered
    assert sorted(["bosons", "boson Z", "boson"], key=alphabetical) == [
        "boson",
        "boson Z",
        "bosons",
    ]


def test_a_first_sentence_ends_where_the_next_begins() -> None:
    assert first_sentence("About 1.6 of it. {term}`More` follows.") == "About 1.6 of it."
