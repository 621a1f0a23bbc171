"""Names of languages, and small quantities written as a language writes them."""

from __future__ import annotations

from babel import Locale
from babel.numbers import format_decimal
from babel.units import format_unit

from build_tools.pages.languages import language_name

#: U+202F: a number and its unit stay on one line
NARROW_NO_BREAK_SPACE = "\u202f"
#: fb⁻¹ below which a luminosity is written in pb⁻¹
SMALL_LUMINOSITY = 0.1


def own_name(language: str) -> str:
    """The language's name in itself, as its readers look for it in a list: ``Français``."""
    name = language_name(language)
    return name[:1].upper() + name[1:]


def minutes(value: int, language: str) -> str:
    """A duration in minutes, in words: ``40 minutes``."""
    return format_unit(value, "minute", locale=Locale.parse(language, sep="-"))


def hours(value: int, language: str) -> str:
    """A duration given in minutes, in whole hours: ``7 hours``."""
    return format_unit(round(value / 60), "hour", locale=Locale.parse(language, sep="-"))


def luminosity(value: float, language: str) -> str:
    """An integrated luminosity given in fb⁻¹, in the unit that suits it: ``10,06 fb⁻¹``."""
    unit = "fb⁻¹"
    if value < SMALL_LUMINOSITY:
        value, unit = value * 1000, "pb⁻¹"
    number = format_decimal(value, format="#,##0.##", locale=Locale.parse(language, sep="-"))
    return f"{number}{NARROW_NO_BREAK_SPACE}{unit}"
