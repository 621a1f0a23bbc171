"""Facts and their sources: read with care, told with the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from build_tools.catalogue.facts import FACTS, SOURCES, read_facts
from build_tools.pages.diagnostics import LessonError

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "id,value,uncertainty,unit,cite,note\n"
GOOD = HEAD + "W.l,0.1086,0.0009,,book,measured\npp.H,55.6,,pb,book,\n"
BOOK = "book:\n  text: {en: A book, fr: Un livre}\n  url: https://example.org\n"


def project(root: Path, facts: str = GOOD, sources: str = BOOK) -> Path:
    (root / FACTS).mkdir(parents=True)
    (root / FACTS / "a.csv").write_text(facts, encoding="utf-8")
    (root / SOURCES).write_text(sources, encoding="utf-8")
    return root


def test_facts_have_values_and_sources(tmp_path: Path) -> None:
    facts = read_facts(project(tmp_path))
    assert facts.facts["W.l"].value == 0.1086
    assert facts.facts["W.l"].uncertainty == 0.0009
    assert facts.facts["pp.H"].uncertainty is None
    assert facts.facts["pp.H"].unit == "pb"
    assert facts.sources["book"].text == {"en": "A book", "fr": "Un livre"}
    assert facts.uncertainties == {"W.l": 0.0009}


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("id,value", "id,amount", 1, "the column `value` is missing @ /"),
        ("0.1086", "", 2, "this fact has no value @ /0/value"),
        ("0.1086", "a tenth", 2, "“a tenth” is no number @ /0/value"),
        ("0.1086", "nan", 2, "“nan” is no number @ /0/value"),
        ("0.0009", "-1", 2, "“-1” is no number @ /0/uncertainty"),
        ("W.l,", ",", 2, "this fact has no name @ /0/id"),
        ("pp.H", "W.l", 3, "“W.l” stands twice @ /1/id"),
        ("pb,book", "pb,letter", 3, "no source is called “letter”"),
        ("pb,book", "pb,", 3, "no source is called “”"),
        (",measured", "", 2, "this row has 5 cells, but there are 6 headings @ /0"),
    ],
)
def test_a_bad_fact_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    assert old in GOOD
    with pytest.raises(LessonError) as caught:
        read_facts(project(tmp_path, GOOD.replace(old, new)))
    (problem,) = caught.value.diagnostics
    assert (problem.path, problem.line) == (FACTS / "a.csv", line)
    assert message in problem.message


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("https://example.org", "http://example.org", 3, "an address starts with https://"),
        ("https://example.org", "javascript:alert(1)", 3, "an address starts with https://"),
        ("  text: {en: A book, fr: Un livre}\n", "", 1, "a text, or one text per language"),
        ("  url:", "  href:", 1, "a source has `text` and `url` only"),
    ],
)
def test_a_bad_source_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    assert old in BOOK
    with pytest.raises(LessonError) as caught:
        read_facts(project(tmp_path, sources=BOOK.replace(old, new)))
    problem = caught.value.diagnostics[0]
    assert (problem.path, problem.line) == (SOURCES, line)
    assert message in problem.message
