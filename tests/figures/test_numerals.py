from __future__ import annotations

import pytest

from build_tools.figures.numerals import column, decimals, punctuated


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("12345.678", "12,345.678", "12\u202f345,678"),
        ("1,234,567", "1,234,567", "1\u202f234\u202f567"),
        ("2015", "2015", "2015"),
        ("-0.25", "−0.25", "−0,25"),
        ("-0.00", "0.00", "0,00"),
        ("+3", "+3", "+3"),
        ("1.5e-07", "1.5\u00a0×\u00a010⁻⁷", "1,5\u00a0×\u00a010⁻⁷"),
        ("2.0E+12", "2.0\u00a0×\u00a010¹²", "2,0\u00a0×\u00a010¹²"),
        ("NaN", "–", "–"),
        ("Z → ee", "Z → ee", "Z → ee"),
        ("1.2.3", "1.2.3", "1.2.3"),
    ],
)
def test_a_number_is_written_as_the_language_does(text: str, english: str, french: str) -> None:
    assert punctuated([text], "en") == [english]
    assert punctuated([text], "fr") == [french]


def test_one_long_number_groups_its_column() -> None:
    assert punctuated(["9999", "10000"], "fr") == ["9\u202f999", "10\u202f000"]


@pytest.mark.parametrize(
    ("numbers", "places"),
    [
        ([1, 20, 300], 0),
        ([0.5, 12.25], 2),
        ([1500.0, 0.3], 1),
        ([91.1876], 2),
        ([1e-9, 1e3], None),
        ([], 0),
        ([0.0], 0),
        ([123456.5], 0),
    ],
)
def test_a_column_has_one_number_of_decimals(numbers: list[float], places: int | None) -> None:
    assert decimals(numbers) == places


def test_zeros_that_all_end_in_are_left_out() -> None:
    assert column([82.5, 87.5], "fr") == ["82,5", "87,5"]
    assert column([2.0, 2.25], "en") == ["2.00", "2.25"]


def test_very_different_numbers_keep_their_digits() -> None:
    assert column([1e-9, 0.0, 1234567.0, None], "en") == [
        "1.000\u00a0×\u00a010⁻⁹",
        "0",
        "1.235\u00a0×\u00a010⁶",
        "–",
    ]
