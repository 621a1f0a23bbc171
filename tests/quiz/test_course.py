"""The course's own questions: enough of them, on more than one level, in every language."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.pages.pairing import read_pages
from build_tools.quiz.model import Kind
from build_tools.quiz.reader import objectives, read_quizzes

REPOSITORY = Path(__file__).parents[2]
#: Pages that teach step by step. Not: home, glossary, the list of questions, and references.
TEACHING = (
    "how-to-use",
    "data-set",
    "lessons/first-histogram",
    "lessons/z-boson",
    "lessons/higgs-boson",
    "lessons/rare-top-processes",
    "lessons/higgs-four-leptons",
    "lessons/higgs-two-photons",
)
PAGES, _ = read_pages(REPOSITORY)
QUIZZES, PROBLEMS = read_quizzes(PAGES)


def test_every_question_can_be_read() -> None:
    assert PROBLEMS == []
    assert sum(map(len, QUIZZES["en"].values())) >= 35


@pytest.mark.parametrize("docname", TEACHING)
def test_a_page_that_teaches_asks(docname: str) -> None:
    quizzes = QUIZZES["en"][docname]
    assert len(quizzes) >= 5
    assert len({quiz.level for quiz in quizzes}) >= 2


@pytest.mark.parametrize("docname", TEACHING)
def test_wrong_options_say_why_someone_would_think_so(docname: str) -> None:
    """A word such as “No.” is not a reason; 30 letters are the least that can be one."""
    looked = 0
    for language in QUIZZES:
        for quiz in QUIZZES[language][docname]:
            for item in quiz.foreseen:
                if not item.right and item.feedback:
                    looked += 1
                    assert len(item.feedback.text) >= 30, (language, quiz.name)
    assert looked >= 2 * 5


def test_the_first_lesson_reads_plots_and_covers_its_objectives() -> None:
    docname = "lessons/first-histogram"
    quizzes = QUIZZES["en"][docname]
    assert sum(quiz.kind is Kind.READ_PLOT for quiz in quizzes) >= 4
    count = len(objectives(PAGES["en"][docname]))
    assert {quiz.objective for quiz in quizzes} == set(range(1, count + 1))
