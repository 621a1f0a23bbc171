"""The glossary and the links to it, as Sphinx makes them of a small course."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.building.conftest import FRONT, Course, prepare_project

if TYPE_CHECKING:
    from pathlib import Path

TERMS = """\
terms:
  decay:
    en: {term: decay, definition: A change.}
    fr: {term: désintégration, grammar: f, definition: Un changement.}
    source: written for these lessons
  eclat:
    en: {term: shine, definition: Light.}
    fr: {term: éclat, grammar: m, definition: Une lumière.}
    source: written for these lessons
  energy:
    en: {term: energy, definition: A quantity.}
    fr: {term: énergie, grammar: f, definition: Une grandeur.}
    source: written for these lessons
    linked: false
  zero:
    en: {term: zero, definition: A number.}
    fr: {term: zéro, grammar: m, forms: [nullité], definition: Un nombre.}
    source: written for these lessons
"""
ENGLISH = """\
# Decays

Energy of *decays*, `zero`, [shine](index.md), a decay.

## Decay of zero

- {term}`something else <shine>` and zero, then {lang}`fr|désintégration`.

```{code-cell} python
---
table: {caption: Zero}
---
1 + 1
```
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = Course(tmp_path_factory.mktemp("words"))
    title = {"en": "Words", "fr": "Mots"}
    tree = "```{toctree}\nglossary\npage\n```\n"
    for language in ("en", "fr"):
        course.write(language, "index", f"{FRONT}# Home\n\n{tree}")
        course.write(
            language, "glossary", f"{FRONT}# {title[language]}\n\n```{{glossary-terms}}\n```\n"
        )
    course.write("en", "page", FRONT + ENGLISH)
    prepare_project(course.root)
    (course.root / "content" / "catalogue" / "terms.yaml").write_text(TERMS, encoding="utf-8")
    summary = course.build()
    assert [str(problem) for problem in summary.problems] == []
    return course


def links(course: Course, page: str) -> list[tuple[str, str]]:
    found = course.shown(page).xpath("//article//a[@class='std-term']")
    return [(link.text_content(), link.get("href")) for link in found]


def files(course: Course) -> dict[str, bytes]:
    site = course.root / "site"
    return {str(f.relative_to(site)): f.read_bytes() for f in site.rglob("*") if f.is_file()}


def test_the_glossary_is_in_the_order_of_its_own_alphabet(course: Course) -> None:
    own = "//dt/text()[1]"
    assert [word.strip() for word in course.shown("en/glossary").xpath(own)] == [
        "decay",
        "energy",
        "shine",
        "zero",
    ]
    assert [word.strip() for word in course.shown("fr/glossary").xpath(own)] == [
        "désintégration",
        "éclat",
        "énergie",
        "zéro",
    ]


def test_each_term_has_the_other_languages_word_beside_it(course: Course) -> None:
    beside = "//dt/span[@class='other-word']"
    english = course.shown("en/glossary").xpath(beside)
    assert (english[0].text, english[0].get("lang")) == ("désintégration", "fr")
    french = course.shown("fr/glossary").xpath(beside)
    assert [own.text for own in french] == ["decay", "shine", "energy", "zero"]
    assert {own.get("lang") for own in french} == {"en"}


def test_first_uses_in_prose_are_links_and_no_others(course: Course) -> None:
    assert links(course, "en/page") == [
        ("decays", "glossary.html#term-decay"),
        ("something else", "glossary.html#term-shine"),
        ("zero", "glossary.html#term-zero"),
    ]


def test_a_page_that_is_not_translated_leads_to_the_glossary_of_its_address(course: Course) -> None:
    assert links(course, "fr/page") == [
        ("decays", "glossary.html#term-desintegration"),
        ("something else", "glossary.html#term-eclat"),
        ("zero", "glossary.html#term-zero"),
    ]


def test_words_of_another_language_say_so(course: Course) -> None:
    [foreign] = course.shown("en/page").xpath("//article//p/em[@lang]")
    assert (foreign.text, foreign.get("lang")) == ("désintégration", "fr")


def test_a_changed_term_reaches_the_pages_as_in_a_cold_build(
    course: Course, tmp_path: Path
) -> None:
    file = course.root / "content" / "catalogue" / "terms.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("    linked: false\n", ""), encoding="utf-8")
    try:
        assert course.build().problems == []
        assert links(course, "en/page")[0] == ("Energy", "glossary.html#term-energy")
        cold = Course(tmp_path / "cold")
        shutil.copytree(
            course.root,
            cold.root,
            symlinks=True,
            ignore=lambda folder, _: {"_build", "site"} if folder == str(course.root) else set(),
        )
        assert cold.build().problems == []
        assert files(course) == files(cold)
        assert len(files(course)) > 10
    finally:
        file.write_text(text, encoding="utf-8")
