"""Which blocks there are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """A kind of block."""

    name: str  #: of the directive
    title: str  #: message of the interface catalogue
    collapsed: bool = False  #: the reader opens it
    written: bool = False  #: may leave lines to write on, on paper (`:space:`)


#: The titles are messages of the catalogue ``lessons``.
BLOCKS = (
    Block("objectives", "Objectives"),
    Block("questions", "Questions"),
    Block("keypoints", "Key points"),
    Block("prerequisites", "Before you start"),
    Block("exercise", "Exercise", written=True),
    Block("solution", "Solution", collapsed=True),
    Block("hint", "Hint", collapsed=True),
    Block("discussion", "Discussion", written=True),
    Block("misconception", "Common misconception", collapsed=True),
    Block("instructor-note", "Note for teachers", collapsed=True),
)
