"""Navigation is the source's in every language.

A page that was just written in the source language must appear in the navigation of every
language at once; the translations of the page that lists it will follow later.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from build_tools.pages.model import Prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from build_tools.pages.model import Page

_TOCTREE = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{toctree\}[^\n]*\n(?P<body>.*?)^(?P=fence)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_TITLED = re.compile(r".*<(?P<target>[^<>]+)>\s*$")


def toctree_entries(page: Page) -> list[list[str]]:
    """The entries of each toctree of a page, as its author wrote them."""
    return [
        _entries(match["body"])
        for block in page.blocks
        if isinstance(block, Prose)
        for match in _TOCTREE.finditer(block.text)
    ]


def with_entries(prose: Prose, trees: Iterator[list[str]]) -> Iterator[Prose]:
    """The prose with the entries of its toctrees replaced, in the order of ``trees``.

    Titles that the translator gave to entries stay. Each toctree becomes a piece of its own, so
    that the lines of what follows remain the author's.
    """
    position = 0
    for match in _TOCTREE.finditer(prose.text):
        wanted = next(trees, None)
        own = {_target(entry): entry for entry in _entries(match["body"])}
        if wanted is None or [_target(entry) for entry in wanted] == list(own):
            continue
        yield from _piece(prose, position, match.start())
        entries = [own.get(_target(entry), entry) for entry in wanted]
        options = [line for line in match["body"].split("\n") if line.startswith(":")]
        body = "\n".join([*options, "", *entries])
        line = prose.line + prose.text.count("\n", 0, match.start())
        yield Prose(f"{match['fence']}{{toctree}}\n{body}\n{match['fence']}", line)
        position = match.end()
    yield from _piece(prose, position, len(prose.text))


def _piece(prose: Prose, start: int, end: int) -> Iterator[Prose]:
    text = prose.text[start:end]
    head = len(text) - len(text.lstrip("\n"))
    if text.strip():
        yield Prose(text[head:], prose.line + prose.text.count("\n", 0, start + head))


def _entries(body: str) -> list[str]:
    lines = (line.strip() for line in body.split("\n"))
    return [line for line in lines if line and not line.startswith(":")]


def _target(entry: str) -> str:
    match = _TITLED.match(entry)
    return match["target"].strip() if match else entry
