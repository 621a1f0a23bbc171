"""The words of each language's pages, for the search that a reader opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from build_tools.pages.writing import write_whole
from build_tools.search.index import FILE, index_text
from build_tools.theme.catalogues import compile_catalogues, translator

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from build_tools.publishing.look import Look

#: Where the search itself lies, once for all languages, below the site's root.
FOLDER: Final = "_search"


def write_words(new: Path, language: str, looks: Mapping[str, Look], *, build: Path) -> str:
    """Write the words of a language's pages into a site; return the file's path in it."""
    pages = [
        look.words
        for path, look in looks.items()
        if path.startswith(f"{language}/") and look.words is not None
    ]
    t = translator(language, compile_catalogues(build / "locale"))
    said = {
        "label": t("Search the lessons"),
        "close": t("Close"),
        "one": t("1 place found"),
        "many": t("{count} places found"),
        "none": t("Nothing found. Try another word, or fewer words."),
    }
    path = f"{language}/{FILE}"
    write_whole(new / path, index_text(pages, language, said))
    return path
