"""Keys that the analysis computes: other data, other key."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.pages.bundle import Glued
from build_tools.pages.model import DirectiveUse
from build_tools.quiz.keys import compute
from build_tools.quiz.model import NumberKey, Quiz
from build_tools.quiz.syntax import read_quiz

NUMBER = ":type: number\n:level: apply\n\nHow much?\n\n= {}\n"
CHOICE = (
    ":type: single\n:level: recall\n{check}\nWhich?\n\n- [? peak > 90] above\n  > Look.\n"
    "- [? peak <= 90] not above\n  > Look.\n"
)


def read(text: str) -> Quiz:
    quiz, problems = read_quiz(DirectiveUse("quiz", 10, "some-id", text, 11), Path("x.md"), "en")
    assert problems == []
    assert quiz is not None
    return quiz


def computed(text: str, **glued: Glued) -> tuple[Quiz, list[str]]:
    values = {name: one.value for name, one in glued.items()}
    bins = {"masses": (2.0,), "uneven": (1.0, 2.0)}
    quiz, problems = compute(read(text), Path("x.md"), values, glued, bins)
    return quiz, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("key", "low", "high", "unit"),
    [
        ("{peak} ± 1", 90, 92, "GeV"),
        ("{peak} ± 1 GeV", 90, 92, "GeV"),
        ("{peak} ± 1000 MeV", 90000, 92000, "MeV"),
        ("{peak} ± {step}", 90.5, 91.5, "GeV"),
        ("{peak / 2} ± 1 GeV", 44.5, 46.5, "GeV"),
        ("{peak - 1} .. {peak + 1} GeV", 90, 92, "GeV"),
        ("{peak} ± 10 %", 81.9, 100.1, "GeV"),
        ("{count} ± 5", 37, 47, ""),
    ],
)
def test_a_number_from_glued_values(key: str, low: float, high: float, unit: str) -> None:
    quiz, problems = computed(
        NUMBER.format(key),
        peak=Glued(value=91.0, unit="GeV"),
        count=Glued(value=42),
        step=Glued(value=500, unit="MeV"),
    )
    assert problems == []
    assert isinstance(quiz.key, NumberKey)
    assert (quiz.key.low, quiz.key.high) == pytest.approx((low, high))
    assert quiz.key.unit == unit


@pytest.mark.parametrize(("peak", "right"), [(91.0, [True, False]), (89.0, [False, True])])
def test_other_data_other_key(peak: float, right: list[bool]) -> None:
    quiz, problems = computed(CHOICE.format(check=""), peak=Glued(value=peak, unit="GeV"))
    assert problems == []
    assert [option.right for option in quiz.options] == right


def test_a_fixed_key_that_contradicts_the_analysis() -> None:
    text = CHOICE.format(check=":check: 85 < peak < 97\n")
    assert computed(text, peak=Glued(value=91.0))[1] == []
    (problem,) = computed(text, peak=Glued(value=45.0))[1]
    assert problem.startswith("x.md:10: the key of “some-id” contradicts the analysis")
    assert "peak = 45.0" in problem


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (NUMBER.format("{mass} GeV"), "x.md:16: this key cannot be computed: “mass” is no value"),
        (NUMBER.format("{peak} s"), "x.md:16: this key cannot be computed: GeV cannot be given"),
        (NUMBER.format("{peak} ± 1 bin"), "x.md:16: a tolerance in bins needs `:figure:`"),
        (NUMBER.format("{peak} .. {peak - 1} GeV"), "x.md:16: on these data the range ends"),
        (NUMBER.format("{open('x')} GeV"), "x.md:16: this key cannot be computed: `open('x')`"),
        (CHOICE.format(check=":check: mass > 1\n"), "x.md:10: `:check: mass > 1`: “mass”"),
        (CHOICE.format(check="").replace("<= 90", "> 80"), "x.md:18: on these data this is a sec"),
        (CHOICE.format(check="").replace("> 90", "> 99"), ""),
        (CHOICE.format(check="").replace("90", "{0}"), "x.md:16: `[? peak > {0}]`"),
    ],
)
def test_what_cannot_be_computed(text: str, said: str) -> None:
    _, problems = computed(text, peak=Glued(value=91.0, unit="GeV"))
    if not said:
        assert len(problems) == 1
        assert problems[0].startswith("x.md:10: on these data no option is right")
        return
    assert problems[0].startswith(said), problems


PLOT = ":type: read-plot\n:level: read-plot\n:figure: {figure}\n\nWhere?\n\n= {{peak}} ± 1 bin\n"


def test_a_tolerance_in_bins_of_the_figure() -> None:
    quiz, problems = computed(PLOT.format(figure="masses"), peak=Glued(value=91.0, unit="GeV"))
    assert problems == []
    assert isinstance(quiz.key, NumberKey)
    assert (quiz.key.low, quiz.key.high, quiz.key.unit) == (89, 93, "GeV")


@pytest.mark.parametrize(
    ("figure", "said"),
    [("other", "no figure of this page is called “other”"), ("uneven", "has no bars of one width")],
)
def test_a_figure_without_such_bins(figure: str, said: str) -> None:
    _, (problem,) = computed(PLOT.format(figure=figure), peak=Glued(value=91.0, unit="GeV"))
    assert said in problem
