"""All questions on one page, for teachers: by lesson, level and objective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from build_tools.localisation.spelled import GAP, spelled_out
from build_tools.quiz.bundling import bundled_quizzes
from build_tools.quiz.model import CHOICES, Level, Quiz
from build_tools.quiz.syntax import split_blanks
from build_tools.quiz.wording import key_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from build_tools.pages.bundle import PageBundle

#: The directive that lists them.
OVERVIEW = "quiz-overview"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Listed(_Frozen):
    """A question in the list."""

    name: str
    number: int  #: on its page
    level: Level
    objective: int | None
    language: str
    prompt: str  #: Markdown that needs nothing of its page
    answers: list[str]  #: Markdown


class ListedLesson(_Frozen):
    """The questions of one page."""

    docname: str
    title: str
    objectives: list[str]
    questions: list[Listed]


def with_overview(bundle: PageBundle, others: Iterable[PageBundle]) -> PageBundle:
    """The bundle of a page that lists the questions of its language."""
    listed = [
        ListedLesson(
            docname=other.docname,
            title=other.title,
            objectives=[spelled_out(text, other) for text in other.objectives],
            questions=list(_questions(other)),
        ).model_dump(mode="json")
        for other in others
        if other.language == bundle.language and other.quizzes
    ]
    return bundle.model_copy(update={"overview": listed})


def _questions(bundle: PageBundle) -> Iterator[Listed]:
    for number, quiz in enumerate(bundled_quizzes(bundle), 1):
        prompt = GAP.join(split_blanks(quiz.prompt.text)) if quiz.blanks else quiz.prompt.text
        yield Listed(
            name=quiz.name,
            number=number,
            level=quiz.level,
            objective=quiz.objective,
            language=quiz.language,
            prompt=spelled_out(prompt, bundle),
            answers=[spelled_out(answer, bundle) for answer in _answers(quiz, bundle.language)],
        )


def _answers(quiz: Quiz, language: str) -> list[str]:
    """What is right, as Markdown."""
    if quiz.kind in CHOICES:
        return [option.text.text for option in quiz.options if option.right]
    if quiz.model_answer:
        return [quiz.model_answer.text]
    return [key_text(key, language) for key in quiz.blanks or ([quiz.key] if quiz.key else [])]
