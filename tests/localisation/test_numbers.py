"""Numbers as each language writes them."""

from __future__ import annotations

import pytest

from build_tools.localisation.numbers import format_glued, format_number
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
    ],
)
def test_glued_values(glued: Glued, english: str, french: str) -> None:
    assert format_glued(glued, "en") == english
    assert format_glued(glued, "fr") == french
