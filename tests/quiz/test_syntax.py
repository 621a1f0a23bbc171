"""From Markdown to questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.pages.model import DirectiveUse
from build_tools.quiz.keyline import number_key
from build_tools.quiz.model import Kind, Level, Measure, NumberKey, Quiz, TextKey
from build_tools.quiz.syntax import read_quiz, split_blanks

WHOLE = """\
:type: single
:level: apply
:objective: 2
:space: 4cm

Where is the **peak**, $m$?

- a list
- of the prompt

- [x] Near {glued}`peak`

  ```python
  peak
  ```
- [? peak > 90] Above
  90 GeV
  > Only {when}`big|yes|no`.

:::{hint}
First.
:::

:::{hint}
Second:

- [x] no option
:::

:::{explanation}
> A quotation.
:::
"""


def read(text: str, language: str = "en") -> Quiz:
    quiz, problems = read_quiz(
        DirectiveUse("quiz", 10, "some-id", text, 11), Path("x.md"), language
    )
    assert problems == []
    assert quiz is not None
    return quiz


def test_a_whole_question() -> None:
    quiz = read(WHOLE)
    assert (quiz.kind, quiz.level, quiz.objective, quiz.space) == (
        Kind.SINGLE,
        Level.APPLY,
        2,
        "4cm",
    )
    assert quiz.prompt.text == "Where is the **peak**, $m$?\n\n- a list\n- of the prompt"
    assert quiz.prompt.line == 16
    near, above = quiz.options
    assert near.text.text == "Near {glued}`peak`\n\n```python\npeak\n```"
    assert (near.right, near.condition, near.feedback, near.line) == (True, "", None, 21)
    assert above.text.text == "Above\n90 GeV"
    assert (above.right, above.condition, above.line) == (False, "peak > 90", 26)
    assert above.feedback
    assert (above.feedback.text, above.feedback.line) == ("Only {when}`big|yes|no`.", 28)
    assert [(hint.text, hint.line) for hint in quiz.hints] == [
        ("First.", 31),
        ("Second:\n\n- [x] no option", 35),
    ]
    assert quiz.explanation
    assert (quiz.explanation.text, quiz.explanation.line) == ("> A quotation.", 41)


@pytest.mark.parametrize("indent", ["  ", "    ", ""])
def test_feedback_may_be_indented_or_not(indent: str) -> None:
    quiz = read(
        ":type: single\n:level: recall\n\nWhich?\n\n"
        f"- [x] A\n{indent}> Yes.\n\n- [ ] B\n{indent}> No.\n"
    )
    assert [option.feedback and option.feedback.text for option in quiz.options] == ["Yes.", "No."]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("91.2 ± 0.5 GeV", 90.7, 91.7, "GeV"),
        ("91,2 ± 0,5 GeV", 90.7, 91.7, "GeV"),
        ("91.2 GeV ± 0.5 GeV", 90.7, 91.7, "GeV"),
        ("200 GeV ± 2 %", 196, 204, "GeV"),
        ("200 ± 2 % GeV", 196, 204, "GeV"),
        ("3.4 ± 0.1 %", 3.3, 3.5, "%"),
        ("200 ± 10 % relative", 180, 220, ""),
        ("90 .. 92 GeV", 90, 92, "GeV"),
        ("−5 … 5", -5, 5, ""),
        ("10 +/- 1 fb⁻¹", 9, 11, "fb⁻¹"),
        ("42", 42, 42, ""),
        ("6.6×10⁻²⁵ s ± 5 %", 6.27e-25, 6.93e-25, "s"),
    ],
)
def test_numbers_of_keys(text: str, low: float, high: float, unit: str) -> None:
    key = number_key(text, 1, "fr")
    assert (key.low, key.high) == pytest.approx((low, high))
    assert key.unit == unit


def test_a_key_in_bins_and_in_expressions() -> None:
    key = number_key("{peak / 2} ± 1 bin GeV", 1, "en")
    assert (key.value.expression, key.measure, key.unit) == ("peak / 2", Measure.BINS, "GeV")
    assert key.tolerance
    assert key.tolerance.number == 1


def test_foreseen_mistakes() -> None:
    quiz = read(
        ":type: number\n:level: apply\n\nHow much?\n\n= 91.2 ± 0.5 GeV\n> Well read.\n\n"
        "- [ ] 45.6 ± 1 GeV\n  > Half.\n- [ ] *\n  > Look again.\n"
    )
    assert isinstance(quiz.key, NumberKey)
    assert [answer.right for answer in quiz.answers] == [True, False, False]
    assert quiz.answers[0].feedback
    assert quiz.answers[2].key is None


def test_blanks_leave_code_and_formulae_alone() -> None:
    text = "A [[muon | muons]] of `frame[[1]]`, $[[a]]$ and [[= 0.106 ± 0.001 GeV]]."
    quiz = read(f":type: blanks\n:level: recall\n\n{text}\n")
    assert [type(blank) for blank in quiz.blanks] == [TextKey, NumberKey]
    assert isinstance(quiz.blanks[0], TextKey)
    assert quiz.blanks[0].variants == ("muon", "muons")
    assert split_blanks(text) == ["A ", " of `frame[[1]]`, $[[a]]$ and ", "."]
