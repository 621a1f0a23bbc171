"""A translation has the terms of its language, and none of the words to avoid."""

from __future__ import annotations

from pathlib import Path

from build_tools.pages.document import parse_yaml
from build_tools.pages.reader import read_page
from build_tools.terms.checking import Section, check_terms
from build_tools.terms.loading import load_terms
from build_tools.terms.matching import terms_used, uses

TERMS = load_terms(
    parse_yaml(
        """\
terms:
  decay:
    en: {term: decay, forms: [decayed], definition: A change.}
    fr:
      term: désintégration
      grammar: f
      also: [se désintègre]
      definition: Un changement.
      avoid:
        - words: [décroissance]
          because: une grandeur diminue
          write: « désintégration »
          unless: [décroissance exponentielle]
    source: written for these lessons
  momentum:
    en: {term: momentum, forms: [momenta], definition: Motion.}
    fr: {term: impulsion, grammar: f, definition: Mouvement.}
    source: written for these lessons
  transverse-momentum:
    en: {term: transverse momentum, forms: [transverse momenta], definition: Motion.}
    fr: {term: impulsion transverse, grammar: f, definition: Mouvement.}
    source: written for these lessons
  lhc:
    en: {term: LHC, definition: A ring.}
    fr: {term: LHC, grammar: name, definition: Un anneau.}
    source: written for these lessons
    checked: false
false-friends:
  fr:
    - {words: [évidence], because: un faux ami, write: « preuve », unless: [en évidence]}
""",
        Path("terms.yaml"),
    )
)


def found(source: str, translated: str) -> list[str]:
    problems = check_terms(
        Section(Path("en.md"), "en", source, 10),
        Section(Path("fr.md"), "fr", translated, 20),
        TERMS,
    )
    return [str(problem) for problem in problems]


def names(text: str, language: str) -> list[str]:
    return [f"{use.term} {text[use.start : use.end]}" for use in uses(text, TERMS, language)]


def test_a_term_without_its_counterpart_is_told_with_both_lines() -> None:
    [said] = found("## A\n\nThe\ndecay of it.", "## A\n\nSon changement.")
    assert said.startswith("fr.md:20: “decay” (en.md:13) has no counterpart in this section;")
    assert "“désintégration” or “se désintègre”" in said


def test_other_forms_count() -> None:
    assert found("It decayed.", "Elle se\ndésintègre.") == []
    assert found("Decays.", "Des désintégrations.") == []


def test_a_term_inside_a_longer_one_counts() -> None:
    assert found("The momentum.", "L’impulsion transverse.") == []


def test_an_unchecked_term_may_be_missing() -> None:
    assert found("The LHC.", "L’anneau.") == []


def test_a_word_to_avoid_is_told_with_its_line_and_what_to_write() -> None:
    [said] = found("A.", "Un mot.\n\nLa\ndécroissance.")
    assert said.startswith(
        "fr.md:23: “décroissance”: une grandeur diminue; write « désintégration »"
    )
    assert len(found("A.", "L’évidence.")) == 1


def test_a_phrase_makes_a_word_right() -> None:
    assert found("A.", "Une décroissance\nexponentielle, mise en évidence.") == []


def test_code_links_and_foreign_words_are_no_prose() -> None:
    assert found("A.", "`évidence` [x](évidence.md) $évidence$ {lang}`en|évidence`") == []
    assert found("A.", "```python\nevidence = 'évidence'\n```") == []


def test_the_key_of_a_question_is_no_prose() -> None:
    quiz = "::::{quiz} a-b\n:type: text\n\nQuoi ?\n\n= évidence\n> Oui.\n::::"
    assert found("A.", quiz) == []
    assert len(found("A.", quiz.replace("Oui", "Une évidence"))) == 1


def test_an_exception_needs_a_reason_and_a_use() -> None:
    assert found("The decay.", "% term decay: dit au-dessus\nLe reste.") == []
    assert found("A.", "% term évidence: le mot lui-même\nL’évidence.") == []
    [said] = found("The decay.", "% term decay:\nLe reste.")
    assert "has no reason" in said
    [said] = found("A.", "% term decay: pour rien\nLe reste.")
    assert said.startswith("fr.md:20: nothing here needs the exception for “decay”")


def test_words_are_found_as_they_are_written() -> None:
    text = "Momenta, transverse\nmomentum and the LHC’s decays; no decaying, no pre-decay, no lhc."
    assert names(text, "en") == [
        "momentum Momenta",
        "transverse-momentum transverse\nmomentum",
        "lhc LHC",
        "decay decays",
    ]
    assert names("Les impulsions transverses, l’impulsion.", "fr") == [
        "transverse-momentum impulsions transverses",
        "momentum impulsion",
    ]


def test_the_terms_of_a_page_are_listed_in_order(tmp_path: Path) -> None:
    text = (
        "---\nfile_format: mystnb\n---\n# T\n\n"
        "The LHC `decay`, $decay$, {term}`change <decay>`.\n\n"
        "::::{note}\nMomenta.\n::::\n"
    )
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    page = read_page(tmp_path, Path("a.md"), language="en", docname="a")
    assert terms_used(page, TERMS) == ("lhc", "decay", "momentum")
