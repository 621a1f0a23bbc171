"""The file of meanings that a reader's browser loads when a term is first pointed at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Its name in the folder of a language.
FILE: Final = "glossary-words.js"

_ENTRY: Final = "//dl[contains(concat(' ', normalize-space(@class), ' '), ' glossary ')]/dt[@id]"


def meanings(page: Any) -> tuple[tuple[str, str], ...]:
    """Anchor and definition, as plain words, of each term of a finished page (an lxml tree)."""
    return tuple(
        (str(entry.get("id")), " ".join(entry.xpath("string(following-sibling::dd[1])").split()))
        for entry in page.xpath(_ENTRY)
    )


def tips_text(terms: Iterable[tuple[str, str]], language: str) -> str:
    """A script that hands the meanings to ``tips.js``: a page opened from a disk loads no other."""
    content = {"language": language, "terms": dict(terms)}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return f"lessonsTips.take({text});\n"
