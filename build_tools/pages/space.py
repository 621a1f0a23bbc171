"""Room that is left on paper, in lines to write on: ``4cm``, ``30mm``, ``2in``, ``6lines``."""

from __future__ import annotations

import re
from typing import Final

#: mm between two lines to write on.
LINE: Final = 8.0
#: More would not fit on a page; the style sheet of paper knows as many.
MOST_LINES: Final = 30

_LENGTH: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(mm|cm|in|em|lines?)")
_MM: Final = {"mm": 1.0, "cm": 10.0, "in": 25.4, "em": 25.4 * 11 / 72, "line": LINE, "lines": LINE}


def ruled_lines(length: str) -> int:
    """How many lines fit a length, at least one. Raises ValueError where it is no length."""
    match = _LENGTH.fullmatch(length.strip())
    if match is None:
        raise ValueError(f"“{length}” is no length on paper; write one such as 4cm, 30mm or 6lines")
    return max(1, min(MOST_LINES, round(float(match[1]) * _MM[match[2]] / LINE)))
