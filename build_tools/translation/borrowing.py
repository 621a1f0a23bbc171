"""A translated page as its readers see it: with the source's sections where it has none yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from build_tools.pages.model import BORROWED, CodeCell, Prose
from build_tools.translation.alignment import cells_by_section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from build_tools.pages.model import DirectiveUse, Heading, Page
    from build_tools.translation.state import Translation


def as_shown(translation: Translation) -> Translation:
    """The translation with the source's section wherever the page has none, or only its frame.

    What is borrowed has lines from ``BORROWED`` on.
    """
    source, page = translation.source, translation.page
    sections = translation.in_order()
    if not translation.untranslated and all(j is not None for _, j in sections):
        return translation
    blocks: list[Prose | CodeCell] = []
    headings: list[Heading] = []
    directives: list[DirectiveUse] = []
    cells: list[tuple[int | None, int | None]] = []
    anchors: list[str] = []
    borrowed: set[int] = set()
    ours, theirs = cells_by_section(source), cells_by_section(page)
    shown = 0  # cells
    for i, j in sections:
        if i is not None and (j is None or j in translation.untranslated):
            heading = source.headings[i]
            borrowed.add(len(headings))
            anchors.append(heading.anchor)
            blocks += map(_borrowed_block, _blocks(source, i))
            directives += map(_borrowed_use, _directives(source, i))
            headings.append(
                replace(heading, line=BORROWED + heading.line, end=BORROWED + heading.end)
            )
            cells += [(n, shown + place) for place, n in enumerate(ours[i])]
            shown += len(ours[i])
        elif j is not None:
            heading = page.headings[j]
            anchors.append(translation.anchors[j])
            blocks += _blocks(page, j)
            directives += _directives(page, j)
            headings.append(heading)
            first = theirs[j][0] if theirs[j] else 0
            cells += [
                (a, None if b is None else shown + b - first)
                for a, b in translation.cells
                if b in theirs[j] or (b is None and i is not None and a in ours[i])
            ]
            shown += len(theirs[j])
    return replace(
        translation,
        page=replace(
            page, blocks=tuple(blocks), headings=tuple(headings), directives=tuple(directives)
        ),
        anchors=tuple(anchors),
        cells=tuple(cells),
        headings=tuple(i for i, _ in sections),
        untranslated=frozenset(),
        borrowed=frozenset(borrowed),
    )


def _blocks(page: Page, n: int) -> Iterator[Prose | CodeCell]:
    """The blocks of the n-th section, those of several cut; of the first, what is above it, too."""
    first, end = _lines(page, n)
    for block in page.blocks:
        if isinstance(block, CodeCell):
            if first <= block.line < end:
                yield block
            continue
        lines = block.text.split("\n")
        start = max(first - block.line, 0)
        text = "\n".join(lines[start : max(end - block.line, 0)])
        if text.strip():
            yield Prose(text, block.line + start)


def _directives(page: Page, n: int) -> Iterator[DirectiveUse]:
    first, end = _lines(page, n)
    return (use for use in page.directives if first <= use.line < end)


def _lines(page: Page, n: int) -> tuple[int, int]:
    return page.headings[n].line if n else 0, page.headings[n].end


def _borrowed_block(block: Prose | CodeCell) -> Prose | CodeCell:
    if isinstance(block, CodeCell):
        return replace(block, line=BORROWED + block.line, code_line=BORROWED + block.code_line)
    return replace(block, line=BORROWED + block.line)


def _borrowed_use(use: DirectiveUse) -> DirectiveUse:
    return replace(use, line=BORROWED + use.line, content_line=BORROWED + use.content_line)
