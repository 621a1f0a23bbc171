"""What the terms of each language mean, for the tips beside their links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.glossary.tips import FILE, tips_text
from build_tools.pages.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from build_tools.publishing.look import Look


def write_tips(new: Path, language: str, looks: Mapping[str, Look]) -> list[str]:
    """Write the meanings that a language's glossary gives into a site; return their path.

    None where the language has no glossary.
    """
    terms = [
        pair
        for path, look in sorted(looks.items())
        if path.startswith(f"{language}/")
        for pair in look.meanings
    ]
    if not terms:
        return []
    path = f"{language}/{FILE}"
    write_whole(new / path, tips_text(terms, language))
    return [path]
