"""Days as a language writes them."""

from __future__ import annotations

import datetime as dt

from babel import Locale
from babel.dates import format_date

#: What Babel takes for English is American; the world's puts the day before the month.
_WORLD = {"en": "en_001"}
#: The first of a month, where a language writes it as no other day; Babel's patterns cannot.
_FIRST = {"fr": "1er"}


def long_day(day: str, language: str) -> str:
    """A day in words: 2026-11-22 is ``22 novembre 2026``; what is no day stays as it is."""
    try:
        date = dt.date.fromisoformat(day)
    except ValueError:
        return day
    locale = Locale.parse(_WORLD.get(language, language.replace("-", "_")))
    pattern = locale.date_formats["long"].pattern
    if date.day == 1 and locale.language in _FIRST:
        pattern = pattern.replace("d", f"'{_FIRST[locale.language]}'")
    return format_date(date, pattern, locale=locale)
