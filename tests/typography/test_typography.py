"""Each language is typeset as its printers do, and says what only its author can put right."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.pages.marks import Mark, MarkKind
from build_tools.pages.prose import passages
from build_tools.typography.lint import check_formulae, check_typography
from build_tools.typography.rules import CLINGS_AFTER, CLINGS_BEFORE, typeset

BAD = sorted(Path(__file__).with_name("bad").glob("*.md"))
N, T = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"

FRENCH = {
    "Pourquoi ?": f"Pourquoi{T}?",
    "Non ! Si ; mais": f"Non{T}! Si{T}; mais",
    "Voici : un mot": f"Voici{N}: un mot",
    " : après un élément": f"{N}: après un élément",
    "« mot »": f"«{N}mot{N}»",
    "«mot»": f"«{N}mot{N}»",
    "95 %": f"95{N}%",
    "125 GeV, 36 fb⁻¹": f"125{N}GeV, 36{N}fb⁻¹",
    "10 000 et 1 234 567": f"10{T}000 et 1{T}234{T}567",
    "en 2016 100 fois": "en 2016 100 fois",
    "l'énergie": "l’énergie",
    "la suite...": "la suite…",
    "12 ± 3": f"12{N}±{N}3",
    "(12 ± 3) %": f"(12{N}±{N}3){N}%",
    "à 10:30": "à 10:30",
    "https://a.example/?b": "https://a.example/?b",
}
ENGLISH = {
    'The "word" (or "two").': "The “word” (or “two”).",
    "don't": "don’t",
    "10,000 events": "10,000 events",
    "5 GeV and 7 things": f"5{N}GeV and 7 things",
    "a -- b": "a – b",
    "so Z → ee, H → WW* → 4ℓ": f"so Z{N}→{N}ee, H{N}→{N}WW*{N}→{N}4ℓ",
    "10 % of 400": "10% of 400",
    "(12 ± 3) %": f"(12{N}±{N}3)%",
    "Why?": "Why?",
}


@pytest.mark.parametrize(("typed", "printed"), FRENCH.items())
def test_french_is_set_in_french(typed: str, printed: str) -> None:
    assert typeset(typed, "fr") == printed
    assert typeset(printed, "fr") == printed


@pytest.mark.parametrize(("typed", "printed"), ENGLISH.items())
def test_english_is_set_in_english(typed: str, printed: str) -> None:
    assert typeset(typed, "en") == printed
    assert typeset(printed, "en") == printed


def test_another_language_has_what_all_have() -> None:
    assert typeset("¿Por qué ? l'a 10 000", "es") == f"¿Por qué ? l’a 10{T}000"


def test_a_quotation_mark_knows_what_stands_before_it() -> None:
    assert typeset('" he said', "en", before="x") == "” he said"


def test_a_formula_keeps_what_clings_to_it() -> None:
    for text, held in {f"{N}: un": f"{N}:", ", un": ",", ").": ").", " un": ""}.items():
        match = CLINGS_AFTER.match(text)
        assert (match[0] if match else "") == held
    for text, held in {"valeur (": "(", "que l’": "l’", "mot ": ""}.items():
        match = CLINGS_BEFORE.search(text)
        assert (match[0] if match else "") == held


def test_there_are_bad_files() -> None:
    assert len(BAD) >= 11


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_fault_is_named_with_its_line_and_what_to_write(file: Path) -> None:
    head, text = file.read_text(encoding="utf-8").split("\n", 1)
    found = check_typography(passages(text), Path("a.md"), file.stem.partition("-")[0])
    [said] = map(str, found)
    assert said.startswith("a.md:3: ")
    assert head.removeprefix("% expect: ") in said


@pytest.mark.parametrize(
    ("language", "good"),
    [
        ("fr", "`a;b` $x:y$ [mot](a.md;b) « un “mot” » : oui ; 3,5 % ; Python 3.11, 1.2.3 ?"),
        ("fr", "::::{quiz} a-b\n:type: number\n\nQuoi ?\n\n= 91.2 ± 0.5 GeV\n> Oui.\n::::"),
        ("en", "A “word”: yes; 3.5%? pp → X: 10,000, 2012, 1,2, in 2016 100 times."),
    ],
)
def test_what_is_right_is_left_alone(language: str, good: str) -> None:
    assert list(map(str, check_typography(passages(good), Path("a.md"), language))) == []


@pytest.mark.parametrize(
    ("language", "formula", "said"),
    [
        ("en", r"\sqrt{10000 + 75^2}", "“10000”); write “10{,}000”"),
        ("fr", r"\sqrt{10000 + 75^2}", r"“10000”); write “10\,000”"),
        ("en", r"1\,234\,567 \pm 9", r"“1\,234\,567”); write “1{,}234{,}567”"),
        ("fr", r"x = 0.25", "“0.25”); write “0{,}25”"),
    ],
)
def test_a_number_in_a_formula_is_written_as_in_the_prose(
    language: str, formula: str, said: str
) -> None:
    marks = [Mark(MarkKind.FORMULA, 7, "", f"y\n{formula}"), Mark(MarkKind.LINK, 1, "", formula)]
    [found] = map(str, check_formulae(marks, Path("a.md"), language))
    assert found.startswith("a.md:8: ")
    assert said in found


@pytest.mark.parametrize(
    ("language", "formula"),
    [
        ("en", r"10{,}000 + 2016 + 0.12345 + x_{12345a} + 2\,\mathrm{GeV} + 10\,f"),
        ("fr", r"10\,000 + 2016 + 0{,}12345 + x_{12345a} + 2\,\mathrm{GeV} + \sqrt{2\,[10]}"),
    ],
)
def test_a_formula_that_is_right_is_left_alone(language: str, formula: str) -> None:
    marks = [Mark(MarkKind.FORMULA, 1, "", formula)]
    assert list(map(str, check_formulae(marks, Path("a.md"), language))) == []


def test_formulae_hold_what_clings_to_them() -> None:
    from docutils import nodes  # noqa: PLC0415

    from build_tools.rendering.typesetting import _hold  # noqa: PLC0415

    a, b, c = (nodes.math("", name) for name in "abc")
    paragraph = nodes.paragraph("", "", nodes.Text("valeur ("), a, nodes.Text(","), b)
    paragraph += [nodes.Text(": de "), c, nodes.Text(" un")]
    _hold(paragraph)
    shown = [[own.astext() for own in child.children] or child.astext() for child in paragraph]
    assert [own for own in shown if own] == [
        "valeur ",
        ["(", "a", ","],
        ["b", ":"],
        " de ",
        ["c"],
        " un",
    ]
    assert all(child.parent is paragraph for child in paragraph)
