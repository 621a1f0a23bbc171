"""What the forms say around a question: keys in the page's language, letters of options."""

from __future__ import annotations

import string

from build_tools.localisation.numbers import format_number
from build_tools.quiz.model import Measure, NumberKey, TextKey

_SPACE = "\N{NO-BREAK SPACE}"
_SIGNIFICANT = 4


def letter(position: int) -> str:
    """The name of an option, such as ``A`` for the first."""
    return string.ascii_uppercase[position % 26]


def key_text(key: NumberKey | TextKey, language: str) -> str:
    """A key as a reader sees it: ``91,2 ± 0,5 GeV``, ``90 – 92 GeV``, or words."""
    if isinstance(key, TextKey):
        return key.variants[0]
    margin = key.tolerance.number if key.tolerance else None
    digits = key.digits
    if digits is None and margin is not None and key.measure is Measure.ABSOLUTE:
        digits = _digits(margin)
    text = _number(key.value.number, digits, language)
    if key.upper is not None:
        text = f"{text}{_SPACE}–{_SPACE}{_number(key.upper.number, digits, language)}"
    if margin is None:
        return with_unit(text, key.unit, language)
    size = _number(margin, None, language)
    if key.measure is Measure.RELATIVE:
        text = with_unit(text, key.unit, language)
        return f"{text}{_SPACE}±{_SPACE}{with_unit(size, '%', language)}"
    return with_unit(f"{text}{_SPACE}±{_SPACE}{size}", key.unit, language)


def other_words(key: NumberKey | TextKey) -> str:
    """Other words that are accepted; empty where there are none."""
    return ", ".join(key.variants[1:]) if isinstance(key, TextKey) else ""


def with_unit(text: str, unit: str, language: str) -> str:
    """A number and its unit on one line, as the language joins them."""
    if not unit:
        return text
    return f"{text}{'' if unit == '%' and language == 'en' else _SPACE}{unit}"


def _number(value: float, digits: int | None, language: str) -> str:
    return format_number(value, language, digits=_digits(value) if digits is None else digits)


def _digits(value: float) -> int:
    """Decimals that a number needs, four significant digits at most."""
    text = f"{float(f'{value:.{_SIGNIFICANT}g}'):.10f}".rstrip("0")
    return len(text.partition(".")[2])
