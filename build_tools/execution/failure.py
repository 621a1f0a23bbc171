"""A cell that failed, and where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CELL_LINE = re.compile(r"Cell In\[(\d+)\], line (\d+)")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class CellFailure(Exception):  # noqa: N818  a failure is what it is called for people
    """A cell did not run.

    ``line`` is 1-based within the source of ``cell``, 0 when not known. When the error came up in a
    function of an earlier cell, that is the place, and ``called_from`` is the line that asked.
    """

    def __init__(
        self,
        cell: int,
        line: int,
        error: str,
        message: str,
        called_from: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(cell, line, error, message, called_from)
        self.cell = cell
        self.line = line
        self.error = error  #: the exception's name; empty when a limit was met or Python died
        self.message = message
        self.called_from = called_from

    def __str__(self) -> str:
        return f"{self.error}: {self.message}" if self.error else self.message


def places_in(traceback: Sequence[str]) -> list[tuple[int, int]]:
    """Number and line of every cell that a traceback goes through, the innermost last."""
    text = _ANSI.sub("", "\n".join(traceback))
    return [(int(number), int(line)) for number, line in _CELL_LINE.findall(text)]


def failure_at(
    cell: int,
    numbered: Sequence[tuple[int, int]],
    numbers: Mapping[int, int],
    error: str,
    message: str,
) -> CellFailure:
    """The failure of a cell, placed by the way that the error took through the page.

    ``numbers`` maps the numbers that cells have in tracebacks to their positions in the page.
    """
    places = [(numbers[number], line) for number, line in numbered if number in numbers]
    if not places:
        return CellFailure(cell, 0, error, message)
    where, line = places[-1]
    outer = [place for place in places if place[0] == cell and place != (where, line)]
    return CellFailure(where, line, error, message, outer[-1] if outer else None)
