"""Sections in which nobody has written anything yet: all that they have is the source's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.pages.model import CodeCell
from build_tools.translation.alignment import section_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from build_tools.pages.model import Page
    from build_tools.translation.lock import Lock
    from build_tools.translation.state import Translation


def _lines(page: Page) -> Iterator[tuple[int, str]]:
    """Number and text of every line, of cells too, that is neither blank nor a comment."""
    for block in page.blocks:
        cell = isinstance(block, CodeCell)
        text = block.source if isinstance(block, CodeCell) else block.text
        start = block.code_line if isinstance(block, CodeCell) else block.line
        for number, line in enumerate(text.split("\n"), start):
            said = line.strip()
            if said and not said.startswith("#" if cell else "%"):
                yield number, said


def untranslated_headings(translation: Translation, lock: Lock) -> tuple[bool, ...]:
    """Per heading of the translation, whether there is nothing in its section but the source's.

    A section that was recorded once is translated, whatever stands in it.
    """
    source, page = translation.source, translation.page
    theirs = {line for _, line in _lines(source)}
    own = [
        i is not None and lock.get(source.docname, source.headings[i].anchor) is None
        for i in translation.headings
    ]
    for number, line in _lines(page):
        if line not in theirs:
            own[section_at(page, number)] = False
    return tuple(own)


def is_untranslated(translation: Translation, lock: Lock) -> bool:
    """Whether nobody has written anything on a page yet."""
    return not lock.anchors(translation.source.docname) and all(
        untranslated_headings(translation, lock)
    )
