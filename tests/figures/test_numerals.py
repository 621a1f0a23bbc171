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
        ([1500.0, 0.3], 0),
        ([1500.0, -0.3], 0),
        ([1500.0, 62.8], 0),
        ([91.1876], 2),
        ([1e-9, 1e3], 0),
        ([1e-9, 1e-8], None),
        ([], 0),
        ([0.0], 0),
        ([123456.5], 0),
    ],
)
def test_a_column_has_one_number_of_decimals(numbers: list[float], places: int | None) -> None:
    assert decimals(numbers) == places


@pytest.mark.parametrize(
    ("numbers", "places"),
    [([1, 20, 300], 0), ([1500.0, 62.8], 0), ([1500.0, 0.3], None), ([1500.0, -0.34], None)],
)
def test_numbers_that_differ_widely_may_keep_their_own(
    numbers: list[float], places: int | None
) -> None:
    assert decimals(numbers, own_digits=True) == places


def test_a_column_on_even_steps_has_the_decimals_of_its_largest() -> None:
    """Heights of bars over four powers of ten: no power of ten stands beside a plain number."""
    bars = [0.0, 1.3e-5, 8.6e-4, 0.0902, 0.2452]
    assert column(bars, "en") == ["0.0000", "<\u00a00.0001", "0.0009", "0.0902", "0.2452"]
    assert column([90.75, 0.002, 8.092], "fr") == ["90,75", "<\u00a00,01", "8,09"]
    assert column([0.3258, 0.2063, 0.0074], "en", digits=3) == ["0.326", "0.206", "0.007"]
    assert column([12345.6, 0.4, 2.4, None], "en") == ["12,346", "<\u00a01", "2", "–"]
    assert column([-12.51, -0.001, 0.3], "en") == ["\u221212.51", "0.00", "0.30"]


def test_the_small_numbers_of_a_steep_column_differ() -> None:
    """With one digit the low end would read 1, 1, 2 and 0.02, 0.02: two tell neighbours apart."""
    steep = column([12345.6, 1.23, 1.48, 2.4], "en", own_digits=True)
    assert steep == ["12,346", "1.23", "1.48", "2.4"]
    assert column([850.0, 0.0152, 0.0241], "fr", own_digits=True) == ["850", "0,0152", "0,0241"]


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([58.24, 8.187, 0.0248, 0.0], ["58,24", "8,187", "0,0248", "0"]),
        ([1.0, 1.12202, 891.251, 1000.0], ["1", "1,122", "891,3", "1\u202f000"]),
        ([0.0, 0.5639, 0.00519, 4.169], ["0", "0,5639", "0,00519", "4,169"]),
    ],
)
def test_no_number_has_more_than_four_digits_unless_its_whole_part_has(
    numbers: list[float], shown: list[str]
) -> None:
    """Branching fractions over four powers of ten, and an axis with steps of equal factors."""
    assert column(numbers, "fr", own_digits=True) == shown


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


def test_powers_of_ten_stand_in_every_row_or_in_none() -> None:
    assert column([1e-9, 0.0, 0.25, 1234567.0, None], "en", own_digits=True) == [
        "1.000\u00a0×\u00a010⁻⁹",
        "0",
        "2.500\u00a0×\u00a010⁻¹",
        "1.235\u00a0×\u00a010⁶",
        "–",
    ]
    assert column([1e-9, 2.5e-8], "en") == ["1.000\u00a0×\u00a010⁻⁹", "2.500\u00a0×\u00a010⁻⁸"]
