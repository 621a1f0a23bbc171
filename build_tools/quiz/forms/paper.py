"""The worksheet and the answer key: HTML to be printed, each a file of its own."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Final

from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml

from build_tools.pages.space import LINE
from build_tools.quiz.forms.markup import Markup
from build_tools.quiz.model import CHOICES, Kind, NumberKey
from build_tools.quiz.room import answer_lines
from build_tools.quiz.wording import key_text, letter, other_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from build_tools.quiz.forms.lessons import LessonQuizzes
    from build_tools.quiz.model import Foreseen, Quiz

Translate = Callable[[str], str]

STYLE: Final = """\
@page { size: A4; margin: 18mm; }
body { max-width: 17cm; margin: 1cm auto; color: #000; background: #fff;
  font: 11pt/1.45 "Liberation Sans", Arial, Helvetica, sans-serif; }
h1 { font-size: 16pt; margin: 0 0 .3cm; } h2 { font-size: 13pt; margin: .8cm 0 .2cm; }
.who { display: flex; gap: 1cm; margin-bottom: .6cm; }
.who span { flex: 1; border-bottom: 1px solid #666; }
.question { break-inside: avoid; margin: 0 0 .7cm; }
.question > h3 { font-size: 11pt; margin: 0 0 .1cm; }
p { margin: .15cm 0; } img, svg { max-width: 11cm; height: auto; }
ol.options { list-style: upper-alpha; margin: .1cm 0; } ol.options > li { margin: .1cm 0; }
.box { display: inline-block; width: .32cm; height: .32cm; margin-right: .2cm;
  border: 1px solid #000; }
.room { display: flex; justify-content: end; align-items: end; border-bottom: 1px solid #999; }
h2, h3 { break-after: avoid; }
.blank { display: inline-block; min-width: 3.2cm; border-bottom: 1px solid #000; }
.answer { font-weight: 700; } .why { margin-left: .6cm; } pre { white-space: pre-wrap; }
@media print { body { margin: 0; max-width: none; } }
"""


def worksheet(
    lessons: Iterable[LessonQuizzes], root: Path, t: Translate, *, title: str = ""
) -> str:
    """The questions, with room to write, and no answer."""
    return _document(lessons, root, t, heading=t("Worksheet"), title=title, answers=False)


def answer_key(
    lessons: Iterable[LessonQuizzes], root: Path, t: Translate, *, title: str = ""
) -> str:
    """The same questions with their answers, feedback and explanations."""
    return _document(lessons, root, t, heading=t("Answer key"), title=title, answers=True)


def _document(
    lessons: Iterable[LessonQuizzes],
    root: Path,
    t: Translate,
    *,
    heading: str,
    title: str,
    answers: bool,
) -> str:
    lessons = list(lessons)
    name = title or (lessons[0].bundle.title if len(lessons) == 1 else "")
    full = f"{heading} – {name}" if name else heading
    body = "".join(_Sheet(lesson, root, t, answers=answers).html() for lesson in lessons)
    who = "" if answers else (
        f'<div class="who"><div>{escape(t("Name"))}</div><span></span>'
        f'<div>{escape(t("Date"))}</div><span></span></div>\n'
    )  # fmt: skip
    language = lessons[0].bundle.language if lessons else "en"
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(full)}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{escape(full)}</h1>\n{who}{body}</body>\n</html>\n"
    )


def mathml(latex: str, block: bool) -> str:  # noqa: FBT001  a formula's two ways to stand
    """A formula as MathML; as it is written where that fails, which the site's build tells."""
    try:
        return str(tex2mathml(latex, as_block=block))
    except MathError:
        return f"<code>{escape(latex)}</code>"


class _Sheet:
    """Prints the questions of one lesson."""

    def __init__(self, lesson: LessonQuizzes, root: Path, t: Translate, *, answers: bool) -> None:
        self.lesson, self.t, self.answers = lesson, t, answers
        self.language = lesson.bundle.language
        self.markup = _Inline(lesson.bundle, root, formula=mathml)
        self.shown: set[str] = set()  #: figures that are on the sheet already

    def html(self) -> str:
        questions = "".join(
            f'<div class="question" id="{quiz.name}">\n'
            f"<h3>{escape(self.t('Question {number}').format(number=number))}</h3>\n"
            f"{''.join(self._question(quiz))}</div>\n"
            for number, quiz in enumerate(self.lesson.quizzes, 1)
        )
        return f"<h2>{escape(self.lesson.bundle.title)}</h2>\n{questions}"

    def _question(self, quiz: Quiz) -> Iterator[str]:
        if quiz.kind is Kind.BLANKS:
            yield self.markup.with_blanks(quiz.prompt, lambda n: self._blank(quiz, n))
        else:
            yield self.markup.html(quiz.prompt)
        drawing = self.lesson.drawings.get(quiz.figure)
        if drawing and drawing.svg and drawing.name not in self.shown:
            self.shown.add(drawing.name)
            yield f"\n<div>{drawing.svg}</div>\n"
        if quiz.kind in CHOICES:
            yield from self._options(quiz)
        if not self.answers and answer_lines(quiz):
            yield self._room(quiz)
        if self.answers:
            yield from self._answers(quiz)

    def _blank(self, quiz: Quiz, number: int) -> str:
        key = quiz.blanks[number]
        if self.answers:
            return f'<span class="answer">{escape(key_text(key, self.language))}</span>'
        return '<span class="blank">&nbsp;</span>'

    def _options(self, quiz: Quiz) -> Iterator[str]:
        yield '<ol class="options">\n'
        for option in quiz.options:
            text = self.markup.html(option.text, inline=True)
            yield f'<li><span class="box"></span>{text}</li>\n'
        yield "</ol>\n"

    def _room(self, quiz: Quiz) -> str:
        height = f"{answer_lines(quiz) * LINE:g}mm"
        unit = quiz.key.unit if quiz.unit_given and isinstance(quiz.key, NumberKey) else ""
        return f'<div class="room" style="height: {height}">{escape(unit)}</div>\n'

    def _answers(self, quiz: Quiz) -> Iterator[str]:
        for text in self._right(quiz):
            yield f'<p class="answer">{escape(self.t("Right answer:"))} {escape(text)}</p>\n'
        for number, item in enumerate(quiz.foreseen):
            if item.feedback is not None:
                label = self._label(quiz, number, item)
                why = self.markup.html(item.feedback, inline=True)
                yield f'<div class="why">{escape(label)} {why}</div>\n'
        for passage in (quiz.model_answer, quiz.explanation):
            if passage is not None:
                yield f'<div class="why">{self.markup.html(passage)}</div>\n'

    def _right(self, quiz: Quiz) -> Iterator[str]:
        if quiz.kind in CHOICES:
            yield ", ".join(letter(n) for n, option in enumerate(quiz.options) if option.right)
        for key in quiz.blanks or ([quiz.key] if quiz.key else []):
            text, also = key_text(key, self.language), other_words(key)
            if also:
                text = self.t("{answer} (also accepted: {others})").format(answer=text, others=also)
            yield text

    def _label(self, quiz: Quiz, number: int, item: Foreseen) -> str:
        if quiz.options:
            return f"{letter(number)}."
        key = quiz.answers[number].key
        if item.right:
            return "✓"
        return f"{key_text(key, self.language) if key else self.t('Other answers')} –"


class _Inline(Markup):
    """Images go into the sheet itself, so that it is one file."""

    def image(self, source: str) -> str:
        """The image as a data address."""
        name = super().image(source)
        data = self.images.pop(name, None)
        if data is None:
            return name
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return f"data:{kind};base64,{base64.b64encode(data).decode()}"
