"""Which section of a translation is which section of the source.

As long as a page's outline is the one that was translated, the first is the first, and so on. When
the source's author added, removed or moved sections, the translation is looked at: what words and
code two sections have in common, and which sections were ever translated.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from math import sqrt
from typing import TYPE_CHECKING

from build_tools.pages.model import CodeCell
from build_tools.translation.lock import DIGEST_LENGTH

if TYPE_CHECKING:
    from build_tools.pages.model import Page
    from build_tools.translation.lock import Lock

_PIECE = re.compile(r"\w+")
#: Letters of a word that are compared: related languages share the beginnings of many.
_STEM = 4
#: How much weighs: words in common; the same level; a record that the section was translated; that
#: the two sections are paired at all.
_WORDS, _LEVEL, _RECORDED, _PAIRED = 4.0, 0.5, 1.0, 0.1


def outline_kept(source: Page, lock: Lock) -> bool:
    """Whether the source still has the sections, in the order, that the translator had."""
    recorded = lock.entries.get(source.docname)
    if recorded:
        return recorded.digest == source.outline[:DIGEST_LENGTH]
    return lock.anchors(source.docname) == {heading.anchor for heading in source.headings}


def pair_headings(source: Page, page: Page, lock: Lock) -> list[int | None]:
    """For each heading of the translation the position of the source's; None where it has none."""
    same = [own.level for own in source.headings] == [own.level for own in page.headings]
    if same and (outline_kept(source, lock) or not lock.anchors(source.docname)):
        return list(range(len(page.headings)))
    return _best(source, page, lock)


def _best(source: Page, page: Page, lock: Lock) -> list[int | None]:
    """The pairs, in order, that are most alike together (Needleman and Wunsch, 1970)."""
    ours, theirs = _stems(source), _stems(page)
    rows, columns = len(source.headings), len(page.headings)
    score = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    came = [[""] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows + 1):
        for j in range(columns + 1):
            options = []
            if i and j:
                alike = _WORDS * _alike(ours[i - 1], theirs[j - 1]) + _PAIRED
                own, other = source.headings[i - 1], page.headings[j - 1]
                alike += _LEVEL * (own.level == other.level)
                alike += _RECORDED * (lock.get(source.docname, own.anchor) is not None)
                alike += 2.0 * (i == 1 and j == 1)  # the titles
                options.append((score[i - 1][j - 1] + alike, "both"))
            if i:
                options.append((score[i - 1][j], "source"))
            if j:
                options.append((score[i][j - 1], "page"))
            if options:
                score[i][j], came[i][j] = max(options)
    pairs: list[int | None] = [None] * columns
    i, j = rows, columns
    while i or j:
        step = came[i][j]
        if step == "both":
            i, j = i - 1, j - 1
            pairs[j] = i
        elif step == "source":
            i -= 1
        else:
            j -= 1
    return pairs


def _stems(page: Page) -> list[Counter[str]]:
    """Of each section, beginnings of words and of names in code, how often each stands there."""
    found = []
    for n, heading in enumerate(page.headings):
        end = page.headings[n + 1].line if n + 1 < len(page.headings) else None
        text = [heading.text]
        for block in page.blocks:
            own = block.source if isinstance(block, CodeCell) else block.text
            lines = own.split("\n")
            start = block.code_line if isinstance(block, CodeCell) else block.line
            text += [
                line
                for place, line in enumerate(lines, start)
                if heading.line <= place and (end is None or place < end)
            ]
        plain = unicodedata.normalize("NFKD", " ".join(text)).encode("ascii", "ignore").decode()
        found.append(Counter(word[:_STEM].lower() for word in _PIECE.findall(plain)))
    return found


def _alike(ours: Counter[str], theirs: Counter[str]) -> float:
    """Cosine of two counts: 0 for nothing in common, 1 for the same."""
    both = sum(count * theirs[word] for word, count in ours.items())
    size = sqrt(sum(n * n for n in ours.values()) * sum(n * n for n in theirs.values()))
    return both / size if size else 0.0
