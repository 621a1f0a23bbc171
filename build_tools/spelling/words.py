"""The words of a text, as a dictionary has them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_WORD: Final = re.compile(r"(?<![\w.@/\\-])[^\W\d_]+(?:[’'‑-][^\W\d_]+)*(?![\w@/\\]|\.\w)")
#: What French joins to the next word.
_ELISION: Final = re.compile(
    r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)[’'](?=\w)", re.IGNORECASE
)
#: What French joins to the verb before it.
_ENCLITIC: Final = re.compile(
    r"-(?:t-)?(?:je|tu|ils?|elles?|on|nous|vous|ce|les?|la|l[àa]|moi|y|en|ci)$"
)
_SHORTEST: Final = 3
"""Letters of a word that is looked up; fewer are symbols and units: tt, pb, ee."""


@dataclass(frozen=True)
class Word:
    """A word and where it starts in its text."""

    text: str
    start: int


def words_of(text: str, language: str) -> Iterator[Word]:
    """The words of a text; no units, no acronyms, no names of code, no single letters."""
    for match in _WORD.finditer(text):
        word = match[0].replace("'", "’").replace("‑", "-")
        start = match.start()
        if language == "fr" and (elided := _ELISION.match(word)):
            start += elided.end()
            word = word[elided.end() :]
        if len(word) >= _SHORTEST and not _is_sign(word):
            yield Word(word, start)


def _is_sign(word: str) -> bool:
    """Whether it has other letters than words have, or capitals inside: a symbol, an acronym."""
    if not all(unicodedata.name(sign, "").startswith("LATIN") or sign in "’-" for sign in word):
        return True
    return any(sign.isupper() for part in re.split("[-’]", word) for sign in part[1:])


def misspelt(
    text: str, language: str, known: Callable[[str], bool], own: frozenset[str]
) -> Iterator[Word]:
    """The words that neither the dictionary nor the project knows; ``own`` are in small letters."""
    for word in words_of(text, language):
        if not any(
            all(_is_known(part, known, own) for part in parts)
            for parts in _readings(word.text, language)
        ):
            yield word


def _readings(word: str, language: str) -> Iterator[list[str]]:
    """The ways to look a word up: whole, without what is joined to it, in its parts."""
    yield [word]
    if language == "fr" and (joined := _ENCLITIC.search(word)):
        yield [word[: joined.start()]]
    if language == "en" and word.endswith(("’s", "s’")):
        yield [word.removesuffix("’s").removesuffix("’")]
    if "-" in word:
        yield [part for part in word.split("-") if len(part) >= _SHORTEST]


def _is_known(word: str, known: Callable[[str], bool], own: frozenset[str]) -> bool:
    return word.casefold() in own or known(word) or known(word.replace("’", "'"))


def own_words(texts: Iterable[str], language: str) -> frozenset[str]:
    """The words of texts that are right by definition, with their plurals, in small letters."""
    found = {
        part for text in texts for word in words_of(text, language) for part in _parts(word.text)
    }
    plural = {f"{word}s" for word in found} | {f"{word}x" for word in found if language == "fr"}
    return frozenset(found | plural)


def _parts(word: str) -> Iterator[str]:
    yield word.casefold()
    yield from (part.casefold() for part in word.split("-") if part)
