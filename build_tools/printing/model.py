"""Which parts of a page are on which sheet: values only, whatever prints them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from build_tools.teaching.curricula import Reference
from build_tools.theme.languages import minutes

if TYPE_CHECKING:
    from build_tools.pages.bundle import PageBundle


class Edition(StrEnum):
    """For whom a sheet is printed."""

    WORKSHEET = "worksheet"  #: for students: to read and to write on, no answer
    TEACHER = "teacher"  #: all that the page knows
    BOOKLET = "booklet"  #: a chapter: as the worksheet, its answers are at the booklet's end


class Part(StrEnum):
    """A part of a page that not every sheet has."""

    HINT = "hint"
    SOLUTION = "solution"  #: of an exercise
    ANSWER = "answer"  #: key, feedback and explanation of a question
    NOTE = "note"  #: for teachers
    NUMBERS = "numbers"  #: of a figure that is drawn
    SOURCES = "sources"  #: the files that the page read
    ROOM = "room"  #: lines to write on


#: Class of an element → the part that it is.
CLASSES: Final = {
    "lesson-hint": Part.HINT,
    "quiz-hint": Part.HINT,
    "lesson-solution": Part.SOLUTION,
    "quiz-solution": Part.ANSWER,
    "lesson-instructor-note": Part.NOTE,
    "lesson-misconception": Part.NOTE,
    "figure-data": Part.NUMBERS,
    "data-used": Part.SOURCES,
    "room": Part.ROOM,
}

#: The parts of each edition; what is no part is on all of them.
PARTS: Final = {
    Edition.WORKSHEET: frozenset({Part.ROOM}),
    Edition.TEACHER: frozenset({Part.HINT, Part.SOLUTION, Part.ANSWER, Part.NOTE, Part.SOURCES}),
    Edition.BOOKLET: frozenset({Part.ROOM}),
}


class Paper(StrEnum):
    """A size of paper, as browsers name it."""

    A4 = "a4"
    LETTER = "letter"

    @property
    def label(self) -> str:
        """As people write it."""
        return "A4" if self is Paper.A4 else "Letter"


@dataclass(frozen=True)
class Facts:
    """What is known of a lesson beside its text."""

    language: str  #: of the address
    docname: str
    title: str
    duration: str = ""  #: in words
    level: int | None = None
    prerequisites: tuple[str, ...] = ()  #: docnames
    curriculum: tuple[Reference, ...] = ()
    timing: tuple[tuple[str, str], ...] = ()  #: id of a section, how long it takes


def facts_of(bundle: PageBundle) -> Facts:
    """What a page's front matter says, in the words of its language."""
    lesson, language = bundle.lesson, bundle.language
    duration = lesson.get("duration")
    return Facts(
        language=language,
        docname=bundle.docname,
        title=bundle.title,
        duration=minutes(int(duration), language) if duration else "",
        level=lesson.get("level"),
        prerequisites=tuple(lesson.get("prerequisites", ())),
        curriculum=tuple(Reference.model_validate(own) for own in bundle.curriculum),
        timing=tuple(
            (anchor, f"{own}\N{NO-BREAK SPACE}min")
            for anchor, own in lesson.get("timing", {}).items()
        ),
    )


@dataclass(frozen=True)
class LearningPath:
    """Lessons in the order in which they are read."""

    name: str  #: of its file, the same in every language
    docnames: tuple[str, ...]


def sheet_name(docname: str, edition: Edition, paper: Paper) -> str:
    """A sheet's path below ``<language>/print/``: ``lessons/z-boson-worksheet.pdf``."""
    size = "" if paper is Paper.A4 else f"-{paper}"
    return f"{docname}-{edition}{size}.pdf"
