"""Words that no dictionary has are told, with their line and what may have been meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.pages.diagnostics import LessonError
from build_tools.pages.prose import passages
from build_tools.spelling.checking import SPELLING, Speller, project_words
from build_tools.spelling.dictionary import Dictionary
from build_tools.spelling.words import misspelt, words_of
from build_tools.terms.loading import read_terms

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dictionary:
    folder = tmp_path_factory.mktemp("dictionary")
    (folder / "index.aff").write_text("SET UTF-8\nSFX S Y 1\nSFX S 0 s .\n", encoding="utf-8")
    words = ["énergie/S", "est", "une", "grandeur/S", "aujourd'hui", "peut", "être", "neuf"]
    text = "\n".join([str(len(words)), *words]) + "\n"
    (folder / "index.dic").write_text(text, encoding="utf-8")
    return Dictionary(folder)


def test_a_word_in_no_dictionary_is_told(tiny: Dictionary) -> None:
    speller = Speller("fr", tiny, frozenset())
    text = "L’énergie est\nune grandeurr."
    [said] = map(str, speller.check(passages(text, 5), Path("a.md")))
    assert said.startswith("a.md:6: “grandeurr” is in no dictionary; did you mean “grandeur")
    assert said.endswith("[spelling]")


def test_words_of_the_project_are_right(tiny: Dictionary) -> None:
    speller = Speller("fr", tiny, frozenset({"quarkounet"}))
    assert list(speller.check(passages("Une Quarkounet"), Path("a.md"))) == []


@pytest.mark.parametrize(
    "text",
    [
        "L’énergie, d'énergies, aujourd’hui, peut-être, qu’une",
        "est-elle peut-il est-ce",
        "`xyzzy` $xyzzy$ [une](xyzzy.md) {lang}`en|xyzzy` {glued}`xyzzy` {term}`une <xyzzy>`",
        "MeV xY ttb2 x.yz a@xyzzy.fr μμν xy une[^xyzzy]",
        "```python\nxyzzy\n```\n\n::::{quiz} a-b\n:type: text\n\nune\n\n= xyzzy\n::::",
    ],
)
def test_what_is_no_word_is_not_looked_up(text: str, tiny: Dictionary) -> None:
    found = [
        word.text
        for passage in passages(text)
        for word in misspelt(passage.text, "fr", tiny.knows, frozenset())
    ]
    assert found == []


def test_each_part_is_looked_up(tiny: Dictionary) -> None:
    assert [w.text for w in misspelt("neuf-xyzzy", "fr", tiny.knows, frozenset())] == ["neuf-xyzzy"]
    assert [(w.text, w.start) for w in words_of("d’un l’énergie", "fr")] == [("énergie", 7)]


def test_the_terms_and_the_list_are_the_words_of_the_project() -> None:
    words = project_words(ROOT, read_terms(ROOT))
    assert {"pseudorapidité", "positon", "plotly"} <= words["fr"]
    assert {"pseudorapidity", "plotly"} <= words["en"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fr:\n  - words: [x]\n", "2: words stand as"),
        ("fr:\n  - {because: '', words: [x]}\n", "2: the reason is missing"),
        ("fr:\n  - {because: x, words: y}\n", "2: `words` is a list"),
        ("fr: [\n", "not YAML"),
    ],
)
def test_a_fault_of_the_list_is_named(tmp_path: Path, text: str, expected: str) -> None:
    file = tmp_path / SPELLING
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(LessonError) as caught:
        project_words(tmp_path, read_terms(tmp_path))
    assert expected in str(caught.value)
