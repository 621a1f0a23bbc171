"""The levels of lessons, as they are called."""

from __future__ import annotations

from typing import Final

#: ``lesson.level`` → message of the interface catalogue.
LEVELS: Final = {
    1: "Level 1: school",
    2: "Level 2: first-year university",
    3: "Level 3: analysis",
}
