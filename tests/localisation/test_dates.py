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


def test_the_first_of_a_month_in_french() -> None:
    assert long_day("2026-12-01", "fr") == "1er décembre 2026"
    assert long_day("2026-12-11", "fr") == "11 décembre 2026"
    assert long_day("2026-12-01", "en") == "1 December 2026"


def test_what_is_no_day_stays() -> None:
    assert long_day("", "en") == ""
