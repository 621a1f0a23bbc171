"""Sections in which nobody has written anything yet: all that they have is the source's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.pages.model import CodeCell
from build_tools.translation.alignment import section_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from build_tools.pages.model import Page
    from build_tools.translation.lock import Lock
    from build_tools.translation.state import Translation

#: How a line begins that is no running text: headings, fences, options, formulae.
_WORD = re.compile(r"[^\W\d_]{2,}")
#: Words of a line that is not the same in two languages, as names and numbers are.
_SENTENCE = 4
_MARKUP = re.compile(r"#{1,6} |`{3,}|:{3,}|~{3,}|:[\w-]+:( |$)|\$\$")


def _lines(page: Page) -> Iterator[tuple[int, str, bool]]:
    """Number and text of every line, of cells too, that is neither blank nor a comment.

    With each, whether it is running text.
    """
    for block in page.blocks:
        cell = isinstance(block, CodeCell)
        text = block.source if isinstance(block, CodeCell) else block.text
        start = block.code_line if isinstance(block, CodeCell) else block.line
        for number, line in enumerate(text.split("\n"), start):
            said = line.strip()
            if said and not said.startswith("#" if cell else "%"):
                yield number, said, not (cell or _MARKUP.match(said))


def untranslated_headings(
    source: Page, page: Page, headings: Sequence[int | None], lock: Lock
) -> frozenset[int]:
    """Positions of the translation's headings in whose sections there is nothing but the source's.

    ``headings`` gives for each of them the source's. Where the source has running text, whoever has
    translated the heading or a label only has not written anything yet. A section that was recorded
    once is translated, whatever stands in it.
    """
    theirs, prose = set(), set()
    for number, line, running in _lines(source):
        theirs.add(line)
        if running:
            prose.add(section_at(source, number))
    own = {
        j
        for j, i in enumerate(headings)
        if i is not None and lock.get(source.docname, source.headings[i].anchor) is None
    }
    for number, line, running in _lines(page):
        j = section_at(page, number)
        if line not in theirs and (running or headings[j] not in prose):
            own.discard(j)
    return frozenset(own)


def unwritten_problems(translation: Translation) -> Iterator[Diagnostic]:
    """Sections that cannot be called translated: the source has sentences, and nobody wrote any."""
    source, page = translation.source, translation.page
    sentences = {
        section_at(source, number)
        for number, line, running in _lines(source)
        if running and len(_WORD.findall(line)) >= _SENTENCE
    }
    for j in sorted(translation.untranslated):
        if translation.headings[j] in sentences:
            heading = page.headings[j]
            message = (
                f"nobody has written anything in “{heading.text}” yet: write below each comment,"
                " and over titles, captions and questions"
            )
            yield Diagnostic(page.path, heading.line, Code.PARITY, message)
