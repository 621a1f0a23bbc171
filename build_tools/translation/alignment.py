"""Which cell of a translation is which cell of the source."""

from __future__ import annotations

from bisect import bisect_right
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from build_tools.localisation.literals import label_blind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from build_tools.pages.model import CodeCell, Page

Pairs = list[tuple[int | None, int | None]]  #: positions in the source, in the translation


def align_cells(source: Sequence[CodeCell], translated: Sequence[CodeCell]) -> Pairs:
    """Pairs of positions (in the source, in the translation), in order.

    Cells that are equal but for labels and comments are paired; None stands on a side that has no
    such cell. Every cell of both sides appears once.
    """
    ours = [label_blind(cell.source) for cell in source]
    theirs = [label_blind(cell.source) for cell in translated]
    pairs: Pairs = []
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs += zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            pairs += [(i, None) for i in range(i1, i2)]
            pairs += [(None, j) for j in range(j1, j2)]
    return pairs


def section_at(page: Page, line: int) -> int:
    """The position of the heading of the section in which a line stands."""
    return max(bisect_right([heading.line for heading in page.headings], line) - 1, 0)


def align_sections(source: Page, page: Page, headings: Sequence[int | None]) -> list[Pairs]:
    """Aligned cells, section by section: cells of different sections are never paired.

    ``headings`` gives for each heading of the translation the source's. In order on both sides; of
    sections that one side has alone, too.
    """
    ours, theirs = cells_by_section(source), cells_by_section(page)
    sections: list[Pairs] = []
    done = 0
    for own, i in enumerate(headings):
        if i is None:
            sections.append([(None, j) for j in theirs[own]])
            continue
        sections += [[(n, None) for n in ours[k]] for k in range(done, i)]
        pairs = align_cells(
            [source.cells[n] for n in ours[i]], [page.cells[n] for n in theirs[own]]
        )
        sections.append(
            [
                (None if a is None else ours[i][a], None if b is None else theirs[own][b])
                for a, b in pairs
            ]
        )
        done = i + 1
    sections += [[(n, None) for n in ours[k]] for k in range(done, len(ours))]
    return sections


def cells_by_section(page: Page) -> list[list[int]]:
    """Per heading of a page, the positions of the cells that follow it."""
    found: list[list[int]] = [[] for _ in page.headings]
    for number, cell in enumerate(page.cells):
        found[section_at(page, cell.line)].append(number)
    return found
