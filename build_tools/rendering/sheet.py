"""What a page shows, top to bottom: prose, and cells with the program's outputs.

For a translated page this is where its cells meet the source's: equal cells show the translator's
comments and labels; in sections that drifted, the source's cells are shown instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Any

from build_tools.pages.model import CodeCell, Prose, is_borrowed
from build_tools.pages.options import with_source_facts
from build_tools.rendering.toctrees import toctree_entries, with_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from build_tools.pages.model import Page
    from build_tools.translation.state import Translation


@dataclass(frozen=True)
class ShownCell:
    """A cell on a page: the code that is shown and the program's cell that it stands for."""

    source: str
    line: int  #: 1-based line of the fence in the author's file
    program_cell: int
    metadata: dict[str, Any] = field(default_factory=dict)
    borrowed: bool = False  #: the source's cell, in place of one that differs or is missing


Sheet = list[Prose | ShownCell]


def source_sheet(page: Page) -> Sheet:
    """The sheet of a page in the source language."""
    sheet: Sheet = []
    number = 0
    for block in page.blocks:
        if isinstance(block, CodeCell):
            sheet.append(ShownCell(block.source, block.line, number, block.metadata))
            number += 1
        else:
            sheet.append(block)
    return sheet


def translated_sheet(translation: Translation, unproven: frozenset[int] = frozenset()) -> Sheet:
    """The sheet of a translated page, which is as it is shown (``translation.borrowing``).

    ``unproven`` are cells of the program whose changed literals are not labels; the source's code
    is shown for them.
    """
    source, page = translation.source, translation.page
    trees = iter(toctree_entries(source))
    blocks = iter(
        [
            piece
            for block in page.blocks
            for piece in (with_entries(block, trees) if isinstance(block, Prose) else [block])
        ]
    )
    sheet: Sheet = []

    def prose_up_to(cell: CodeCell) -> Iterator[Prose]:
        for block in blocks:
            if block is cell:
                return
            if isinstance(block, Prose):
                yield block

    for i, j in _paired_in_order(translation.cells):
        line = page.headings[0].line
        if j is not None:
            sheet += prose_up_to(page.cells[j])
            line = page.cells[j].line
        if i is None:
            continue
        own = source.cells[i]
        same = j is not None and (i, j) in translation.cells and i not in unproven
        other = page.cells[j] if same and j is not None else own
        # tags steer execution and display, and samples are facts: the source's; texts are the
        # page's
        metadata = with_source_facts(other.metadata, own.metadata) | {"tags": sorted(own.tags)}
        borrowed = other is own or is_borrowed(line)
        sheet.append(ShownCell(other.source, line, i, metadata, borrowed=borrowed))
    sheet += (block for block in blocks if isinstance(block, Prose))
    return sheet


def _paired_in_order(
    pairs: tuple[tuple[int | None, int | None], ...],
) -> Iterator[tuple[int | None, int | None]]:
    """Pairs in which a source cell without a partner takes the place of a stray translated one."""
    for whole, group in groupby(pairs, key=lambda pair: None not in pair):
        items = list(group)
        if whole:
            yield from items
        else:
            yield from zip_longest(
                [i for i, _ in items if i is not None], [j for _, j in items if j is not None]
            )
