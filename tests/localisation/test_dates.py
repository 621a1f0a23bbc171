"""Days as each language writes them."""

from __future__ import annotations

import pytest

from build_tools.localisation.dates import long_day


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "5 November 2026"),
        ("en-us", "November 5, 2026"),
        ("fr", "5 novembre 2026"),
        ("pt-br", "5 de novembro de 2026"),
    ],
)
def test_the_day_in_words(language: str, expected: str) -> None:
    assert long_day("2026-11-05", language) == expected


def test_what_is_no_day_stays() -> None:
    assert long_day("", "en") == ""
