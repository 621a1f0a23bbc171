"""Finding terms in prose, in the forms in which they occur there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from build_tools.pages.model import Page
    from build_tools.terms.model import Term, Terms, Wording

#: Endings of regular plurals, by language; others are written out as forms.
_PLURALS = {"en": "(?:s|es)?", "fr": "(?:s|x|es)?"}
#: Words inside a term that have no plural.
_SMALL = frozenset(
    re.findall(r"\w+", "a an and at of the in by to de d des du la le les l et à au aux en par sur")
)

#: Where a word may begin: a part of a path or of a longer word is no word.
_START = re.compile(r"(?<![\w/\\-])\S")


@dataclass(frozen=True)
class Use:
    """A term in a text."""

    term: str  #: its id
    start: int
    end: int


class Matcher:
    """Finds words in texts; of two that begin at one place, the longer."""

    def __init__(self, words: Iterable[tuple[str, str]], language: str) -> None:
        """``words`` are pairs of an id and a word that stands for it."""
        # one pattern a letter: a place in a text is compared with the few words that begin like it
        by_letter: dict[str, list[tuple[str, str]]] = {}
        for name, word in sorted(words, key=lambda pair: -len(pair[1])):
            for letter in {word[0], word[0].upper()}:
                by_letter.setdefault(letter, []).append((name, word))
        self._ids = {letter: [name for name, _ in own] for letter, own in by_letter.items()}
        self._patterns = {
            letter: re.compile(rf"(?:{_alternatives(own, language)})(?![\w/\\-])")
            for letter, own in by_letter.items()
        }

    def uses(self, text: str) -> Iterator[Use]:
        """The words in a text, from left to right, none inside another."""
        end = 0
        for start in _START.finditer(text):
            pattern = self._patterns.get(start[0])
            if pattern is None or start.start() < end:
                continue
            match = pattern.match(text, start.start())
            if match is None or match.lastindex is None:
                continue
            end = match.end()
            yield Use(self._ids[start[0]][match.lastindex - 1], match.start(), end)


def _alternatives(words: Iterable[tuple[str, str]], language: str) -> str:
    return "|".join(f"({_pattern(word, language)})" for _, word in words)


def _pattern(word: str, language: str) -> str:
    """A word as it may be written: plural, at the start of a sentence, over two lines."""
    plural = _PLURALS.get(language, "")
    parts: list[str] = []
    for position, part in enumerate(re.split(r"(\s+|[-‑]|[’'])", word)):
        if not part:
            continue
        if part.isspace():
            parts.append(r"\s+")
        elif part in {"-", "‑"}:
            parts.append("[-‑]")
        elif part in {"’", "'"}:
            parts.append("[’']")
        else:
            parts.append(_letters(part, first=position == 0))
            # an acronym and a name of one letter have no plural
            if part.lower() == part and part not in _SMALL and len(part) > 1:
                parts.append(plural)
    return "".join(parts)


def _letters(part: str, *, first: bool) -> str:
    if first and part[0].islower():
        return f"[{part[0]}{part[0].upper()}]{re.escape(part[1:])}"
    return re.escape(part)


@lru_cache(maxsize=16)
def _matcher(terms: _Key, language: str, which: str) -> Matcher:
    select = _WRITTEN[which]
    return Matcher(
        [
            (term.id, word)
            for term, wording in terms.terms.in_language(language)
            for word in select(term, wording)
        ],
        language,
    )


@dataclass(frozen=True)
class _Key:
    """Terms as a key of the cache: the same object, not equal contents."""

    terms: Terms

    def __hash__(self) -> int:
        return id(self.terms)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.terms is self.terms


_WRITTEN: dict[str, Callable[[Term, Wording], Iterable[str]]] = {
    "linked": lambda term, wording: wording.written if term.linked else (),
    "all": lambda _, wording: wording.written,
    "accepted": lambda _, wording: (*wording.written, *wording.also),
}


def uses(text: str, terms: Terms, language: str, which: str = "all") -> Iterator[Use]:
    """The terms in a text of a language.

    ``which`` words: ``linked`` those that become links, ``all`` a term's own, ``accepted`` those
    too that may stand in its place.
    """
    return _matcher(_Key(terms), language, which).uses(text)


def term_called(word: str, terms: Terms, language: str) -> str | None:
    """The id of the term that a word of a language, or of another, names."""
    plain = " ".join(word.replace("'", "’").split())
    languages = (language, *sorted(terms.languages - {language}))
    return next((name for own in languages if (name := terms.called(plain, own))), None)


def terms_used(page: Page, terms: Terms) -> tuple[str, ...]:
    """The ids of the terms that a page uses, in the order in which they first occur.

    In its prose, in the page's language: by name, as the build links them, or under other words by
    a ``{term}`` role.
    """
    from build_tools.pages.prose import page_passages  # noqa: PLC0415  reads Markdown again

    found: dict[str, None] = {}
    for passage in page_passages(page):
        named = {
            start: name
            for start, _, target in passage.linked
            if target and (name := term_called(target, terms, page.language))
        }
        seen = {use.start: use.term for use in uses(passage.text, terms, page.language)}
        found |= dict.fromkeys(name for _, name in sorted({**seen, **named}.items()))
    return tuple(found)
