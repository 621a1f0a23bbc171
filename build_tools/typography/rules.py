"""What the build does to prose by itself: signs that a keyboard lacks, one meaning each.

Which space stands before a sign, how an apostrophe is drawn, how digits are grouped: an author
types what the keyboard has, and reads what a printer would set. Whatever needs a decision is left
to the author (``lint``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
NARROW: Final = "\N{NARROW NO-BREAK SPACE}"
#: Spaces between words on one line, whichever was typed.
_ANY: Final = f"[ {NO_BREAK}{NARROW}]"
#: Units that stay beside their number.
UNITS: Final = (
    "[kMGTP]?eV(?:/c²?)?|[afpnµmk]?b⁻?¹?|fb|pb|nb|[nµmck]?m[²³]?|km/s|m/s|k?g|[nµm]?s|min|h|"
    "[kMG]?Hz|[kmM]?[VATJWKΩ]|rad|°C|K|%|‰|[kMGT]?B|[kMG]o|To|bits?"
)

_Rule = tuple[re.Pattern[str], "str | Callable[[re.Match[str]], str]"]


def _grouped(match: re.Match[str]) -> str:
    return match[1] + re.sub(_ANY, NARROW, match[2])


#: Groups of digits, in every language that has spaces between them.
_GROUPS: Final[_Rule] = (
    re.compile(rf"(?<![\d.,])(\d{{1,3}})((?:{_ANY}\d{{3}})+)(?!\d)"),
    _grouped,
)
#: In every language: the apostrophe, three dots, dashes, units, decays.
_COMMON: Final[tuple[_Rule, ...]] = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"(?<!-)---(?!-)"), "—"),
    (re.compile(r"(?<![-\w])--(?![-\w])|(?<=\w)--(?=\w)"), "–"),
    (re.compile(rf"(?<=[\d⁰¹²³⁴-⁹])[ {NARROW}](?=(?:{UNITS})(?![\w⁻]))"), NO_BREAK),
    (re.compile(r"(?<=\d) (?=[±×])|(?<=[±×]) (?=\d)"), NO_BREAK),
    (re.compile(r"(?<=\S) (?=→ \S)|(?<=→) (?=\S)"), NO_BREAK),
)
#: French: a narrow space before ; ! ?, a full one before : and inside « ».
_FRENCH: Final[tuple[_Rule, ...]] = (
    _GROUPS,
    (re.compile(rf"{_ANY}+(?=[;!?](?!\w))"), NARROW),
    (re.compile(rf"{_ANY}+(?=:(?!\w|//))"), NO_BREAK),
    (re.compile(rf"«{_ANY}*(?=\S|$)"), f"«{NO_BREAK}"),
    (re.compile(rf"(?:(?<=\S)|^){_ANY}*»"), f"{NO_BREAK}»"),
    (re.compile(rf"(?<=\d){_ANY}?(?=[%‰])|(?<=\)){_ANY}(?=[%‰])"), NO_BREAK),
    (re.compile(r"(?<=\w)'(?=\w|$)"), "’"),
)
#: English: no space before a per cent sign.
_ENGLISH: Final[tuple[_Rule, ...]] = ((re.compile(rf"(?<=[\d)]){_ANY}(?=[%‰])"), ""),)
_OTHERS: Final[tuple[_Rule, ...]] = (_GROUPS,)
_RULES: Final[dict[str, tuple[_Rule, ...]]] = {"fr": _FRENCH, "en": _ENGLISH}
#: Opening and closing marks in place of " and ', where a language has them from the keyboard.
_QUOTES: Final[dict[str, Sequence[str]]] = {"en": "“”‘’"}
_OPENS_AFTER: Final = re.compile(r"[\s(\[{–—“‘/]$")

#: Most pieces of prose: words, commas and single dots, which no rule is about.
_AS_TYPED: Final = re.compile(r"(?:[^\W\d⁰¹²³⁴-⁹]|[\s,()]|\.(?!\.)|-(?!-))*")


def typeset(text: str, language: str, before: str = "") -> str:
    """A piece of prose as a printer of the language would set it.

    ``before`` is what stands before it on the page, so that a quotation mark knows its side. What
    is typeset already stays as it is.
    """
    if _AS_TYPED.fullmatch(text):
        return text
    for pattern, put in (*_COMMON, *_RULES.get(language.partition("-")[0], _OTHERS)):
        text = pattern.sub(put, text)
    quotes = _QUOTES.get(language.partition("-")[0])
    return _with_quotes(text, quotes, before) if quotes and re.search("[\"']", text) else text


def _with_quotes(text: str, quotes: Sequence[str], before: str) -> str:
    made = ""
    for sign in text:
        if sign in "\"'":
            left = (before + made)[-1:]
            opens = not left or bool(_OPENS_AFTER.search(left))
            made += quotes[(0 if sign == '"' else 2) + (0 if opens else 1)]
        else:
            made += sign
    return made


#: What must not be parted from a formula before it, and after it.
CLINGS_AFTER: Final = re.compile(rf"^(?:[{NO_BREAK}{NARROW}]?[.,;:!?…»”’)\]%°])+")
CLINGS_BEFORE: Final = re.compile(rf"(?:«{NO_BREAK}|[(\[“‘]|\b\w{{1,2}}’)+$")
