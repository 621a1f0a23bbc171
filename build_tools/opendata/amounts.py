"""Sizes and durations, as people write and read them."""

from __future__ import annotations

import re

#: Bytes that are taken without a word of consent: under half an hour on the line below.
UNASKED = 2_000_000_000
SLOW_LINE = 10_000_000  # bits a second, of a line that many schools have
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kMGT]?)B?", re.IGNORECASE)
_PREFIXES = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_STEP = 1000  # from a unit to the next
_SHORT = 10  # below which a decimal is worth its place
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def parse_size(text: str) -> int:
    """Bytes of a text such as `500 MB` or `2.5GB`; raises ValueError."""
    match = _SIZE.fullmatch(text.strip())
    if not match:
        raise ValueError(text)
    return round(float(match[1]) * _PREFIXES[match[2].lower()])


def readable(size: int) -> str:
    """A number of bytes, for people: `528 MB`."""
    value = float(size)
    for unit in ("bytes", "kB", "MB", "GB"):
        if value < _STEP:
            digits = 0 if value >= _SHORT or unit == "bytes" else 1
            return f"{value:.{digits}f} {unit}"
        value /= _STEP
    return f"{value:.1f} TB"


def duration(size: int, bits_a_second: float = SLOW_LINE) -> str:
    """How long so many bytes take, for people: `about 7 minutes`."""
    seconds = size * 8 / bits_a_second
    if seconds < _MINUTE:
        return "less than a minute"
    for unit, length, until in (
        ("minute", _MINUTE, 2 * _HOUR),
        ("hour", _HOUR, 2 * _DAY),
        ("day", _DAY, float("inf")),
    ):
        if seconds < until:
            count = round(seconds / length)
            return f"about {count} {unit}{'' if count == 1 else 's'}"
    raise AssertionError
