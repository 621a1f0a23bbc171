"""Digests that do not change when only layout or comments change, and anchors from headings."""

from __future__ import annotations

import hashlib
import io
import re
import tokenize
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_COMMENT = re.compile(r"^[ \t]*%.*$", re.MULTILINE)
#: Where a link leads: ``](…)``, ``<https://…>``, ``[name]: …``; code and formulae are ``kept``.
_LINK = re.compile(
    r"""(?P<kept>(?P<code>`+)[^`].*?(?P=code)(?!`)|(?<![\\$])\$\$?[^$]+\$\$?)
    |(?P<head>\](?=\())\((?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+"[^"]*")?\)
    |(?P<auto><)(?:https?|mailto):[^<>\s]+>
    |^(?P<name>\[[^\]^\n]+\]:)[ \t]+\S+$""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
#: Hexadecimal digits of a digest of links.
LINKS_LENGTH = 8
#: Tokens that say nothing of what the code does …
_LAYOUT = frozenset({"COMMENT", "NL", "ENCODING", "ENDMARKER"})
#: … and those whose kind matters, not the blanks that they are made of.
_BLOCKS = frozenset({"NEWLINE", "INDENT", "DEDENT"})
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def sha256(text: str) -> str:
    """Hexadecimal sha256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def anchor(heading: str) -> str:
    """The id of a heading: ASCII words joined by hyphens, ``Le boson Z`` → ``le-boson-z``."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return _NOT_WORD.sub("-", plain).strip("-") or "section"


def prose_digest_text(text: str) -> str:
    """Prose with comment lines left out, white space folded, and links that lead nowhere.

    What a link says counts, not where it leads: a page that moved is no reason to translate again.
    """
    text = _LINK.sub(
        lambda match: match["kept"] or match["head"] or match["name"] or "", _COMMENT.sub("", text)
    )
    return " ".join(text.split())


def links_digest(targets: Iterable[str]) -> str:
    """Digest of where the links of a section lead, in any order; empty where there are none."""
    return sha256("\n".join(found))[:LINKS_LENGTH] if (found := sorted(targets)) else ""


def code_digest_text(source: str) -> str:
    """The tokens of a cell without comments and layout, the same for every version of Python.

    The syntax tree would not do: how it is written down changes between versions, and a section
    recorded with one would be stale with another. An f-string is one token here, as it was before
    Python 3.12. Falls back to folded text where the cell is not Python; the reader reports that.
    """
    lines = source.splitlines(keepends=True)
    parts: list[str] = []
    begun: list[tuple[int, int]] = []  # where f-strings that are still open began
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            kind = tokenize.tok_name[token.type]
            if kind.endswith("STRING_START"):
                begun.append(token.start)
            elif kind.endswith("STRING_END"):
                start = begun.pop()
                if not begun:
                    parts.append(_between(lines, start, token.end))
            elif not begun and kind not in _LAYOUT:
                parts.append(kind if kind in _BLOCKS else token.string)
    except (tokenize.TokenError, SyntaxError):
        return " ".join(source.split())
    return "\n".join(parts)


def _between(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    """The text between two places, (line from 1, column from 0) each."""
    first, last = start[0] - 1, end[0] - 1
    if first == last:
        return lines[first][start[1] : end[1]]
    return "".join([lines[first][start[1] :], *lines[first + 1 : last], lines[last][: end[1]]])
