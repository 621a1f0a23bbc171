"""Numbers as a language writes them."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from babel.core import Locale
from babel.numbers import format_decimal
from babel.units import format_unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from build_tools.pages.bundle import Glued

#: Between a number and its unit, and around ±: a space that does not break.
_SPACE = "\N{NO-BREAK SPACE}"
#: Significant digits of a number without digits or uncertainty of its own.
_SIGNIFICANT = 3
_GLUED = re.compile(r"\{glued\}`([^`]+)`")
#: Outside of these, a number that is not whole is written with a power of ten.
_TINY, _HUGE = 1e-4, 1e7
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
#: Units of amounts of data, each a thousand of the last; below ten, a decimal is worth its place.
_BYTES, _STEP, _SHORT = ("kilobyte", "megabyte", "gigabyte"), 1000, 10
#: Units that follow their number without a space in every language: degrees, minutes, seconds.
_ATTACHED = frozenset("°′″")


def locale_of(language: str) -> Locale:
    """Babel's locale of a language tag."""
    return Locale.parse(language, sep="-")


def format_number(value: float, language: str, *, digits: int | None = None) -> str:
    """A number with the decimal sign and the groups of a language.

    Integers are shown whole; other numbers with ``digits`` decimals, or three significant digits,
    and with a power of ten where they are very small or very large.
    """
    if not math.isfinite(value):
        return "∞" if value > 0 else "−∞" if value < 0 else "–"
    if digits is None and (power := _power(value)):
        return _scaled(_decimal(value / 10.0**power, language, _SIGNIFICANT - 1), power)
    if digits is None:
        digits = 0 if isinstance(value, int) else _decimals(value)
    return _decimal(value, language, digits)


def _decimal(value: float, language: str, digits: int) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits > 0 else "")
    rounded = round(value, digits) or 0  # zero has no sign
    return format_decimal(rounded, format=pattern, locale=locale_of(language)).replace("-", "−")


def _decimals(value: float, significant: int = _SIGNIFICANT) -> int:
    if value == 0:
        return 1
    return max(0, significant - 1 - math.floor(math.log10(abs(value))))


def _power(value: float) -> int:
    """The power of ten that a number is written with; 0 for none."""
    if isinstance(value, int) or value == 0 or _TINY <= abs(value) < _HUGE:
        return 0
    return math.floor(math.log10(abs(value)))


def _scaled(text: str, power: int) -> str:
    return f"{text}{_SPACE}×{_SPACE}10{str(power).translate(_RAISED)}" if power else text


def format_bytes(size: float, language: str) -> str:
    """A number of bytes in the unit that suits it: ``12 kB``, ``3,2 Mo``, ``528 MB``."""
    power = 1
    while power < len(_BYTES) and size >= _STEP ** (power + 1):
        power += 1
    value = size / _STEP**power
    digits = 0 if value >= _SHORT or power == 1 else 1
    number = format_number(
        max(round(value, digits), 1 if power == 1 else 0), language, digits=digits
    )
    unit = _BYTES[power - 1]
    text = format_unit(number, unit, length="short", locale=locale_of(language))
    return text.replace(" ", _SPACE)


def format_glued(glued: Glued, language: str) -> str:
    """A glued value for prose: number, uncertainty and unit, kept on one line.

    Without ``digits``, an uncertainty is shown with two significant digits and the value as finely.
    """
    if isinstance(glued.value, str | bool):
        return str(glued.value)
    if glued.uncertainty is None:
        text = format_number(glued.value, language, digits=glued.digits)
    else:
        text = _with_margin(glued.value, glued.uncertainty, language, glued.digits)
        if glued.unit and not text.startswith("("):
            text = f"({text})"
    if not glued.unit:
        return text
    return f"{text}{'' if _attached(glued.unit, language) else _SPACE}{glued.unit}"


def _with_margin(value: float, margin: float, language: str, digits: int | None) -> str:
    power = _power(float(value) or margin) if digits is None else 0
    if power:
        value, margin = value / 10.0**power, margin / 10.0**power
    if digits is None:
        whole = isinstance(value, int) and not margin
        digits = 0 if whole else _decimals(margin or float(value), 2 if margin else _SIGNIFICANT)
    both = f"{_SPACE}±{_SPACE}".join(_decimal(own, language, digits) for own in (value, margin))
    return _scaled(f"({both})", power) if power else both


def _attached(unit: str, language: str) -> bool:
    """Whether a unit follows its number without a space."""
    if unit == "%":
        return not str(locale_of(language).percent_formats[None].pattern)[-2].isspace()
    return unit in _ATTACHED


def with_values(text: str, values: Mapping[str, Glued], language: str) -> str:
    """A text with the values in place of its ``{glued}`name```; unknown names stay as they are."""
    return _GLUED.sub(
        lambda m: format_glued(values[m[1]], language) if m[1] in values else m[0], text
    )
