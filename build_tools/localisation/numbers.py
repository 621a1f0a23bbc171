"""Numbers as a language writes them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from babel.core import Locale
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from build_tools.pages.bundle import Glued

#: Between a number and its unit, and around ±: a space that does not break.
_SPACE = "\N{NO-BREAK SPACE}"
#: Significant digits of a number without digits or uncertainty of its own.
_SIGNIFICANT = 3


def locale_of(language: str) -> Locale:
    """Babel's locale of a language tag."""
    return Locale.parse(language, sep="-")


def format_number(value: float, language: str, *, digits: int | None = None) -> str:
    """A number with the decimal sign and the groups of a language.

    Integers are shown whole; other numbers with ``digits`` decimals, or three significant digits.
    """
    locale = locale_of(language)
    if not math.isfinite(value):
        return "∞" if value > 0 else "−∞" if value < 0 else "–"
    if digits is None:
        digits = 0 if isinstance(value, int) else _decimals(value)
    pattern = "#,##0" + ("." + "0" * digits if digits > 0 else "")
    rounded = round(value, digits)
    return format_decimal(rounded, format=pattern, locale=locale).replace("-", "−")


def _decimals(value: float, significant: int = _SIGNIFICANT) -> int:
    if value == 0:
        return 1
    return max(0, significant - 1 - math.floor(math.log10(abs(value))))


def format_glued(glued: Glued, language: str) -> str:
    """A glued value for prose: number, uncertainty and unit, kept on one line.

    Without ``digits``, an uncertainty is shown with two significant digits and the value as finely.
    """
    if isinstance(glued.value, str):
        return glued.value
    if isinstance(glued.value, bool):
        return str(glued.value)
    digits = glued.digits
    if digits is None and glued.uncertainty:
        digits = _decimals(glued.uncertainty, 2)
    text = format_number(glued.value, language, digits=digits)
    if glued.uncertainty is not None:
        margin = format_number(glued.uncertainty, language, digits=digits)
        text = f"{text}{_SPACE}±{_SPACE}{margin}"
        if glued.unit:
            text = f"({text})" if glued.unit != "%" else text
    if glued.unit:
        attached = glued.unit == "%" and language == "en"
        text = f"{text}{'' if attached else _SPACE}{glued.unit}"
    return text
