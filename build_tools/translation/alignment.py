"""Which cell of a translation is which cell of the source."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from build_tools.localisation.literals import label_blind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from build_tools.pages.model import CodeCell


def align_cells(
    source: Sequence[CodeCell], translated: Sequence[CodeCell]
) -> list[tuple[int | None, int | None]]:
    """Pairs of positions (in the source, in the translation), in order.

    Cells that are equal but for labels and comments are paired; None stands on a side that has no
    such cell. Every cell of both sides appears once.
    """
    ours = [label_blind(cell.source) for cell in source]
    theirs = [label_blind(cell.source) for cell in translated]
    pairs: list[tuple[int | None, int | None]] = []
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs += zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            pairs += [(i, None) for i in range(i1, i2)]
            pairs += [(None, j) for j in range(j1, j2)]
    return pairs
