"""The line of a key: ``91.2 ± 0.5 GeV``, ``{peak} ± 1 bin``, ``90 .. 92 GeV``, ``muon | muons``."""

from __future__ import annotations

import re

from build_tools.quiz.model import Amount, Measure, NumberKey, TextKey
from build_tools.quiz.numerals import normalised, raised, read_number
from build_tools.quiz.units import UnitError, unit_table

_EXPRESSION = re.compile(r"\{([^{}]*)\}")
_TOLERANCE = re.compile(r"±|\+/-|\+-")
_RANGE = re.compile(r"\.\.\.?|…")
_BIN = re.compile(r"bins?\b")


class KeyLineError(ValueError):
    """A key that cannot be read; says why, in words for its author."""


def text_key(text: str, line: int) -> TextKey:
    """Words that are accepted, separated by ``|``. Raises KeyLineError."""
    variants = tuple(filter(None, (" ".join(part.split()) for part in text.split("|"))))
    if not variants:
        message = "this answer is empty"
        raise KeyLineError(message)
    return TextKey(variants=variants, line=line)


def number_key(text: str, line: int, language: str) -> NumberKey:
    """A number with what is accepted around it. Raises KeyLineError."""
    head, *margins = _TOLERANCE.split(text)
    ends = _RANGE.split(head)
    if len(margins) > 1 or len(ends) > 2:  # noqa: PLR2004  a value, or a range
        message = f"“{text}” has more than one tolerance or range"
        raise KeyLineError(message)
    value, first_unit = _amount(ends[0], language)
    if len(ends) > 1:
        return _range(text, line, (value, first_unit), _amount(ends[1], language), bool(margins))
    if not margins:
        return NumberKey(value=value, unit=_known(first_unit), line=line)
    tolerance, unit = _amount(margins[0], language)
    measure = Measure.ABSOLUTE
    if match := _BIN.match(unit):
        measure, unit = Measure.BINS, unit[match.end() :].strip()
    elif unit.startswith("%") and first_unit != "%" and (unit != "%" or first_unit):
        # `3.4 ± 0.1 %` is a share; `42 ± 10 % relative` says that it is not
        measure, unit = Measure.RELATIVE, unit[1:].strip().removeprefix("relative").strip()
    elif first_unit and not unit:
        bare = ends[0].strip().removesuffix(first_unit).strip()
        message = (
            f"the tolerance has no unit, the key is in {first_unit};"
            f" write `{bare} ± {margins[0].strip()} {first_unit}`"
        )
        raise KeyLineError(message)
    if first_unit and unit and first_unit != unit:
        message = f"the key is in {first_unit}, its tolerance in {unit}; write both in one unit"
        raise KeyLineError(message)
    if not tolerance.expression and tolerance.number <= 0:
        message = "a tolerance is larger than zero; without one, leave ± out"
        raise KeyLineError(message)
    return NumberKey(
        value=value,
        tolerance=tolerance,
        measure=measure,
        unit=_known(first_unit or unit),
        line=line,
    )


def _range(
    text: str,
    line: int,
    first: tuple[Amount, str],
    last: tuple[Amount, str],
    margin: bool,  # noqa: FBT001
) -> NumberKey:
    low, first_unit = first
    high, unit = last
    if margin:
        message = f"“{text}” is a range; it needs no tolerance"
        raise KeyLineError(message)
    if first_unit and first_unit != unit:
        message = f"the ends of the range “{text}” have different units"
        raise KeyLineError(message)
    if not (low.expression or high.expression) and low.number >= high.number:
        message = f"the range “{text}” ends before it begins"
        raise KeyLineError(message)
    return NumberKey(value=low, upper=high, unit=_known(unit), line=line)


def _amount(text: str, language: str) -> tuple[Amount, str]:
    """A number or ``{expression}``, and the unit behind it."""
    text = normalised(text)
    if match := _EXPRESSION.match(text):
        if not match[1].strip():
            message = "`{}` is empty; write a glued value in it, such as `{peak}`"
            raise KeyLineError(message)
        return Amount(expression=match[1].strip()), text[match.end() :].strip()
    reading = read_number(text, language)
    if reading is None:
        message = (
            f"“{text}” is no number; write one such as `91.2 ± 0.5 GeV`, or a value of the page's"
            " cells such as `{peak} ± 1 bin`"
        )
        raise KeyLineError(message)
    return Amount(number=reading.value), reading.rest


def _known(unit: str) -> str:
    """The unit, if it is one. Raises KeyLineError."""
    if unit:
        try:
            unit_table(unit)
        except UnitError as error:
            raise KeyLineError(str(error)) from None
    return raised(unit)
