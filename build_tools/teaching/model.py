"""Which blocks there are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """A kind of block."""

    name: str  #: of the directive
    title: str  #: message of the interface catalogue
    collapsed: bool = False  #: the reader opens it


#: The titles are messages of the catalogue ``lessons``.
BLOCKS = (
    Block("objectives", "Objectives"),
    Block("questions", "Questions"),
    Block("keypoints", "Key points"),
    Block("prerequisites", "Before you start"),
    Block("exercise", "Exercise"),
    Block("solution", "Solution", collapsed=True),
    Block("hint", "Hint", collapsed=True),
    Block("discussion", "Discussion"),
    Block("instructor-note", "Note for teachers", collapsed=True),
)
