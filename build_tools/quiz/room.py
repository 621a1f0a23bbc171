"""Lines to write an answer on, where a question is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from build_tools.pages.space import ruled_lines
from build_tools.quiz.model import Kind

if TYPE_CHECKING:
    from build_tools.quiz.model import Quiz

#: Lines where the question does not say (`:space:`); the other kinds are ticked or filled in.
_LINES: Final = {Kind.NUMBER: 3, Kind.READ_PLOT: 2, Kind.TEXT: 1, Kind.DISCUSSION: 6}


def answer_lines(quiz: Quiz) -> int:
    """How many lines a question leaves on paper; 0 where nothing is written on lines."""
    default = _LINES.get(quiz.kind, 0)
    return ruled_lines(quiz.space) if quiz.space else default
