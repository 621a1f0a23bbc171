"""GIFT, a text format that many tools read. It cannot carry everything; what is lost is told.

Format: https://docs.moodle.org/en/GIFT_format.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from build_tools.quiz.forms.markup import Markup
from build_tools.quiz.forms.moodle import number_text
from build_tools.quiz.model import CHOICES, Answer, Foreseen, Kind, NumberKey, TextKey
from build_tools.quiz.scoring import folded, interval

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from build_tools.quiz.forms.lessons import LessonQuizzes
    from build_tools.quiz.model import Quiz

_SIGNS: Final = re.compile(r"([\\~=#{}:])")


@dataclass
class Gift:
    """The text, and what it could not carry."""

    text: str = ""
    lost: list[str] = field(default_factory=list)  #: ``question: what``


def gift(lessons: Iterable[LessonQuizzes], root: Path, *, site: str, site_url: str = "") -> Gift:
    """All questions, a category a lesson."""
    result = Gift()
    blocks = []
    for lesson in lessons:
        title = lesson.bundle.title.replace("/", "//")
        blocks.append(f"$CATEGORY: $course$/top/{site.replace('/', '//')}/{title}")
        for quiz in lesson.quizzes:
            markup = Markup(lesson.bundle, root, site_url=site_url)
            block = _Question(quiz, lesson, markup, result.lost).text()
            if block:
                blocks.append(block)
    result.text = "\n\n".join(blocks) + "\n"
    return result


def escaped(text: str) -> str:
    """A text in which no sign is one of GIFT's, on one line."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


@dataclass
class _Question:
    quiz: Quiz
    lesson: LessonQuizzes
    markup: Markup
    lost: list[str]

    def text(self) -> str:
        """The question; empty where GIFT has no such kind."""
        quiz = self.quiz
        blanks = quiz.kind is Kind.BLANKS
        if blanks and (len(quiz.blanks) > 1 or isinstance(quiz.blanks[0], NumberKey)):
            self._lose("left out: more than one blank, or a number in one")
            return ""
        if quiz.hints:
            self._lose("its hints")
        if quiz.figure or "<img" in self.markup.html(quiz.prompt):
            self._lose("its figure")
        head = f"::{escaped(quiz.name)}::[html]"
        tags = f"// [tag:{quiz.level.value}] [id:{quiz.name}]\n"
        general = f"####{self._html(quiz.explanation)}" if quiz.explanation else ""
        if blanks:
            asked = self.markup.with_blanks(quiz.prompt, lambda _n: "\ue002")
            before, after = (escaped(piece) for piece in asked.split("\ue002"))
            return f"{tags}{head}{before} {{{self._words(quiz.blanks[0])}{general}}} {after}"
        asked = self._html(quiz.prompt)
        key = quiz.key
        if isinstance(key, NumberKey) and key.unit:
            asked += f" ({escaped(key.unit)})"
            self._lose("units in answers; the prompt names the unit")
        return f"{tags}{head}{asked} {{{self._answers()}{general}}}"

    def _answers(self) -> str:
        quiz = self.quiz
        if quiz.kind is Kind.TRUE_FALSE:
            return self._truth()
        if quiz.kind in CHOICES:
            return self._choices()
        if quiz.kind is Kind.TEXT:
            return "\n".join(self._word(answer) for answer in quiz.answers)
        if quiz.kind is Kind.DISCUSSION:
            self._lose("its model answer")
            return ""
        return "#" + "\n".join(self._number(answer) for answer in quiz.answers)

    def _truth(self) -> str:
        true, false = self.quiz.options
        right, wrong = (true, false) if true.right else (false, true)
        return ("T" if true.right else "F") + (self._feedback(wrong) or "#") + self._feedback(right)

    def _choices(self) -> str:
        right = sum(option.right for option in self.quiz.options)
        lines = []
        for option in self.quiz.options:
            if self.quiz.kind is Kind.MULTIPLE:
                share = 100 / right * (1 if option.right else -1)
                mark = f"~%{share:.7g}%"
            else:
                mark = "=" if option.right else "~"
            lines.append(f"{mark}{self._html(option.text)}{self._feedback(option)}")
        return "\n" + "\n".join(lines) + "\n"

    def _word(self, answer: Answer) -> str:
        mark = "=" if answer.right else "=%0%"
        if not isinstance(answer.key, TextKey):
            return f"{mark}*{self._feedback(answer)}"
        words = dict.fromkeys([*answer.key.variants, *map(folded, answer.key.variants)])
        return "\n".join(f"{mark}{escaped(word)}{self._feedback(answer)}" for word in words)

    def _words(self, key: TextKey | NumberKey) -> str:
        variants = key.variants if isinstance(key, TextKey) else ()
        words = dict.fromkeys([*variants, *map(folded, variants)])
        return " ".join(f"={escaped(word)}" for word in words)

    def _number(self, answer: Answer) -> str:
        if not isinstance(answer.key, NumberKey):
            return f"~{self._feedback(answer)}"  # Moodle's own way to write any other number
        right = self.quiz.key
        low, high = interval(answer.key, right if isinstance(right, NumberKey) else answer.key)
        mark = "=" if answer.right else "=%0%"
        middle, half = number_text((low + high) / 2), number_text((high - low) / 2)
        return f"{mark}{middle}:{half}{self._feedback(answer)}"

    def _feedback(self, item: Foreseen) -> str:
        return f"#{self._html(item.feedback)}" if item.feedback else ""

    def _html(self, passage: object) -> str:
        return escaped(self.markup.html(passage, inline=True))  # type: ignore[arg-type]

    def _lose(self, what: str) -> None:
        self.lost.append(f"{self.quiz.name}: {what}")
