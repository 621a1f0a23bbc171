"""Questions of a translation: the same as the source's, or the source's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from build_tools.pages.reader import read_page
from build_tools.quiz.parity import translated_quizzes
from build_tools.quiz.reader import page_quizzes
from build_tools.translation.lock import DIGEST_LENGTH, Entry, Lock
from build_tools.translation.state import compare

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.quiz.model import Quiz

HEAD = "---\nfile_format: mystnb\n---\n# Title\n\n## One\n\n"
ENGLISH = (
    HEAD
    + """\
:::{quiz} where
:type: number
:level: apply

Where?

= 91.2 ± 0.5 GeV
:::

:::{quiz} who
:type: single
:level: recall

Who?

- [x] It
- [ ] They
  > Why.
:::

## Two

:::{quiz} what
:type: text
:level: recall

What?

= muon | muons
:::
"""
)
FRENCH = ENGLISH
for english, french in {
    "Title": "Titre",
    "# One": "# Un",
    "# Two": "# Deux",
    "Where?": "Où ?",
    "Who?": "Qui ?",
    "What?": "Quoi ?",
    "91.2 ± 0.5": "91,2 ± 0,5",
    "muon | muons": "muon",
}.items():
    assert english in FRENCH
    FRENCH = FRENCH.replace(english, french)


def shown(
    tmp_path: Path, french: str = FRENCH, stale: str = ""
) -> tuple[tuple[Quiz, ...], list[str]]:
    """What a translation shows, and its problems; ``stale`` is the section that is out of date."""
    for language, text in (("en", ENGLISH), ("fr", french)):
        (tmp_path / f"{language}.md").write_text(text, encoding="utf-8")
    source, page = (
        read_page(
            tmp_path, (tmp_path / f"{name}.md").relative_to(tmp_path), language=name, docname="x"
        )
        for name in ("en", "fr")
    )
    lock = Lock(
        {
            f"x#{heading.anchor}": Entry(heading.digest[:DIGEST_LENGTH], "2026-11-25")
            for heading in source.headings
            if heading.anchor != stale
        }
    )
    translation, _ = compare(source, page, lock)
    (ours, wrong), (theirs, bad) = page_quizzes(source), page_quizzes(page)
    assert (wrong, bad) == ([], [])
    quizzes, problems = translated_quizzes(translation, ours, theirs)
    return quizzes, [str(problem) for problem in problems]


def test_words_may_differ(tmp_path: Path) -> None:
    quizzes, problems = shown(tmp_path)
    assert problems == []
    assert [(quiz.name, quiz.language) for quiz in quizzes] == [
        ("where", "fr"),
        ("who", "fr"),
        ("what", "fr"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("91,2 ±", "91,3 ±", "fr.md:14: this key in “where” is not the source's (en.md:14)"),
        ("± 0,5", "± 0,6", "fr.md:14: this key in “where” is not the source's (en.md:14)"),
        ("GeV", "MeV", "fr.md:14: this key in “where” is not the source's (en.md:14)"),
        (
            "[x] It\n- [ ] They\n  > Why.",
            "[ ] They\n  > Why.\n- [x] It",
            "fr.md:23: this key in “who”",
        ),
        ("  > Why.", "  > Why.\n- [ ] We\n  > No.", "fr.md:17: the number of options in “who”"),
        (":level: apply", ":level: recall", "fr.md:8: `:level:` in “where” is not the source's"),
        (":type: text", ":type: number\n:unit-given:", "fr.md:30: `:type:` in “what” is not"),
        (":::{quiz} who", ":::{quiz} qui", "fr.md:17: no question of en.md has the id “qui”"),
    ],
)
def test_what_must_not_differ(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in FRENCH
    text = FRENCH.replace(old, new)
    if "number" in new:
        text = text.replace("= muon\n", "= 3\n")
    _, problems = shown(tmp_path, text)
    assert problems[0].startswith(said), problems
    assert len(problems) == (2 if "qui" in new else 1)


def test_a_question_that_is_missing_is_told_where_it_belongs(tmp_path: Path) -> None:
    start = FRENCH.index(":::{quiz} what")
    _, problems = shown(tmp_path, FRENCH[:start])
    assert len(problems) == 1
    assert problems[0].startswith("fr.md:28: the question “what” (en.md:30) is missing here")


def test_order_is_kept(tmp_path: Path) -> None:
    start, middle, end = (
        FRENCH.index(mark) for mark in (":::{quiz} where", ":::{quiz} who", "## D")
    )
    text = FRENCH[:start] + FRENCH[middle:end] + FRENCH[start:middle] + FRENCH[end:]
    _, problems = shown(tmp_path, text)
    assert problems == [
        "fr.md:8: “who” stands where the source has “where”; keep the questions in order [parity]"
    ]


def test_a_stale_section_falls_back_to_the_source(tmp_path: Path) -> None:
    text = FRENCH.replace("91,2", "90,0").replace("{quiz} who", "{quiz} qui")
    quizzes, problems = shown(tmp_path, text, stale="one")
    assert problems == []
    # the one that asks something else is the source's, the one that the source has not is gone
    assert [(quiz.name, quiz.language) for quiz in quizzes] == [("where", "en"), ("what", "fr")]


def test_a_current_section_beside_a_stale_one_is_compared(tmp_path: Path) -> None:
    text = FRENCH.replace("91,2", "90,0")
    quizzes, problems = shown(tmp_path, text, stale="two")
    assert len(problems) == 1
    assert problems[0].startswith("fr.md:14: this key in “where”")
    assert [quiz.language for quiz in quizzes] == ["en", "fr", "fr"]
