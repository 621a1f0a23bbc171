"""Shares as a language writes them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from build_tools.localisation.numbers import format_number

if TYPE_CHECKING:
    from build_tools.sankey.model import Diagram

_SPACE: Final = "\N{NO-BREAK SPACE}"
_DIGITS: Final = 2
"""Significant digits of a share: a reader compares, and the inputs are known to a few per cent."""


def percent(share: float, language: str, digits: int = _DIGITS) -> str:
    """A share in per cent, ``21 %``, with so many significant digits."""
    return f"{_rounded(100 * share, language, digits)}{percent_sign(language)}"


def percent_sign(language: str) -> str:
    """The sign as it follows a number: attached in English, after a space elsewhere."""
    return "%" if language == "en" else f"{_SPACE}%"


def one_in(share: float, language: str, digits: int = _DIGITS) -> str:
    """The number of tries that a share asks for: 0.00012 is one in ``8,400``."""
    return _rounded(1 / share, language, digits) if share else "∞"


def amount(value: float, diagram: Diagram, language: str) -> str:
    """A flow in the unit of its diagram."""
    if diagram.unit == "%":
        return percent(value, language)
    # a share of a count is a count but for the last bits: 242.00000000000003
    whole = math.isclose(value, round(value), rel_tol=1e-9, abs_tol=1e-9)
    text = format_number(value, language, digits=0 if whole else 1)
    return f"{text}{_SPACE}{diagram.unit}" if diagram.unit else text


def _rounded(number: float, language: str, digits: int) -> str:
    if not number or not math.isfinite(number):
        return format_number(number, language)
    places = digits - 1 - math.floor(math.log10(abs(number)))
    rounded = round(number, places)
    # 99.6 has become 100: one place fewer.
    places = digits - 1 - math.floor(math.log10(abs(rounded)))
    return format_number(rounded, language, digits=max(places, 0))
