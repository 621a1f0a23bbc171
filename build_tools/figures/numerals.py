"""Numbers as text, punctuated for a language.

One minus sign (U+2212) in every language; the decimal and group signs are CLDR's, so French gets a
comma and a narrow no-break space (U+202F).
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING, Final

from babel.numbers import get_decimal_symbol, get_group_symbol

from build_tools.localisation.numbers import locale_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MINUS: Final = "\N{MINUS SIGN}"
NOTHING: Final = "\N{EN DASH}"
_NUMBER: Final = re.compile(
    r"(?P<sign>[+\-\u2212]?)(?P<whole>\d+|\d{1,3}(?:,\d{3})+)(?:\.(?P<part>\d*))?"
    r"(?:[eE](?P<power>[+-]?\d+))?"
)
_RAISED: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_HUGE: Final = 1e15
"""Up to here every whole number is exact."""
_TINY, _LARGE = 1e-3, 1e6
"""Outside of these, numbers with places of their own are written with powers of ten."""
_MOST_PLACES: Final = 6
_YEARS: Final = range(1900, 2101)
"""Whole numbers of a column that are not grouped when all are of these: a year stays a year."""


@cache
def separators(language: str) -> str:
    """The decimal sign and the group sign of a language, in this order: ``".,"`` in English."""
    locale = locale_of(language)
    return get_decimal_symbol(locale) + get_group_symbol(locale)


def decimals(numbers: Iterable[float], digits: int = 4, *, own_digits: bool = False) -> int | None:
    """Decimal places for a column: as many as its largest needs to show ``digits`` digits.

    Whole numbers need none. ``None`` when each has its own places: where all are tiny, and, for
    numbers that keep their ``own_digits``, where the smallest would not show two. With one digit,
    neighbours at the low end of a steep curve would read the same (0.02, 0.02). Where signs differ
    one digit is enough: numbers that scatter about zero come near it by chance, and the nearest
    says nothing of how exact the others are.
    """
    known = [number for number in numbers if number and math.isfinite(number)]
    sizes = [abs(number) for number in known]
    if all(size == int(size) for size in sizes) and max(sizes, default=0) < _HUGE:
        return 0
    smallest = 2 if min(known) * max(known) > 0 else 1
    before = math.floor(math.log10(max(sizes))) + 1
    last = smallest - 1 - math.floor(math.log10(min(sizes)))
    needed = max(digits - before, 0)
    return None if needed > _MOST_PLACES or (own_digits and last > needed) else needed


def column(
    numbers: Sequence[float | None], language: str, digits: int = 4, *, own_digits: bool = False
) -> list[str]:
    """Texts of one column of numbers, all written in one way.

    - Most columns have the same number of decimals throughout (``decimals``): on an axis with even
      steps nobody sees more of the small ones. What is positive and would read as zero is said to
      be less than the last decimal: “< 0.01”.
    - Numbers that are compared by their ratio (on a logarithmic axis, in a diagram of flows) or
      that name their row keep ``own_digits``, ``digits`` at most, also where they differ widely.
    - Powers of ten stand in every row or in none: where each number has its own places and one of
      them is less than a thousandth, or a million and more.

    No number has more than ``digits`` digits, unless its whole part has.
    """
    known = [number for number in numbers if number is not None and math.isfinite(number)]
    places = decimals(known, digits, own_digits=own_digits)
    while places and all(f"{number:.{places}f}".endswith("0") for number in known):
        places -= 1  # zeros that every number ends in say nothing
    powers = any(number and not _TINY <= abs(number) < _LARGE for number in known)
    shown = [_plainly(number, places, digits, powers=powers) for number in numbers]
    return [
        f"<\u00a0{text}" if less else text
        for text, (_, less) in zip(
            punctuated([plain for plain, _ in shown], language), shown, strict=True
        )
    ]


def _plainly(
    number: float | None, places: int | None, digits: int, *, powers: bool
) -> tuple[str, bool]:
    """A number as Python prints it, nothing for one that is absent; and whether it is less."""
    if number is None or not math.isfinite(number):
        return "", False
    if places is not None:
        text = f"{number:.{places}f}"
        less = number > 0 and not float(text)
        return (f"{10**-places:.{places}f}" if less else text), less
    if number and powers:
        return f"{number:.{digits - 1}e}", False
    return (f"{number:.{digits}g}" if abs(number) < 10**digits else f"{number:.0f}"), False


def punctuated(texts: Sequence[str], language: str, *, grouped: bool | None = None) -> list[str]:
    """The same texts with each number written as the language does.

    ``texts`` are one column. Its digits are grouped by three, as in the prose and on the axes,
    unless all are years, or ``grouped`` says otherwise. What is not a number is left alone, except
    that an absent one (empty, ``NaN``, ``None``) is a dash.
    """
    matches = [_NUMBER.fullmatch(text.strip()) for text in texts]
    if grouped is None:
        grouped = not all(_is_year(match) for match in matches if match)
    return [
        _written(match, language, grouped=grouped) if match else _absent(text)
        for match, text in zip(matches, texts, strict=True)
    ]


def _is_year(match: re.Match[str]) -> bool:
    return match[0].isdigit() and int(match[0]) in _YEARS


def _absent(text: str) -> str:
    return NOTHING if text.strip() in {"", "NaN", "nan", "None", "<NA>", "NaT"} else text


def _written(match: re.Match[str], language: str, *, grouped: bool) -> str:
    point, comma = tuple(separators(language))
    whole = match["whole"].replace(",", "")
    shown = f"{int(whole):,}".replace(",", comma) if grouped else whole
    if match["part"]:
        shown += point + match["part"]
    negative = match["sign"] in {"-", MINUS} and re.search("[1-9]", whole + (match["part"] or ""))
    sign = MINUS if negative else "+" if match["sign"] == "+" else ""
    power = ""
    if match["power"]:
        # No-break spaces: a number does not end a line in its middle.
        power = f"\u00a0×\u00a010{str(int(match['power'])).translate(_RAISED)}"
    return sign + shown + power
