"""Numbers as each language writes them."""

from __future__ import annotations

import pytest

from build_tools.localisation.numbers import format_bytes, format_glued, format_number
from build_tools.pages.bundle import Glued

NNBSP, NBSP = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "digits", "english", "french"),
    [
        (832, None, "832", "832"),
        (12345, None, "12,345", f"12{NNBSP}345"),
        (1234.5, 1, "1,234.5", f"1{NNBSP}234,5"),
        (91.1876, None, "91.2", "91,2"),
        (0.0123456, None, "0.0123", "0,0123"),
        (-3.5, 1, "−3.5", "−3,5"),
        (0.0, None, "0.0", "0,0"),
        (2.0, 0, "2", "2"),
        (float("nan"), None, "–", "–"),
        (float("-inf"), None, "−∞", "−∞"),
        (-0.04, 1, "0.0", "0,0"),
        (-12345678, None, "−12,345,678", f"−12{NNBSP}345{NNBSP}678"),
        (1.1e-15, None, f"1.10{NBSP}×{NBSP}10⁻¹⁵", f"1,10{NBSP}×{NBSP}10⁻¹⁵"),
        (-2.5e9, None, f"−2.50{NBSP}×{NBSP}10⁹", f"−2,50{NBSP}×{NBSP}10⁹"),
        (1.1e-5, 6, "0.000011", "0,000011"),
        (2500000000, None, "2,500,000,000", NNBSP.join(["2", "500", "000", "000"])),
    ],
)
def test_plain_numbers(value: float, digits: int | None, english: str, french: str) -> None:
    assert format_number(value, "en", digits=digits) == english
    assert format_number(value, "fr", digits=digits) == french


@pytest.mark.parametrize(
    ("glued", "english", "french"),
    [
        (Glued(value=832), "832", "832"),
        (Glued(value=10.06, unit="fb⁻¹", digits=2), f"10.06{NBSP}fb⁻¹", f"10,06{NBSP}fb⁻¹"),
        (
            Glued(value=91.1876, uncertainty=0.0234, unit="GeV"),
            f"(91.188{NBSP}±{NBSP}0.023){NBSP}GeV",
            f"(91,188{NBSP}±{NBSP}0,023){NBSP}GeV",
        ),
        (Glued(value=12.5, unit="%", digits=1), "12.5%", f"12,5{NBSP}%"),
        (Glued(value="muons"), "muons", "muons"),
        (Glued(value=True), "True", "True"),
        (Glued(value=9.2, unit="°", digits=1), "9.2°", "9,2°"),
        (Glued(value=3, unit="μs"), f"3{NBSP}μs", f"3{NBSP}μs"),
        (
            Glued(value=0.91, uncertainty=0.0, digits=2),
            f"0.91{NBSP}±{NBSP}0.00",
            f"0,91{NBSP}±{NBSP}0,00",
        ),
        (
            Glued(value=1234, uncertainty=35.6),
            f"1,234{NBSP}±{NBSP}36",
            f"1{NNBSP}234{NBSP}±{NBSP}36",
        ),
        (
            Glued(value=2.6e-25, uncertainty=2e-28, unit="s"),
            f"(2.6000{NBSP}±{NBSP}0.0020){NBSP}×{NBSP}10⁻²⁵{NBSP}s",
            f"(2,6000{NBSP}±{NBSP}0,0020){NBSP}×{NBSP}10⁻²⁵{NBSP}s",
        ),
        (
            Glued(value=12.5, uncertainty=1.5, unit="%", digits=1),
            f"(12.5{NBSP}±{NBSP}1.5)%",
            f"(12,5{NBSP}±{NBSP}1,5){NBSP}%",
        ),
    ],
)
def test_glued_values(glued: Glued, english: str, french: str) -> None:
    assert format_glued(glued, "en") == english
    assert format_glued(glued, "fr") == french


@pytest.mark.parametrize(
    ("size", "english", "french"),
    [
        (120, "1 kB", "1 ko"),
        (12_345, "12 kB", "12 ko"),
        (999_999, "1,000 kB", f"1{NNBSP}000 ko"),
        (3_160_000, "3.2 MB", "3,2 Mo"),
        (528_000_000, "528 MB", "528 Mo"),
        (2_389_000_000, "2.4 GB", "2,4 Go"),
        (30_000_000_000_000, "30,000 GB", f"30{NNBSP}000 Go"),
    ],
)
def test_amounts_of_data(size: int, english: str, french: str) -> None:
    assert format_bytes(size, "en") == english.replace(" ", NBSP)
    assert format_bytes(size, "fr") == french.replace(" ", NNBSP)
