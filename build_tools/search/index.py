"""The file of words that a reader's browser loads when a search is opened."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from build_tools.search.model import PageWords

#: Its name in the folder of a language.
FILE: Final = "search-words.js"


def index_text(pages: Sequence[PageWords], language: str, said: Mapping[str, str]) -> str:
    """A script that hands the words of all pages of a language to the search.

    A script, because a page that is opened from a disk may load scripts and nothing else. ``said``
    is what the search says to its reader, in the page's language.
    """
    content = {
        "language": language,
        "said": dict(said),
        "pages": [
            {
                "address": page.address,
                "title": page.title,
                **({} if spoken == language else {"language": spoken}),
                "sections": [
                    [section.anchor, section.heading, section.text, section.code]
                    for section in page.sections
                    if (section.language or page.language) == spoken
                ],
            }
            for page in sorted(pages, key=lambda page: page.address)
            # a page that is translated in part is there twice, each time with words of one language
            for spoken in _languages(page)
        ],
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return f"lessonsSearch({text});\n"


def _languages(page: PageWords) -> list[str]:
    return list(dict.fromkeys(section.language or page.language for section in page.sections))
