"""Proofreading: everything that people read, with terms and typography looked at."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel.messages.pofile import read_po

from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.pages.marks import between
from build_tools.pages.pairing import read_pages
from build_tools.pages.prose import GAP, Kind, Passage, page_passages, passages
from build_tools.terms.checking import Section, avoided_in, check_avoided, check_terms
from build_tools.terms.loading import TERMS, read_terms
from build_tools.theme.catalogues import SOURCES
from build_tools.translation.alignment import section_at
from build_tools.translation.lock import Lock, read_lock
from build_tools.translation.state import compare
from build_tools.typography.lint import check_formulae, check_typography

if TYPE_CHECKING:
    from collections.abc import Iterator

    from build_tools.pages.diagnostics import Diagnostic
    from build_tools.pages.model import Heading, Page
    from build_tools.terms.model import Terms

#: Documentation that is not in the source language, by the end of its name.
_DOCUMENTATION: Final = {"traduire.md": "fr"}
_PLACEHOLDER: Final = re.compile(r"\{\w*\}|%\(?\w*\)?s")

Pages = dict[str, dict[str, "Page"]]
#: What is read together: the file, its language, its passages.
Text = tuple[Path, str, list[Passage]]


def word_problems(root: Path, pages: Pages, terms: Terms) -> Iterator[Diagnostic]:
    """Terms that translations lack, words to avoid, and what is not typeset as it should be.

    In pages, terms and messages; the lock says in which sections a translation has to have the
    source's terms. Raises LessonError.
    """
    for language, own in pages.items():
        for docname, page in own.items():
            source = pages[SOURCE_LANGUAGE].get(docname)
            if language != SOURCE_LANGUAGE and source is not None:
                yield from _translated(root, source, page, terms)
            else:
                yield from check_formulae(page.marks, page.path, language)
    for path, language, found in texts(root, pages, terms):
        if path.suffix != ".md" or path.parts[0] == "content":
            yield from check_typography(found, path, language)
        if path == TERMS or path.suffix == ".po":
            yield from (problem for _, problem in avoided_in(found, path, language, terms))


def project_word_problems(root: Path) -> list[Diagnostic]:
    """As ``word_problems``, of a project; pages that cannot be read are told elsewhere."""
    pages, _ = read_pages(root)
    return sorted(set(word_problems(root, pages, read_terms(root))))


def texts(root: Path, pages: Pages, terms: Terms) -> Iterator[Text]:
    """Everything that people read: path, language, passages.

    A section that nobody has translated yet is in the source's words, whatever its file is.
    """
    for language, own in pages.items():
        lock = read_lock(root, language) if language != SOURCE_LANGUAGE else Lock({})
        for docname, page in own.items():
            found = list(page_passages(page))
            source = pages[SOURCE_LANGUAGE].get(docname)
            if language != SOURCE_LANGUAGE and source is not None:
                left, _ = compare(source, page, lock)
                found = [
                    passage
                    for passage in found
                    if section_at(page, passage.line) not in left.untranslated
                ]
            yield page.path, language, found
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
            own.append(Passage(_without_placeholders(message.string), line))
            source.append(Passage(_without_placeholders(str(message.id)), line))
    yield path, language, own
    yield path, SOURCE_LANGUAGE, source


def _without_placeholders(message: str) -> str:
    """A message without the names of what is put into it."""
    return _PLACEHOLDER.sub(GAP, message)


def _translated(root: Path, source: Page, page: Page, terms: Terms) -> Iterator[Diagnostic]:
    """Words to avoid and formulae; and terms missing in sections that the lock calls current."""
    translation, _ = compare(source, page, read_lock(root, page.language))
    lines = [(root / own.path).read_text(encoding="utf-8").split("\n") for own in (source, page)]
    beside = zip(page.headings, translation.headings, translation.stale_headings(), strict=True)
    for n, (heading, position, stale) in enumerate(beside):
        if n in translation.untranslated:
            continue
        marks = between(page.marks, heading.line, heading.end)
        yield from check_formulae(marks, page.path, page.language)
        own_section = _section(page, heading, lines[1])
        if position is not None and not stale:
            left = _section(source, source.headings[position], lines[0])
            yield from check_terms(left, own_section, terms)
        else:
            yield from check_avoided(own_section, terms)


def _section(page: Page, heading: Heading, lines: list[str]) -> Section:
    text = "\n".join(lines[heading.line - 1 : heading.end - 1])
    return Section(page.path, page.language, text, heading.line)
