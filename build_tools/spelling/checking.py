"""Looking words up, and saying which are in no dictionary."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from build_tools.catalogue.document import read_yaml
from build_tools.catalogue.facts import CATALOGUE
from build_tools.pages.diagnostics import Code, Diagnostic, LessonError
from build_tools.spelling.words import misspelt, own_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from build_tools.pages.prose import Passage
    from build_tools.spelling.dictionary import Dictionary
    from build_tools.terms.model import Terms

SPELLING: Final = CATALOGUE / "spelling.yaml"
_SUGGESTED: Final = 3


@dataclass
class Speller:
    """The dictionary of a language with the words of this project."""

    language: str
    dictionary: Dictionary
    own: frozenset[str]
    _known: dict[str, bool] = field(default_factory=dict)

    def check(
        self, passages: Iterable[Passage], path: Path, quoting: Speller | None = None
    ) -> Iterator[Diagnostic]:
        """The words that are in no dictionary, with their line and what may have been meant.

        With ``quoting``, words of that language may stand among the others.
        """
        for passage in passages:
            for word in misspelt(passage.text, self.language, self._knows, self.own):
                if quoting and quoting.has(word.text):
                    continue
                near = self.dictionary.suggestions(word.text)[:_SUGGESTED]
                advice = f"did you mean {', '.join(f'“{own}”' for own in near)}?" if near else ""
                yield Diagnostic(
                    path,
                    passage.line_at(word.start),
                    Code.SPELLING,
                    f"“{word.text}” is in no dictionary; {advice or 'look at it again'} If it is"
                    f" right, add it to {SPELLING.as_posix()} with the reason",
                )

    def has(self, word: str) -> bool:
        """Whether a word is right in this language."""
        return not any(misspelt(word, self.language, self._knows, self.own))

    def _knows(self, word: str) -> bool:
        if word not in self._known:
            self._known[word] = self.dictionary.knows(word)
        return self._known[word]


def project_words(root: Path, terms: Terms) -> Mapping[str, frozenset[str]]:
    """The words of each language that this project knows by itself: of the terms, and of its list.

    Raises LessonError where the list is not `language: [{because: …, words: […]}]`.
    """
    texts: dict[str, list[str]] = {
        language: [
            text for _, own in terms.in_language(language) for text in (*own.written, *own.also)
        ]
        for language in terms.languages
    }
    if (root / SPELLING).is_file():
        for language, words in _listed(root).items():
            texts.setdefault(language, []).extend(words)
    everywhere = texts.pop("all", [])
    return {
        language: own_words([*own, *everywhere], language)
        | {t.casefold() for t in (*own, *everywhere)}
        for language, own in texts.items()
    }


def _listed(root: Path) -> dict[str, list[str]]:
    document = read_yaml(SPELLING, root)
    problems = []
    found: dict[str, list[str]] = {}
    data = document.data if isinstance(document.data, dict) else {}
    for language, groups in data.items():
        for number, group in enumerate(groups if isinstance(groups, list) else [None]):
            place = (language, number)
            if not isinstance(group, dict) or group.keys() != {"because", "words"}:
                problems.append(
                    document.problem(place, "words stand as `{because: …, words: […]}`")
                )
            elif not isinstance(group["because"], str) or not group["because"].strip():
                problems.append(document.problem((*place, "because"), "the reason is missing"))
            elif not isinstance(group["words"], list) or not all(
                isinstance(word, str) for word in group["words"]
            ):
                problems.append(document.problem((*place, "words"), "`words` is a list of words"))
            else:
                found.setdefault(language, []).extend(group["words"])
    if problems:
        raise LessonError(*problems)
    return found
