"""The questions of all pages: read, and compared across pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.pages.markdown import markdown
from build_tools.quiz.syntax import read_quiz

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from build_tools.pages.model import Page
    from build_tools.quiz.model import Quiz

#: Level of the words of an item in a list: list, item, paragraph.
_IN_ITEM = 3

#: language → docname → questions, in order
Quizzes = dict[str, dict[str, tuple["Quiz", ...]]]


def page_quizzes(page: Page) -> tuple[list[Quiz], list[Diagnostic]]:
    """The questions of one page, in order, and what is wrong with them."""
    quizzes, problems = [], []
    for block in page.quizzes:
        quiz, wrong = read_quiz(block, page.path, page.language)
        problems += wrong
        if quiz is not None:
            quizzes.append(quiz)
            problems += _no_objective(page, quiz)
    return quizzes, problems


def read_quizzes(
    pages: Mapping[str, Mapping[str, Page]],
    of_page: Callable[[Page], tuple[list[Quiz], list[Diagnostic]]] = page_quizzes,
) -> tuple[Quizzes, list[Diagnostic]]:
    """Every question of every page, and what is wrong with them, ids that are not unique too.

    ``of_page`` reads those of a page, or remembers them.
    """
    quizzes: Quizzes = {}
    problems: list[Diagnostic] = []
    for language, own in pages.items():
        quizzes[language] = {}
        first: dict[str, tuple[Page, Quiz]] = {}
        for docname, page in sorted(own.items()):
            found, wrong = of_page(page)
            problems += wrong
            for quiz in found:
                if quiz.name in first:
                    other, same = first[quiz.name]
                    problems.append(
                        Diagnostic(
                            page.path,
                            quiz.line,
                            Code.QUIZ,
                            f"the id “{quiz.name}” is taken by"
                            f" {other.path.as_posix()}:{same.line}; choose another",
                        )
                    )
                else:
                    first[quiz.name] = (page, quiz)
            quizzes[language][docname] = tuple(found)
    return quizzes, problems


def objectives(page: Page) -> list[str]:
    """The Markdown of each objective that a page sets."""
    texts = (use.content for use in page.directives if use.name == "objectives")
    return [
        token.content
        for token in markdown().parse(next(texts, ""))
        if token.type == "inline" and token.level == _IN_ITEM
    ]


def _no_objective(page: Page, quiz: Quiz) -> list[Diagnostic]:
    if quiz.objective is None or quiz.objective <= (count := len(objectives(page))):
        return []
    message = (
        f"`:objective: {quiz.objective}`: this page has"
        f" {count or 'no'} objective{'' if count == 1 else 's'}"
    )
    return [Diagnostic(page.path, quiz.line, Code.QUIZ, message)]
