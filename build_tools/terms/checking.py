"""Whether a translation uses the terms of its language, and none of the words to avoid."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.pages.prose import GAP, Kind, passages
from build_tools.terms.matching import Matcher, uses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from build_tools.pages.prose import Passage
    from build_tools.terms.model import Avoided, Terms

#: A comment of the translation that allows what the check finds: ``% term decay: why``.
EXCEPTION: Final = re.compile(
    r"^[ \t]*%[ \t]*term[ \t]+(?P<what>[^:\n]+?)[ \t]*:[ \t]*(?P<reason>.*)$", re.MULTILINE
)


@dataclass(frozen=True)
class Section:
    """The text of a section, or of a whole page, as it stands in its file."""

    path: Path
    language: str
    text: str
    line: int = 1  #: 1-based line of its first line in the file


def check_terms(source: Section, translated: Section, terms: Terms) -> list[Diagnostic]:
    """What is wrong with the words of a translated section.

    A term of the source that the translation has under none of its words; and words to avoid. A
    line ``% term decay: reason`` in the translation allows the one, ``% term words: reason`` the
    other; an exception that allows nothing is told, too.
    """
    exceptions, problems = _exceptions(translated)
    used: set[str] = set()
    problems += _absent(source, translated, terms, exceptions, used)
    problems += [
        problem
        for word, problem in _avoided(translated, terms)
        if not _allowed(word, exceptions, used)
    ]
    problems += [
        Diagnostic(
            translated.path,
            line,
            Code.TERM,
            f"nothing here needs the exception for “{what}”; take it out",
        )
        for what, line in exceptions.items()
        if what not in used
    ]
    return sorted(problems)


def check_avoided(section: Section, terms: Terms) -> list[Diagnostic]:
    """The words to avoid in a text that has no source: a page of the language, a definition."""
    exceptions, problems = _exceptions(section)
    return sorted(
        [
            *problems,
            *(
                problem
                for word, problem in _avoided(section, terms)
                if not _allowed(word, exceptions, set())
            ),
        ]
    )


def avoided_in(
    found: Iterable[Passage], path: Path, language: str, terms: Terms
) -> Iterator[tuple[str, Diagnostic]]:
    """The words to avoid in passages, each with what is wrong with it."""
    matcher, entries = _avoiding(_Identity(terms), language)
    for passage in found:
        for use in matcher.uses(passage.text):
            own = entries[int(use.term)]
            words = passage.text[use.start : use.end]
            if _inside(passage.text, use.start, own):
                continue
            yield (
                words,
                Diagnostic(
                    path,
                    passage.line_at(use.start),
                    Code.TERM,
                    f"“{' '.join(words.split())}”: {own.because}; write {own.write}",
                ),
            )


def _avoided(section: Section, terms: Terms) -> Iterator[tuple[str, Diagnostic]]:
    found = passages(section.text, section.line)
    return avoided_in(found, section.path, section.language, terms)


@dataclass(frozen=True)
class _Identity:
    """Terms as a key of the cache: the same object, not equal contents."""

    terms: Terms

    def __hash__(self) -> int:
        return id(self.terms)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.terms is self.terms


@lru_cache(maxsize=8)
def _avoiding(key: _Identity, language: str) -> tuple[Matcher, Sequence[Avoided]]:
    entries = key.terms.avoided(language)
    words = [(str(number), word) for number, own in enumerate(entries) for word in own.words]
    return Matcher(words, language), entries


def _inside(text: str, start: int, avoided: Avoided) -> bool:
    """Whether words stand in a phrase in which they are right."""
    return any(
        match.start() <= start < match.end()
        for phrase in avoided.unless
        for match in re.finditer(re.escape(phrase).replace(r"\ ", r"\s+"), text, re.IGNORECASE)
    )


def _absent(
    source: Section,
    translated: Section,
    terms: Terms,
    exceptions: dict[str, int],
    used: set[str],
) -> Iterator[Diagnostic]:
    there = {
        name
        for passage in passages(translated.text, translated.line)
        for name in _accepted(passage.text, terms, translated.language)
    }
    told: set[str] = set()
    for passage in passages(source.text, source.line):
        if passage.kind is Kind.ALT:
            continue  # a description may take other ways in another language
        for use in uses(passage.text, terms, source.language):
            term = terms.terms[use.term]
            wording = term.wordings.get(translated.language)
            if wording is None or not term.checked or use.term in there or use.term in told:
                continue
            told.add(use.term)
            word = " ".join(passage.text[use.start : use.end].split())
            if _allowed(term.id, exceptions, used) or _allowed(word, exceptions, used):
                continue
            others = ", ".join(f"“{own}”" for own in (*wording.forms, *wording.also)[:3])
            yield Diagnostic(
                translated.path,
                translated.line,
                Code.TERM,
                f"“{word}” ({source.path.as_posix()}:{passage.line_at(use.start)}) has no"
                f" counterpart in this section; write “{wording.word}”"
                + (f" or {others}" if others else "")
                + f", or say why not in a line `% term {term.id}: reason`",
            )


def _accepted(text: str, terms: Terms, language: str) -> Iterator[str]:
    """The terms that a text has, also inside the words of another: one may be part of the next."""
    for use in uses(text, terms, language, "accepted"):
        yield use.term
        inner = text[use.start : use.end]
        for gap in re.finditer(r"[\s\-‑]+", inner):
            for piece in (inner[: gap.start()], inner[gap.end() :]):
                yield from (own.term for own in uses(piece, terms, language, "accepted"))


def _exceptions(section: Section) -> tuple[dict[str, int], list[Diagnostic]]:
    """What a section allows, with the line, and exceptions without a reason."""
    found: dict[str, int] = {}
    problems = []
    for match in EXCEPTION.finditer(section.text):
        line = section.line + section.text.count("\n", 0, match.start())
        found[match["what"].casefold()] = line
        if not match["reason"].strip():
            message = (
                f"the exception for “{match['what']}” has no reason; write one behind the colon"
            )
            problems.append(Diagnostic(section.path, line, Code.TERM, message))
    return found, problems


def _allowed(word: str, exceptions: dict[str, int], used: set[str]) -> bool:
    plain = " ".join(word.replace(GAP, "").split()).casefold()
    if plain in exceptions:
        used.add(plain)
        return True
    return False
