"""Shares as text."""

from __future__ import annotations

import pytest

from build_tools.sankey.shares import one_in, percent


@pytest.mark.parametrize(
    ("share", "english", "french"),
    [
        (0.5824, "58%", "58\u00a0%"),
        (0.010081, "1.0%", "1,0\u00a0%"),
        (0.0001187, "0.012%", "0,012\u00a0%"),
        (0.996, "100%", "100\u00a0%"),
        (0.09996, "10%", "10\u00a0%"),
        (1, "100%", "100\u00a0%"),
        (0, "0%", "0\u00a0%"),
    ],
)
def test_per_cent(share: float, english: str, french: str) -> None:
    assert percent(share, "en") == english
    assert percent(share, "fr") == french


def test_one_in_so_many() -> None:
    assert one_in(0.0001187, "en") == "8,400"
    assert one_in(0.0001187, "fr") == "8\u202f400"
    assert one_in(0, "en") == "∞"
