"""JSON, for whoever writes a form that is not here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from build_tools.quiz.forms.markup import Markup
from build_tools.quiz.model import Answer, NumberKey, Option, TextKey
from build_tools.quiz.scoring import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from build_tools.quiz.forms.lessons import LessonQuizzes
    from build_tools.quiz.model import Foreseen, Passage, Quiz

FORMAT = "open-data-lessons.quizzes"
#: Raised when a reader of the last version would misread the new one.
VERSION = 1


def plain(lessons: Iterable[LessonQuizzes], root: Path, *, site_url: str = "") -> str:
    r"""All questions; texts are HTML, formulae LaTeX between ``\( \)``."""
    printed = [_lesson(lesson, root, site_url) for lesson in lessons]
    document = {"format": FORMAT, "version": VERSION, "lessons": printed}
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _lesson(lesson: LessonQuizzes, root: Path, site_url: str) -> dict[str, Any]:
    bundle = lesson.bundle
    markup = Markup(bundle, root, site_url=site_url)
    return {
        "page": bundle.docname,
        "title": bundle.title,
        "language": bundle.text_language,
        "figures": {drawing.name: drawing.svg for drawing in lesson.drawings.values()},
        "questions": [_question(quiz, markup) for quiz in lesson.quizzes],
    }


def _question(quiz: Quiz, markup: Markup) -> dict[str, Any]:
    def html(passage: Passage | None) -> str | None:
        return markup.html(passage) if passage else None

    def foreseen(item: Foreseen) -> dict[str, Any]:
        printed: dict[str, Any] = {"right": item.right, "feedback": html(item.feedback)}
        if isinstance(item, Option):
            return printed | {"text": html(item.text)}
        return printed | {"key": _key(item.key) if isinstance(item, Answer) else None}

    return {
        "id": quiz.name,
        "type": quiz.kind.value,
        "level": quiz.level.value,
        "objective": quiz.objective,
        "language": quiz.language,
        "figure": quiz.figure or None,
        "unit_given": quiz.unit_given,
        "prompt": markup.with_blanks(quiz.prompt, lambda n: f"[[{n + 1}]]")
        if quiz.blanks
        else html(quiz.prompt),
        "options": [foreseen(option) for option in quiz.options],
        "answers": [foreseen(answer) for answer in quiz.answers],
        "blanks": [_key(key) for key in quiz.blanks],
        "hints": [html(hint) for hint in quiz.hints],
        "explanation": html(quiz.explanation),
        "model_answer": html(quiz.model_answer),
        "scoring": key_of(quiz),
    }


def _key(key: NumberKey | TextKey | None) -> dict[str, Any] | None:
    if isinstance(key, TextKey):
        return {"words": list(key.variants)}
    if isinstance(key, NumberKey):
        return {"value": key.value.number, "low": key.low, "high": key.high, "unit": key.unit}
    return None
