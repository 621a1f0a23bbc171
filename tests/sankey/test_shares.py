"""Shares as text."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from build_tools.sankey.shares import amount, one_in, percent

if TYPE_CHECKING:
    from build_tools.sankey.model import Diagram


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


@pytest.mark.parametrize(
    ("value", "shown"),
    [(242.00000000000003, "242"), (233, "233"), (1e-12, "0"), (9.3, "9.3"), (242.001, "242.0")],
)
def test_a_count_is_whole_whatever_the_last_bits_say(value: float, shown: str) -> None:
    assert amount(value, cast("Diagram", SimpleNamespace(unit="")), "en") == shown


def test_one_in_so_many() -> None:
    assert one_in(0.0001187, "en") == "8,400"
    assert one_in(0.0001187, "fr") == "8\u202f400"
    assert one_in(0, "en") == "∞"
