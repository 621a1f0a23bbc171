"""Tokens that stand for labels while the source program is run once more.

A *hard* token has all that a program could trip over in a text: blanks, a line break, quotes,
braces, what HTML and regular expressions treat apart, both cases, a letter beyond ASCII, another
length, another place in the alphabet. What a program does with it, it does with any text. It does
not depend on the translations, so that all languages share one run.

A *like* token stands for the text of one language: it has that text's length, case, blanks and
signs. It is for programs in which these count, such as printed columns.
"""

from __future__ import annotations

import html
import json
import string
import urllib.parse
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

#: Signs of a hard token.
_SIGNS: Final = " '\"\\<>&%{}\n\u00e9\u00a0\u2019$(*/#?+|.,:;=[]^~`_-!@"
#: Those that a format would read as its own.
_FORMAT_SIGNS: Final = frozenset("%{}")
#: Texts from here on get tokens that sort before all others, so that the order is turned round.
_MIDDLE: Final = "N"


def hard(number: int, text: str, *, piece: bool) -> str:
    """The hard token of a text; ``number`` is its rank when the texts are sorted backwards.

    ``piece``: the text is part of a format, in which ``%`` and braces would mean something.
    """
    signs = "".join(sign for sign in _SIGNS if not (piece and sign in _FORMAT_SIGNS))
    front = "0Q" if text >= _MIDDLE else "zQ"
    # every sign and letter more often than in the text, so that to count any of them tells
    often = 1 + max(map(text.count, text), default=0)
    token = f"{front}{number:04d}{(signs + string.ascii_letters) * often}Kz"
    return token if len(token) != len(text) else f"{token}z"


def covered(text: str, source: str) -> bool:
    """Whether a hard token has every kind of sign that a translation brings in.

    Signs beyond ASCII are of one kind, but for those that end a line.
    """
    return all(
        sign.isalnum()
        or sign in _SIGNS
        or sign in source
        or (not sign.isascii() and len(f"a{sign}b".splitlines()) == 1)
        for sign in text
    )


@cache
def _alphabet() -> tuple[str, ...]:
    """Lower-case letters that no lesson uses, each right behind its upper case.

    So two tokens are in the same order whatever their cases are.
    """
    letters = map(chr, range(0x460, 0x2D00))
    return tuple(
        letter
        for letter in letters
        if letter.islower() and letter.upper() == chr(ord(letter) - 1) != letter
    )


def like(number: int, text: str) -> str:
    """A text in which one letter, the token's own, stands for all letters and digits.

    Raises IndexError when there are more labels than letters.
    """
    letter = _alphabet()[number]
    own = "".join(
        (letter.upper() if sign.isupper() else letter) if sign.isalnum() else sign for sign in text
    )
    return own if letter in own.lower() else letter * len(text)


def _repr(text: str) -> str:
    """The text as ``repr`` writes it between single quotes."""
    return repr("'\"" + text)[4:-1]


Form = tuple[str, "Callable[[str], str]"]

#: How a text may stand in an output.
FORMS: Final[tuple[Form, ...]] = (
    ("plain", str),
    ("html", lambda text: html.escape(text, quote=False)),
    ("html", html.escape),
    ("xml", lambda text: html.escape(text, quote=False).replace('"', "&quot;")),  # of minidom
    ("html", lambda text: html.escape(text).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")),
    ("pandas", lambda text: text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")),
    ("repr", lambda text: ascii("'\"" + text)[4:-1]),
    ("json", lambda text: json.dumps(text)[1:-1]),
    ("json", lambda text: json.dumps(text, ensure_ascii=False)[1:-1]),
    ("repr", _repr),
    ("url", urllib.parse.quote),
    ("url", lambda text: urllib.parse.quote(text, safe="")),
    ("url", urllib.parse.quote_plus),
)
