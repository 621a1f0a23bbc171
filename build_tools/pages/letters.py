"""Characters that make a text look like something else than it is."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What opens and closes a stretch of text in another direction …
_OPENERS: Final = {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069"}
_OPENERS[chr(0x2068)] = "\u2069"
_CLOSERS: Final = frozenset(_OPENERS.values())
#: … and what turns letters round whatever they are: nobody writes that.
_OVERRIDES: Final = frozenset("\u202d\u202e")
#: Invisible characters that words need in some languages, or where they may be broken …
_JOINERS: Final = frozenset("\u200c\u200d")
#: … and those that prose may have, and code not.
_OF_PROSE: Final = _JOINERS | frozenset("\u00ad\u200e\u200f\u061c\u2060")
#: Accents on one letter; more would cover the lines above and below.
_MOST_ACCENTS: Final = 4

_NO_LETTERS: Final = frozenset({"Cc", "Co", "Cs", "Zl", "Zp"})
_SUSPECT: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u0300-\u036f\u0600-\u0605\u061c\u06dd\u070f\u08e2"
    "\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff"
    "\ufff9-\ufffb\ue000-\uf8ff\ud800-\udfff\U000110bd-\U000fffff\U00100000-\U0010ffff]"
)


def name(character: str) -> str:
    """How a character is called in a message: ``U+202E right-to-left override``."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '').lower()}".strip()


def strange_letters(text: str) -> Iterator[tuple[int, str]]:
    """Lines, from 0, with a character that no page has, and what to tell; the first of each."""
    if not _SUSPECT.search(text):
        return
    for number, line in enumerate(text.split("\n")):
        if _SUSPECT.search(line) and (message := _strange(line)):
            yield number, message


def _strange(line: str) -> str:
    expected: list[str] = []
    accents = 0
    message = ""
    for character in line:
        kind = unicodedata.category(character)
        accents = accents + 1 if kind in {"Mn", "Me"} else 0
        if character in _OPENERS:
            expected.append(_OPENERS[character])
        elif character in _CLOSERS and (expected or [""]).pop() != character:
            message = f"{name(character)} closes nothing on this line; take it out"
        elif character in _OVERRIDES:
            message = f"{name(character)} shows letters in another order; take it out"
        elif kind in _NO_LETTERS and character != "\t":
            message = f"the character {name(character)} has no place in a page; take it out"
        elif kind == "Cf" and character not in _OF_PROSE | _CLOSERS:
            message = f"the character {name(character)} cannot be seen; take it out"
        elif accents > _MOST_ACCENTS:
            message = f"more than {_MOST_ACCENTS} accents on one letter; take some away"
        if message:
            return message
    if expected:
        return f"a change of direction that is not closed on this line: add {name(expected[-1])}"
    return ""


def unseen_in_code(text: str) -> Iterator[tuple[int, str]]:
    """Lines, from 0, of code with a character that cannot be seen, and what to tell."""
    if text.isascii():
        return
    for number, line in enumerate(text.split("\n")):
        for character in line:
            if unicodedata.category(character) == "Cf" and character not in _JOINERS:
                yield (
                    number,
                    f"{name(character)} makes code look different from what it is; take it out",
                )
                break
