"""``proofread``: terms, typography and spelling of everything that people read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from build_tools.building.project import Project
from build_tools.building.proofreading import texts, word_problems
from build_tools.pages.diagnostics import Diagnostic, LessonError
from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.pages.pairing import read_pages
from build_tools.spelling.checking import Speller, project_words
from build_tools.spelling.dictionary import DictionaryError, dictionaries
from build_tools.terms.loading import read_terms

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where the dictionaries are kept, below the project's root.
_DICTIONARIES = Path("_build") / "dictionaries"


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
    yield from word_problems(root, pages, terms)
    words = project_words(root, terms)
    spellers = {
        language: Speller(language, dictionary, words.get(language, frozenset()))
        for language, dictionary in dictionaries(root / _DICTIONARIES).items()
    }
    for path, language, found in texts(root, pages, terms):
        if language in spellers:
            # documentation quotes what the tools say, in the source's language
            quoting = spellers[SOURCE_LANGUAGE] if path.parts[0] == "docs" else None
            yield from spellers[language].check(found, path, quoting)
