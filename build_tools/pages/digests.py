"""Digests that do not change when only layout or comments change, and anchors from headings."""

from __future__ import annotations

import ast
import hashlib
import re
import unicodedata

_COMMENT = re.compile(r"^%.*$", re.MULTILINE)
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def sha256(text: str) -> str:
    """Hexadecimal sha256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def anchor(heading: str) -> str:
    """The id of a heading: ASCII words joined by hyphens, ``Le boson Z`` → ``le-boson-z``."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return _NOT_WORD.sub("-", plain).strip("-") or "section"


def prose_digest_text(text: str) -> str:
    """Prose with comment lines left out and white space folded."""
    return " ".join(_COMMENT.sub("", text).split())


def code_digest_text(source: str) -> str:
    """The syntax tree of a cell, so that comments and layout do not count.

    Falls back to folded text where the cell is not Python; the reader reports that separately.
    """
    try:
        return ast.dump(ast.parse(source))
    except SyntaxError:
        return " ".join(source.split())
