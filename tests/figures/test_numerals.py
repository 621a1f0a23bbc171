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


def test_digits_are_grouped_but_years_are_not() -> None:
    assert punctuated(["9999", "10000"], "fr") == ["9\u202f999", "10\u202f000"]
    assert punctuated(["2015", "830"], "en") == ["2,015", "830"]
    assert punctuated(["2015", "2018"], "en") == ["2015", "2018"]
    assert punctuated(["2015.0", "2018.5"], "en") == ["2,015.0", "2,018.5"]


@pytest.mark.parametrize(
    ("numbers", "places"),
    [
        ([1, 20, 300], 0),
        ([0.5, 12.25], 2),
        ([1500.0, 0.3], None),
        ([1500.0, -0.3], None),
        ([1500.0, 62.8], 0),
        ([91.1876], 2),
        ([1e-9, 1e3], None),
        ([], 0),
        ([0.0], 0),
        ([123456.5], 0),
    ],
)
def test_a_column_has_one_number_of_decimals(numbers: list[float], places: int | None) -> None:
    assert decimals(numbers) == places


def test_the_small_numbers_of_a_steep_column_differ() -> None:
    """With one digit the low end would read 1, 1, 2 and 0.02, 0.02: two tell neighbours apart."""
    assert column([12345.6, 1.23, 1.48, 2.4], "en") == ["12,346", "1.23", "1.48", "2.4"]
    assert column([850.0, 0.0152, 0.0241], "fr") == ["850", "0,0152", "0,0241"]


def test_no_number_has_more_than_four_digits_unless_its_whole_part_has() -> None:
    """Branching fractions over four powers of ten, and an axis with steps of equal factors."""
    assert column([58.24, 8.187, 0.0248, 0.0], "en") == ["58.24", "8.187", "0.0248", "0"]
    assert column([1.0, 1.12202, 891.251, 1000.0], "fr") == ["1", "1,122", "891,3", "1\u202f000"]
    assert column([0.0, 0.5639, 0.00519, 4.169], "en") == ["0", "0.5639", "0.00519", "4.169"]
    assert column([0.3258, 0.2063, 0.0074], "en", digits=3) == ["0.326", "0.206", "0.0074"]


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([3, 1200, 45000], ["3", "1,200", "45,000"]),
        ([2914.3, 1757.2, 649.2], ["2,914", "1,757", "649"]),
        ([54.6, 25.7], ["54.6", "25.7"]),
        ([131.3, -0.2, 62.84], ["131.3", "\u22120.2", "62.8"]),
    ],
)
def test_an_ordinary_column_gets_no_more_digits(numbers: list[float], shown: list[str]) -> None:
    assert column(numbers, "en") == shown


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
