"""A term: its words in each language, what it means, what not to write for it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Grammar(StrEnum):
    """What kind of word a term is, for its article."""

    MASCULINE = "m"
    FEMININE = "f"
    MASCULINE_PLURAL = "m pl"
    FEMININE_PLURAL = "f pl"
    NAME = "name"  #: without an article
    NOUN = "noun"  #: of a language without genders


@dataclass(frozen=True)
class Avoided:
    """Words that are not written: a calque or a false friend."""

    words: tuple[str, ...]
    because: str
    write: str  #: what to write
    unless: tuple[str, ...] = ()  #: phrases in which the words are right


@dataclass(frozen=True)
class Wording:
    """A term in one language."""

    word: str
    grammar: Grammar
    definition: str  #: Markdown, one to three sentences
    forms: tuple[str, ...] = ()  #: how it occurs in prose, besides regular plurals
    also: tuple[str, ...] = ()  #: what may stand in its place in a translation, never linked
    avoid: tuple[Avoided, ...] = ()
    line: int = 0  #: of the definition in the catalogue

    @property
    def written(self) -> tuple[str, ...]:
        """The word and its forms."""
        return (self.word, *self.forms)


@dataclass(frozen=True)
class Term:
    """A term in all languages."""

    id: str
    wordings: Mapping[str, Wording]
    source: str = ""  #: id of a source of the catalogue; empty: written for these lessons
    #: whether a page's first use becomes a link, and a translation has to have it
    linked: bool = True
    checked: bool = True


@dataclass(frozen=True)
class Terms:
    """All terms, and the false friends that belong to none of them."""

    terms: Mapping[str, Term]
    false_friends: Mapping[str, tuple[Avoided, ...]]  #: language → words

    def in_language(self, language: str) -> Sequence[tuple[Term, Wording]]:
        """The terms that have words in a language, in the order of its alphabet."""
        return self._ordered.get(language, ())

    def called(self, word: str, language: str) -> str | None:
        """The id of the term that a word of a language names, in whatever case; None if none."""
        return self._names.get(language, {}).get(word.casefold())

    @cached_property
    def _ordered(self) -> Mapping[str, Sequence[tuple[Term, Wording]]]:
        return {
            language: sorted(
                (
                    (term, term.wordings[language])
                    for term in self.terms.values()
                    if language in term.wordings
                ),
                key=lambda pair: alphabetical(pair[1].word),
            )
            for language in self.languages
        }

    @cached_property
    def _names(self) -> Mapping[str, Mapping[str, str]]:
        return {
            language: {
                written.casefold(): term.id
                for term, wording in reversed(self.in_language(language))  # the first one counts
                for written in wording.written
            }
            for language in self.languages
        }

    def avoided(self, language: str) -> list[Avoided]:
        """Everything that is not written in a language."""
        return [
            *self.false_friends.get(language, ()),
            *(own for _, wording in self.in_language(language) for own in wording.avoid),
        ]

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages that any term has words in."""
        return frozenset(name for term in self.terms.values() for name in term.wordings)


def alphabetical(word: str) -> tuple[str, str, str]:
    """The key of a word in the order of a dictionary.

    Letters first, whatever their accents and case; words that differ in nothing else by accents,
    then by case: cote, coté, côte. Spaces and hyphens count as an end of a word, so that a shorter
    word stands before what it begins.
    """
    plain = word.replace("œ", "oe").replace("æ", "ae").replace("Œ", "OE")
    letters = "".join(
        sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign)
    )
    letters = re.sub(r"[-‑’' ]+", " ", letters)
    return letters.casefold(), plain.casefold(), word
