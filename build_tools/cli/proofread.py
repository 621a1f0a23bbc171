"""``proofread``: terms, typography and spelling of everything that people read."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

from build_tools.building.project import Project
from build_tools.pages.diagnostics import Diagnostic, LessonError
from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.pages.pairing import read_pages
from build_tools.pages.prose import Kind, Passage, page_passages, passages
from build_tools.spelling.checking import Speller, project_words
from build_tools.spelling.dictionary import DictionaryError, dictionaries
from build_tools.terms.checking import Section, avoided_in, check_terms
from build_tools.terms.loading import TERMS, read_terms
from build_tools.theme.catalogues import SOURCES
from build_tools.translation.lock import read_lock
from build_tools.translation.state import compare
from build_tools.typography.lint import check_typography

if TYPE_CHECKING:
    from collections.abc import Iterator

    from build_tools.pages.model import Heading, Page
    from build_tools.terms.model import Terms

#: Where the dictionaries are kept, below the project's root.
_DICTIONARIES = Path("_build") / "dictionaries"
#: Documentation that is not in the source language, by the end of its name.
_DOCUMENTATION = {"traduire.md": "fr"}


def proofread() -> int:
    """Print what is wrong with the words of this project; 1 if anything is."""
    root = Project.here().root
    try:
        found = sorted(set(findings(root)))
    except LessonError as error:
        found = list(error.diagnostics)
    except DictionaryError as error:
        print(error, file=sys.stderr)
        return 2
    for problem in found:
        print(problem)
    print(f"{len(found)} to mend" if found else "Terms, typography and spelling: nothing to mend.")
    return int(bool(found))


def findings(root: Path) -> Iterator[Diagnostic]:
    """Everything that is wrong. Raises LessonError, DictionaryError."""
    pages, problems = read_pages(root)
    yield from problems
    terms = read_terms(root)
    for language, own in pages.items():
        for docname, page in own.items():
            source = pages[SOURCE_LANGUAGE].get(docname)
            if language != SOURCE_LANGUAGE and source is not None:
                yield from _terms(root, source, page, terms)
    words = project_words(root, terms)
    spellers = {
        language: Speller(language, dictionary, words.get(language, frozenset()))
        for language, dictionary in dictionaries(root / _DICTIONARIES).items()
    }
    for path, language, found in _texts(root, pages, terms):
        if path.suffix != ".md" or path.parts[0] == "content":
            yield from check_typography(found, path, language)
        if path == TERMS or path.suffix == ".po":
            yield from (problem for _, problem in avoided_in(found, path, language, terms))
        if language in spellers:
            # documentation quotes what the tools say, in the source's language
            quoting = spellers[SOURCE_LANGUAGE] if path.parts[0] == "docs" else None
            yield from spellers[language].check(found, path, quoting)


def _terms(root: Path, source: Page, page: Page, terms: Terms) -> Iterator[Diagnostic]:
    """What is wrong with the words of the sections that the lock calls current."""
    translation, _ = compare(source, page, read_lock(root, page.language))
    texts = [(root / own.path).read_text(encoding="utf-8").split("\n") for own in (source, page)]
    beside = zip(page.headings, translation.headings, translation.stale_headings(), strict=True)
    for heading, position, stale in beside:
        if position is not None and not stale:
            left = _section(source, source.headings[position], texts[0])
            yield from check_terms(left, _section(page, heading, texts[1]), terms)


def _section(page: Page, heading: Heading, lines: list[str]) -> Section:
    text = "\n".join(lines[heading.line - 1 : heading.end - 1])
    return Section(page.path, page.language, text, heading.line)


def _texts(
    root: Path, pages: dict[str, dict[str, Page]], terms: Terms
) -> Iterator[tuple[Path, str, list[Passage]]]:
    """Everything that people read: path, language, passages."""
    for language, own in pages.items():
        for page in own.values():
            yield page.path, language, list(page_passages(page))
    for language in sorted(terms.languages):
        yield TERMS, language, _definitions(terms, language)
    for po in sorted(SOURCES.glob("*/LC_MESSAGES/*.po")):
        if po.is_relative_to(root):
            yield from _messages(po, po.relative_to(root))
    for file in sorted([*(root / "docs").rglob("*.md"), *root.glob("*.md")]):
        text = file.read_text(encoding="utf-8")
        language = _DOCUMENTATION.get(file.name, SOURCE_LANGUAGE)
        yield file.relative_to(root), language, list(passages(text))


def _definitions(terms: Terms, language: str) -> list[Passage]:
    return [
        Passage(" ".join(part.text for part in passages(own.definition)), own.line, Kind.TEXT)
        for _, own in terms.in_language(language)
    ]


def _messages(po: Path, path: Path) -> Iterator[tuple[Path, str, list[Passage]]]:
    language = po.parent.parent.name
    with po.open("rb") as stream:
        catalogue = read_po(stream)
    own, source = [], []
    for message in catalogue:
        if message.id and isinstance(message.string, str):
            line = message.lineno or 1
            own.append(Passage(_words(message.string), line))
            source.append(Passage(_words(str(message.id)), line))
    yield path, language, own
    yield path, SOURCE_LANGUAGE, source


def _words(message: str) -> str:
    """A message without the names of what is put into it."""
    return re.sub(r"\{\w*\}|%\(?\w*\)?s", "￼", message)
