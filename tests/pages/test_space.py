"""Room on paper."""

from __future__ import annotations

import pytest

from build_tools.pages.space import MOST_LINES, ruled_lines


@pytest.mark.parametrize(
    ("length", "lines"),
    [("4cm", 5), ("40mm", 5), ("1in", 3), ("6lines", 6), ("1line", 1), ("1mm", 1), ("2 m", None)],
)
def test_a_length_in_lines(length: str, lines: int | None) -> None:
    if lines is None:
        with pytest.raises(ValueError, match="no length on paper"):
            ruled_lines(length)
    else:
        assert ruled_lines(length) == lines


def test_no_more_than_a_page_holds() -> None:
    assert ruled_lines("3in") < ruled_lines("900cm") == MOST_LINES
