"""Moodle XML: everything but the way in which a foreseen number in another unit is told.

Format: https://docs.moodle.org/en/Moodle_XML_format, and for texts with blanks
https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from build_tools.quiz.forms.markup import Markup
from build_tools.quiz.model import CHOICES, NUMBERS, Kind, NumberKey, TextKey
from build_tools.quiz.scoring import folded, interval
from build_tools.quiz.units import unit_table
from build_tools.quiz.wording import with_unit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from build_tools.quiz.forms.lessons import LessonQuizzes
    from build_tools.quiz.model import Answer, Foreseen, Quiz

_FULL: Final = "100"
_TYPES: Final = {
    Kind.SINGLE: "multichoice",
    Kind.MULTIPLE: "multichoice",
    Kind.TRUE_FALSE: "truefalse",
    Kind.NUMBER: "numerical",
    Kind.READ_PLOT: "numerical",
    Kind.TEXT: "shortanswer",
    Kind.BLANKS: "cloze",
    Kind.DISCUSSION: "essay",
}
_CLOZE_SIGNS: Final = re.compile(r"([\\}#~/\"])")


def moodle(lessons: Iterable[LessonQuizzes], root: Path, *, site: str, site_url: str = "") -> str:
    """All questions as one file for Moodle's question bank, a category a lesson."""
    quiz = etree.Element("quiz")
    for lesson in lessons:
        category = _sub(quiz, "question", type="category")
        place = f"$course$/top/{_name(site)}/{_name(lesson.bundle.title)}"
        _text(_sub(category, "category"), place)
        for question in lesson.quizzes:
            _Question(quiz, lesson, question, root, site_url).print()
    etree.indent(quiz)
    text: bytes = etree.tostring(quiz, xml_declaration=True, encoding="UTF-8")
    return text.decode() + "\n"


def _name(title: str) -> str:
    """A title as a part of a category's path."""
    return title.replace("/", "//")


def _sub(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, tag, attributes)
    if text:
        element.text = text
    return element


def _text(parent: etree._Element, text: str) -> None:
    """Moodle's ``<text>``: HTML in CDATA, so that people can read the file."""
    child = etree.SubElement(parent, "text")
    child.text = etree.CDATA(text) if "<" in text or "&" in text else text


def number_text(value: float) -> str:
    """A number as Moodle reads it in any language."""
    return f"{value:.12g}"


