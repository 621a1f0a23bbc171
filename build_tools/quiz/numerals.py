"""Numbers as people type them, in a key or as an answer.

=======================  ==============================================================
``91.2``, ``91,2``       the same number in every language
``1,234``                a group in English, decimals elsewhere; ``0,234`` always decimals
``12 500``, ``12’500``   groups: three digits after a space or an apostrophe
``1,234,567``            groups: more than one sign of a kind
``1.234,5``              the last sign is the decimal one where there are two kinds
``9.12e1``               powers of ten; also ``9.12×10^1``, ``9.12 x 10¹``, ``10^3``
``−5``                   any dash in front is a minus
=======================  ==============================================================

``static/quiz.js`` reads the same numbers; one table of cases tests both.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_POWER_OF_UNIT = re.compile(r"\^([+-]?\d+)")
_RAISED = str.maketrans("0123456789-+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_DASHES = re.compile("[−–‐‑]")
_MANTISSA = r"(?:\d{1,3}(?:[ '’.,]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d*)?|[.,]\d+)"
_TIMES = r" ?(?:[×x*·]|\\times) ?10 ?(?:\^|\*\*) ?\{?([+-]?\d+)\}?"
_NUMBER = re.compile(rf"([+-]?) ?({_MANTISSA})(?:[eE]([+-]?\d+)|{_TIMES})?")
_POWER = re.compile(r"([+-]?) ?10 ?(?:\^|\*\*) ?\{?([+-]?\d+)\}?")
_GROUPED = re.compile(r"[1-9]\d{0,2},\d{3}")


class Reading(NamedTuple):
    """What was read: the number, and what stands behind it."""

    value: float
    rest: str


def normalised(text: str) -> str:
    """One kind of space and of minus, and superscripts as ``^2``."""
    text = _SUPERSCRIPT.sub(lambda m: "^" + m[0].translate(_SUPERSCRIPTS), text)
    return _SPACES.sub(" ", _DASHES.sub("-", text)).strip()


def raised(unit: str) -> str:
    """A unit as it is printed: ``fb^-1`` → ``fb⁻¹``."""
    return _POWER_OF_UNIT.sub(lambda m: m[1].translate(_RAISED), unit)


def read_number(text: str, language: str) -> Reading | None:
    """The number at the start of a text; None where there is none, or none that is finite."""
    text = normalised(text)
    if power := _POWER.match(text):
        digits, sign, exponent, end = "1", power[1], power[2], power.end()
    elif number := _NUMBER.match(text):
        digits, sign = _plain(number[2], language), number[1]
        exponent, end = number[3] or number[4] or "0", number.end()
    else:
        return None
    rest = text[end:]
    if re.match(r" ?[.,]?\d", rest):
        return None
    value = float(f"{sign}{digits}e{exponent}")
    return Reading(value, rest.strip()) if math.isfinite(value) else None


def _plain(mantissa: str, language: str) -> str:
    """The digits with a decimal point and without groups."""
    spaced = re.sub("[ '’]", "", mantissa)
    signs = re.sub(r"\d", "", spaced)
    decimal = signs[-1:]
    if len(set(signs)) == 1 and len(signs) > 1:
        decimal = ""  # 1,234,567
    elif signs == "," and language == "en" and spaced == mantissa and _GROUPED.fullmatch(spaced):
        decimal = ""
    if not decimal:
        return re.sub("[.,]", "", spaced)
    whole, _, part = spaced.rpartition(decimal)
    return f"{re.sub('[.,]', '', whole) or '0'}.{part or '0'}"
