"""Formulae that say the same in two languages, written as each language writes its numbers."""

from __future__ import annotations

import re

_TEXT = re.compile(r"\\(?:text|textrm|textit|textbf|mbox)\b\s*")
#: Blanks in a formula, which only move things about.
_BLANK = re.compile(r"\\[,;:! ]|\\q?quad(?![A-Za-z])|~|\s+|\u00a0|\u202f|\u2009")
#: Between the groups of a number, as in ``1\,000``.
_GROUP = re.compile(r"(?<=\d)(?:\\[, ]|~|\u00a0|\u202f|\u2009|\{\\,\})(?=\d{3}(?!\d))")
_BRACED_COMMA = re.compile(r"(?<=\d)\{,\}(?=\d)")
_BRACED_POINT = re.compile(r"(?<=\d)\{\.\}(?=\d)")
_BARE_COMMA = re.compile(r"(?<=\d),(?=\d)")
_COMMAND = re.compile(r"(\\[A-Za-z]+)\s+(?=[A-Za-z])")


def neutral(tex: str, decimal: str) -> str:
    r"""A formula without what may differ between languages.

    ``decimal`` is the language's decimal mark. Where it is a comma, ``0{,}1086`` is 0.1086; where
    it is a point, ``1{,}000`` is 1000. What ``\text{…}`` says and blanks are left out.
    """
    tex = _without_text(tex)
    tex = _GROUP.sub("", tex)
    tex = _BRACED_COMMA.sub("." if decimal == "," else "", tex)
    tex = _BRACED_POINT.sub(".", tex)
    # a bare comma is a decimal mark or stands in a list: alike on both sides
    tex = _BARE_COMMA.sub(".", tex)
    # what parts a command from a letter is no blank: \cos x is not \cosx
    tex = _COMMAND.sub("\\1\0", tex.strip())
    return _BLANK.sub("", tex).rstrip(".,;")


def _without_text(tex: str) -> str:
    parts: list[str] = []
    position = 0
    for match in _TEXT.finditer(tex):
        if match.start() < position:
            continue
        parts += [tex[position : match.start()], "\\text{}"]
        position = _after_group(tex, match.end())
    return "".join([*parts, tex[position:]])


def _after_group(tex: str, start: int) -> int:
    """Where the group that starts here ends: ``{…}``, or one character."""
    if tex[start : start + 1] != "{":
        return start + 1
    depth = 0
    for place in range(start, len(tex)):
        depth += {"{": 1, "}": -1}.get(tex[place], 0)
        if not depth:
            return place + 1
    return len(tex)