class _Question:
    """Prints one question."""

    def __init__(
        self,
        parent: etree._Element,
        lesson: LessonQuizzes,
        quiz: Quiz,
        root: Path,
        site_url: str,
    ) -> None:
        self.quiz, self.lesson = quiz, lesson
        self.markup = Markup(lesson.bundle, root, site_url=site_url, prefix="@@PLUGINFILE@@/")
        self.node = _sub(parent, "question", type=_TYPES[quiz.kind])

    def print(self) -> None:
        quiz = self.quiz
        _text(_sub(self.node, "name"), quiz.name)
        self._html(self.node, "questiontext", self._asked())
        explanation = self.markup.html(quiz.explanation) if quiz.explanation else ""
        self._html(self.node, "generalfeedback", explanation)
        _sub(self.node, "defaultgrade", "1")
        _sub(self.node, "penalty", "0.3333333")
        _sub(self.node, "hidden", "0")
        _sub(self.node, "idnumber", quiz.name)
        if quiz.kind in CHOICES:
            self._choices()
        elif quiz.kind in NUMBERS | {Kind.TEXT}:
            self._field()
        elif quiz.kind is Kind.DISCUSSION:
            self._essay()
        for hint in quiz.hints:
            self._html(self.node, "hint", self.markup.html(hint))
        tags = _sub(self.node, "tags")
        for tag in self._tags():
            _text(_sub(tags, "tag"), tag)

    def _tags(self) -> list[str]:
        objective = self.quiz.objective
        return [self.quiz.level.value, *([f"objective {objective}"] if objective else [])]

    def _asked(self) -> str:
        quiz = self.quiz
        if quiz.kind is Kind.BLANKS:
            return self.markup.with_blanks(quiz.prompt, self._blank)
        html = self.markup.html(quiz.prompt)
        drawing = self.lesson.drawings.get(quiz.figure)
        if drawing and drawing.svg:
            name = f"{drawing.name}.svg"
            self.markup.images[name] = drawing.svg.encode()
            alt = drawing.alt.replace('"', "&quot;")
            html += f'\n<p><img src="@@PLUGINFILE@@/{name}" alt="{alt}" width="640"></p>'
        return html

    def _html(self, parent: etree._Element, tag: str, html: str, **attributes: str) -> None:
        """A piece of HTML, with the images that it shows beside it."""
        element = _sub(parent, tag, format="html", **attributes)
        _text(element, html)
        for name, data in self.markup.images.items():
            content = base64.b64encode(data).decode()
            _sub(element, "file", content, name=name, path="/", encoding="base64")
        self.markup.images.clear()

    def _choices(self) -> None:
        quiz = self.quiz
        right = sum(option.right for option in quiz.options)
        if quiz.kind is not Kind.TRUE_FALSE:
            _sub(self.node, "single", "false" if quiz.kind is Kind.MULTIPLE else "true")
            _sub(self.node, "shuffleanswers", "0")
            _sub(self.node, "answernumbering", "ABCD")
            _sub(self.node, "showstandardinstruction", "1")
        share = float(f"{100 / right:.7g}")
        wrong = -share if quiz.kind is Kind.MULTIPLE else 0.0
        for position, option in enumerate(quiz.options):
            fraction = f"{share if option.right else wrong:.7g}"
            if quiz.kind is Kind.TRUE_FALSE:
                # Moodle has its own words for these two
                text = "true" if position == 0 else "false"
                answer = _sub(self.node, "answer", fraction=fraction, format="moodle_auto_format")
                _text(answer, text)
            else:
                self._html(self.node, "answer", self.markup.html(option.text), fraction=fraction)
                answer = self.node[-1]
            self._feedback(answer, option)

    def _feedback(self, answer: etree._Element, item: Foreseen) -> None:
        text = self.markup.html(item.feedback) if item.feedback else ""
        self._html(answer, "feedback", text)

    def _field(self) -> None:
        quiz, key = self.quiz, self.quiz.key
        if isinstance(key, TextKey):
            _sub(self.node, "usecase", "0")
        for item in quiz.answers:
            for text, tolerance in self._accepted(item):
                answer = _sub(
                    self.node, "answer", fraction=_FULL if item.right else "0",
                    format="moodle_auto_format",
                )  # fmt: skip
                _text(answer, text)
                self._feedback(answer, item)
                if tolerance is not None:
                    _sub(answer, "tolerance", tolerance)
        if isinstance(key, NumberKey):
            self._units(key)

    def _accepted(self, item: Answer) -> list[tuple[str, str | None]]:
        """The texts that Moodle takes for an answer, with the tolerance of a number."""
        if item.key is None:
            return [("*", "0" if self.quiz.kind in NUMBERS else None)]
        if isinstance(item.key, TextKey):
            # Moodle does not fold accents
            words = dict.fromkeys([*item.key.variants, *map(folded, item.key.variants)])
            return [(word, None) for word in words]
        right = self.quiz.key
        low, high = interval(item.key, right if isinstance(right, NumberKey) else item.key)
        return [(number_text((low + high) / 2), number_text((high - low) / 2))]

    def _units(self, key: NumberKey) -> None:
        """The units that Moodle takes; a multiplier is how many make one of the key's unit."""
        if key.unit:
            units = _sub(self.node, "units")
            for unit, worth in unit_table(key.unit).items():
                own = _sub(units, "unit")
                _sub(own, "multiplier", number_text(1 / worth))
                _sub(own, "unit_name", key.unit if worth == 1 else unit)
        asked = bool(key.unit) and not self.quiz.unit_given
        _sub(self.node, "unitgradingtype", "1" if asked else "0")
        _sub(self.node, "unitpenalty", "1.0" if asked else "0.1")
        _sub(self.node, "showunits", "0" if asked else "3")
        _sub(self.node, "unitsleft", "0")

    def _blank(self, number: int) -> str:
        key = self.quiz.blanks[number]
        if isinstance(key, NumberKey):
            middle, half = (key.low + key.high) / 2, (key.high - key.low) / 2
            field = f"{{1:NUMERICAL:={number_text(middle)}:{number_text(half)}}}"
            # blanks have no units in Moodle, so the text gives it
            return with_unit(field, key.unit, self.lesson.bundle.language)
        words = dict.fromkeys([*key.variants, *map(folded, key.variants)])
        escaped = "~=".join(_CLOZE_SIGNS.sub(r"\\\1", word) for word in words)
        return f"{{1:SHORTANSWER:={escaped}}}"

    def _essay(self) -> None:
        _sub(self.node, "responseformat", "editor")
        _sub(self.node, "responserequired", "1")
        _sub(self.node, "responsefieldlines", "10")
        _sub(self.node, "attachments", "0")
        answer = self.quiz.model_answer
        self._html(self.node, "graderinfo", self.markup.html(answer) if answer else "")
        self._html(self.node, "responsetemplate", "")
