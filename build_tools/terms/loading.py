"""Reading ``terms.yaml``: strict, and every fault with its line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from build_tools.catalogue.document import read_yaml
from build_tools.catalogue.facts import CATALOGUE, SOURCES
from build_tools.pages.diagnostics import LessonError
from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.terms.model import Avoided, Grammar, Term, Terms, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from build_tools.pages.diagnostics import Diagnostic
    from build_tools.pages.document import Document, Place

TERMS: Final = CATALOGUE / "terms.yaml"

#: The source of a definition that was written here and needs no other.
WRITTEN: Final = "written for these lessons"

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*")
_GENDERED = frozenset({"fr", "es", "it", "pt", "de"})
_TERM_KEYS = frozenset({"source", "linked", "checked"})
_WORDING_KEYS = frozenset({"term", "grammar", "definition", "forms", "also", "avoid"})
_AVOID_KEYS = frozenset({"words", "because", "write", "unless"})
_ROLE = re.compile(r"\{term\}`(?P<text>[^`]*?)(?:\s*<(?P<target>[^<>]*)>)?`")
_LONGEST = 600
"""Characters of a definition; what is longer belongs in a lesson."""


def read_terms(root: Path) -> Terms:
    """The terms of a project; none where it has no such file.

    Raises LessonError with everything that is wrong.
    """
    file = root / TERMS
    if not file.is_file():
        return Terms({}, {})
    sources = root / SOURCES
    return _read(
        root, *(path.stat().st_mtime_ns if path.is_file() else 0 for path in (file, sources))
    )


@lru_cache(maxsize=4)
def _read(root: Path, *_written: int) -> Terms:
    """The terms as they were written at a time, read once."""
    known = frozenset(read_yaml(SOURCES, root).data or ()) if (root / SOURCES).is_file() else ()
    return load_terms(read_yaml(TERMS, root), known)


def load_terms(document: Document, sources: Iterable[str] = ()) -> Terms:
    """The terms of a document; ``sources`` are the ids that a term may name.

    Raises LessonError with everything that is wrong.
    """
    reading = _Reading(document, frozenset(sources))
    data = document.data
    if not isinstance(data, dict) or set(data) - {"terms", "false-friends"} or "terms" not in data:
        raise LessonError(
            document.problem((), "the file has the keys `terms` and `false-friends` only")
        )
    terms = reading.terms(data["terms"])
    friends = reading.false_friends(data.get("false-friends") or {})
    if not reading.problems:
        reading.references(terms)
    if reading.problems:
        raise LessonError(*reading.problems)
    return Terms(terms, friends)


class _Reading:
    """One document, and what is wrong with it."""

    def __init__(self, document: Document, sources: frozenset[str]) -> None:
        self.document = document
        self.sources = sources
        self.problems: list[Diagnostic] = []

    def problem(self, place: Place, message: str) -> None:
        self.problems.append(self.document.problem(place, message))

    def terms(self, data: Any) -> dict[str, Term]:
        if not isinstance(data, dict) or not data:
            self.problem(("terms",), "terms are written `id: {en: …, fr: …, source: …}`")
            return {}
        found = {name: self.term(("terms", name), name, own) for name, own in data.items()}
        terms = {name: term for name, term in found.items() if term}
        self.twice(terms)
        return terms

    def term(self, place: Place, name: str, data: Any) -> Term | None:
        before = len(self.problems)
        if not _ID.fullmatch(name):
            self.problem(place, f"“{name}” is no id: small letters, digits and hyphens")
        if not isinstance(data, dict):
            self.problem(place, "a term has its languages and its `source`")
            return None
        languages = [key for key in data if key not in _TERM_KEYS]
        for key in languages:
            if not _LANGUAGE.fullmatch(key):
                self.problem((*place, key), f"`{key}` is not known here; it is no language")
        if SOURCE_LANGUAGE not in data:
            self.problem(place, f"the term has no `{SOURCE_LANGUAGE}`")
        source = self.source((*place, "source"), data.get("source"))
        for key in ("linked", "checked"):
            if not isinstance(data.get(key, True), bool):
                self.problem((*place, key), f"`{key}` is true or false")
        wordings = {key: self.wording((*place, key), key, data[key]) for key in languages}
        if len(self.problems) > before:
            return None
        return Term(
            name,
            {key: own for key, own in wordings.items() if own},
            source,
            linked=data.get("linked", True),
            checked=data.get("checked", True),
        )

    def source(self, place: Place, source: Any) -> str:
        """The id of a term's source; empty where its definition was written here."""
        if not isinstance(source, str):
            self.problem(place, f"`source` is missing: an id of {SOURCES.name}, or “{WRITTEN}”")
        elif source != WRITTEN and source not in self.sources:
            self.problem(
                place,
                f"no source is called “{source}”; they are in {SOURCES.as_posix()},"
                f" and a definition of our own says “{WRITTEN}”",
            )
        return "" if source == WRITTEN else str(source)

    def wording(self, place: Place, language: str, data: Any) -> Wording | None:
        if not isinstance(data, dict):
            self.problem(place, "a language of a term has `term` and `definition`")
            return None
        for key in data.keys() - _WORDING_KEYS:
            self.problem(
                (*place, key),
                f"`{key}` is not known here; there are {', '.join(sorted(_WORDING_KEYS))}",
            )
        word = self.text(place, data, "term")
        definition = self.text(place, data, "definition")
        if len(definition) > _LONGEST:
            self.problem(
                (*place, "definition"),
                f"the definition has {len(definition)} characters; {_LONGEST} are enough for three"
                " sentences",
            )
        if definition and definition[-1] not in ".!?)»":
            self.problem((*place, "definition"), "a definition ends with a full stop")
        if "$" in first_sentence(definition):
            self.problem(
                (*place, "definition"),
                "the first sentence has a formula; it is also shown where there are no formulae",
            )
        return Wording(
            word,
            self.grammar(place, language, data),
            definition,
            self.words(place, data, "forms"),
            self.words(place, data, "also"),
            self.avoid((*place, "avoid"), data.get("avoid")),
            self.document.lines.get((*place, "definition"), 0),
        )

    def grammar(self, place: Place, language: str, data: Mapping[str, Any]) -> Grammar:
        given = data.get("grammar", None if language in _GENDERED else Grammar.NOUN.value)
        try:
            return Grammar(given)
        except ValueError:
            kinds = ", ".join(f"`{kind}`" for kind in Grammar)
            said = "is missing" if given is None else f"is “{given}”"
            self.problem((*place, "grammar"), f"`grammar` {said}; it is one of {kinds}")
            return Grammar.NOUN

    def text(self, place: Place, data: Mapping[str, Any], key: str) -> str:
        value = data.get(key)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
        self.problem((*place, key), f"`{key}` is missing, or no text")
        return ""

    def words(self, place: Place, data: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = data.get(key, [])
        if isinstance(value, list) and all(isinstance(own, str) and own.strip() for own in value):
            return tuple(own.strip() for own in value)
        self.problem((*place, key), f"`{key}` is a list of words: [one, another]")
        return ()

    def avoid(self, place: Place, data: Any) -> tuple[Avoided, ...]:
        if data is None:
            return ()
        if not isinstance(data, list):
            self.problem(place, "`avoid` is a list of `words`, `because` and `write`")
            return ()
        found = []
        for number, own in enumerate(data):
            at = (*place, number)
            if not isinstance(own, dict) or own.keys() - _AVOID_KEYS:
                self.problem(at, f"what to avoid has {', '.join(sorted(_AVOID_KEYS))} only")
                continue
            words = self.words(at, own, "words")
            if not words and "words" not in own:
                self.problem(at, "`words` is missing: what is not to be written")
            found.append(
                Avoided(
                    words,
                    self.text(at, own, "because"),
                    self.text(at, own, "write"),
                    self.words(at, own, "unless"),
                )
            )
        return tuple(found)

    def false_friends(self, data: Any) -> dict[str, tuple[Avoided, ...]]:
        if not isinstance(data, dict):
            self.problem(("false-friends",), "false friends are written `fr: [{words: …}]`")
            return {}
        return {
            language: self.avoid(("false-friends", language), own) for language, own in data.items()
        }

    def twice(self, terms: Mapping[str, Term]) -> None:
        """A word leads to one term only."""
        taken: dict[tuple[str, str], str] = {}
        for name, term in terms.items():
            for language, wording in term.wordings.items():
                for word in wording.written:
                    other = taken.setdefault((language, word.casefold()), name)
                    if other != name:
                        self.problem(
                            ("terms", name, language),
                            f"“{word}” is a word of “{other}” already; take it out of one of them",
                        )

    def references(self, terms: Mapping[str, Term]) -> None:
        """What a definition refers to is a term of the same language."""
        known = {
            (language, word.casefold())
            for term in terms.values()
            for language, wording in term.wordings.items()
            for word in wording.written
        }
        for name, term in terms.items():
            for language, wording in term.wordings.items():
                for match in _ROLE.finditer(wording.definition):
                    target = match["target"] or match["text"]
                    if (language, target.casefold()) not in known:
                        self.problem(
                            ("terms", name, language, "definition"),
                            f"no term is called “{target}” in “{language}”",
                        )


def first_sentence(definition: str) -> str:
    """The first sentence of a definition, as it is written."""
    end = re.search(r"[.!?](?=\s+[\"«“A-ZÀÂÇÉÈÊÎÔŒ{*0-9])", definition)
    return definition[: end.end()] if end else definition
