"""A page to begin a translation with: the source's structure, its words as comments.

Headings, cells, formulae and blocks stand where they have to. What is data (questions, diagrams,
term lists) stands in the source's words: it could not be read without them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from build_tools.pages.markdown import DIRECTIVE, DIRECTIVES, Body, markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

HEAD = """\
---
file_format: mystnb
---
% The lines that begin with a percent sign are the source's words. Write yours below them and take
% them out. Titles, captions, descriptions and questions stand here in the source's words: write
% over them. Code stays as it is, but for its comments and the texts that readers see.

"""

#: Blocks whose inside is Markdown: its words become comments.
_PROSE = frozenset(name for name, use in DIRECTIVES.items() if use.body is Body.MARKDOWN)
#: Blocks that stay as they are, beside directives and headings.
_KEPT = frozenset({"heading_open", "math_block", "math_block_label", "hr", "fence"})
_OPTION = re.compile(r":[\w-]+:( |$)")


def skeleton(text: str) -> str:
    """The text of a page to translate, from the text of its source."""
    lines = text.split("\n")
    tokens = markdown().parse(text)
    start = tokens[0].map[1] if tokens and tokens[0].type == "front_matter" and tokens[0].map else 0
    body: list[str] = []
    for piece in _blocks(lines, tokens, start, len(lines)):
        if piece or (body and body[-1]):  # where a comment was left out, blank lines meet
            body.append(piece)
    return HEAD + "\n".join(body).strip("\n") + "\n"


def _blocks(lines: list[str], tokens: list[Token], start: int, end: int) -> Iterator[str]:
    """Lines, or blocks that stay whole; ``tokens`` are of all ``lines``."""
    done = start
    for token in tokens:
        if token.level or token.map is None or token.map[1] <= done or token.nesting < 0:
            continue
        first, last = max(token.map[0], done), min(token.map[1], end)
        yield from _commented(lines[done:first])
        own = lines[first:last]
        if token.type in {"fence", "colon_fence"}:
            yield from _fence(own, token)
        elif token.type in _KEPT:
            yield from own
        elif token.type != "myst_line_comment":
            yield from _commented(own)
        done = last
    yield from _commented(lines[done:end])


def _fence(lines: list[str], token: Token) -> Iterator[str]:
    match = DIRECTIVE.match(token.info.strip())
    if not match or match[1] not in _PROSE:
        yield "\n".join(lines)
        return
    closed = len(lines) > 1 and lines[-1].strip() and not set(lines[-1].strip()) - {":", "`", "~"}
    inside = lines[1 : -1 if closed else None]
    head = _options(inside)
    body = inside[head:]
    yield from [lines[0], *inside[:head]]
    yield from _blocks(body, markdown().parse("\n".join(body)), 0, len(body))
    if closed:
        yield lines[-1]


def _options(lines: list[str]) -> int:
    """How many lines of a block are its options."""
    if lines and lines[0].strip() == "---":
        return next((n + 1 for n, line in enumerate(lines) if n and line.strip() == "---"), 0)
    return next((n for n, line in enumerate(lines) if not _OPTION.match(line)), len(lines))


def _commented(lines: list[str]) -> Iterator[str]:
    """Words as comments; a comment of the source is left out."""
    for line in lines:
        if not line.strip():
            yield ""
        elif not line.lstrip().startswith("%"):
            yield f"% {line}"
