"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from enum import StrEnum

_PIECE = re.compile(r"\s+|[^\s]+")


class Change(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    OUT = "out"
    IN = "in"


def word_changes(old: str, new: str) -> list[tuple[Change, str]]:
    """The pieces of both texts, in order; together those that are not ``IN`` are the old text."""
    ours, theirs = _PIECE.findall(old), _PIECE.findall(new)
    changes: list[tuple[Change, str]] = []
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            changes.append((Change.SAME, "".join(theirs[j1:j2])))
            continue
        if i2 > i1:
            changes.append((Change.OUT, "".join(ours[i1:i2])))
        if j2 > j1:
            changes.append((Change.IN, "".join(theirs[j1:j2])))
    return changes


def marked(changes: list[tuple[Change, str]]) -> str:
    """The changes in plain text: ``[-out-]`` and ``{+in+}``."""
    sign = {Change.SAME: "{}", Change.OUT: "[-{}-]", Change.IN: "{{+{}+}}"}
    return "".join(sign[change].format(text) if text.strip() else text for change, text in changes)
