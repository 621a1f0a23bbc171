"""Marks: what in a page's prose is the same in every language, with the line on which it stands.

Roles, directives, formulae, links, images, footnotes and tables: what a translation is compared by,
and where links can lead. Words are counted along the way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token


class MarkKind(StrEnum):
    """What a mark is."""

    ROLE = "role"  #: ``{name}`target```; the target is all that stands between the back-quotes
    DIRECTIVE = "directive"  #: ``:::{name} target``
    FORMULA = "formula"  #: the target is its TeX
    LINK = "link"  #: the target is where it leads
    IMAGE = "image"  #: the target is its file
    FOOTNOTE = "footnote"  #: a reference; the target is its label
    NOTE = "note"  #: the text of a footnote; the target is its label
    TABLE = "table"  #: the target is its shape, such as ``3 × 2``: rows, that of the titles too


@dataclass(frozen=True)
class Mark:
    """One of them."""

    kind: MarkKind
    line: int  #: 1-based
    name: str  #: of a role or directive
    target: str


@dataclass
class Marks:
    """What was found in a page so far."""

    found: list[Mark]
    words: list[tuple[int, int]]  #: line of a piece of prose, words in it


_FENCE = re.compile(r"\{([\w:-]+)\}")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
_WORD = re.compile(r"\w+(?:[-’'.,]\w+)*")
_OPTION = re.compile(r"^:[\w-]+:(?: .*)?$", re.MULTILINE)
#: Keys of cells' and directives' options that are prose.
_PROSE_KEYS = ("alt", "caption", "title")


def mark(tokens: list[Token], offset: int, markdown: MarkdownIt, marks: Marks) -> None:
    """Note what stands in these tokens; what is inside of directives has tokens of its own.

    ``offset`` is the number of lines of the file before the first of the tokens.
    """
    for n, token in enumerate(tokens):
        line = offset + (token.map[0] if token.map else 0) + 1
        if token.type == "inline":
            _inline(token.children or [], line, marks)
        elif token.type in {"math_block", "math_block_label"}:
            marks.found.append(Mark(MarkKind.FORMULA, line, "", token.content))
        elif token.type == "table_open":
            marks.found.append(Mark(MarkKind.TABLE, line, "", _shape(tokens, n)))
        elif token.type == "footnote_open":
            inside = tokens[n + 1 : n + 3]
            place = next((offset + own.map[0] + 1 for own in inside if own.map), line)
            marks.found.append(Mark(MarkKind.NOTE, place, "", str(token.meta["label"])))
        elif token.type in {"fence", "colon_fence"}:
            _directive(token, line, markdown, marks)
        elif token.type == "front_matter" and offset:
            _options(_yaml(token.content), line, markdown, marks)


def mark_options(options: dict[str, Any], line: int, markdown: MarkdownIt, marks: Marks) -> None:
    """Note what stands in the captions and descriptions of a cell."""
    for kind in ("figure", "table"):
        given = options.get(kind)
        for one in given if isinstance(given, list) else [given]:
            _options(one, line, markdown, marks)


def _options(options: Any, line: int, markdown: MarkdownIt, marks: Marks) -> None:
    if isinstance(options, dict):
        for key in _PROSE_KEYS:
            for token in markdown.parseInline(str(options.get(key) or "")):
                _inline(token.children or [], line, marks, step=0)


def _yaml(text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return None  # who reads the directive reports it


def _directive(token: Token, line: int, markdown: MarkdownIt, marks: Marks) -> None:
    info = token.info.strip()
    match = _FENCE.match(info)
    if not match or match[1] == "code-cell":
        return
    name, argument = match[1], info[match.end() :].strip()
    marks.found.append(Mark(MarkKind.DIRECTIVE, line, name, argument))
    if name == "math":
        body = _OPTION.sub("", token.content)
        marks.found.append(Mark(MarkKind.FORMULA, line, "", body))
    elif name not in {"quiz", "when", "sankey"}:  # a title
        for inline in markdown.parseInline(argument):
            _inline(inline.children or [], line, marks, step=0)


def _inline(children: list[Token], line: int, marks: Marks, step: int = 1) -> None:
    """Note what stands in a piece of prose; ``step`` is 0 where its lines cannot be told."""
    said: list[str] = []
    for child in children:
        found = _mark(child, line)
        if found:
            marks.found.append(found)
        if child.type in {"text", "code_inline"}:
            said.append(child.content)
            if child.type == "text":
                marks.found += (
                    Mark(MarkKind.FOOTNOTE, line, "", label)
                    for label in _FOOTNOTE.findall(child.content)
                )
        elif child.type == "image":
            said.append(child.content)
        elif child.type == "myst_role" and child.meta["name"] not in {"glued", "share", "fact"}:
            said.append(re.sub(r"\s*<[^<>]*>$", "", child.content))
        if child.type in {"softbreak", "hardbreak"}:
            said.append("\n")
            line += step
        else:
            line += step * child.content.count("\n")
    words = len(_WORD.findall(_OPTION.sub("", "".join(said))))
    if words:
        marks.words.append((line, words))


def _mark(token: Token, line: int) -> Mark | None:
    if token.type == "myst_role":
        return Mark(MarkKind.ROLE, line, str(token.meta["name"]), token.content)
    if token.type.startswith("math_inline"):
        return Mark(MarkKind.FORMULA, line, "", token.content)
    if token.type == "link_open":
        return Mark(MarkKind.LINK, line, "", unquote(str(token.attrs["href"])))
    if token.type == "image":
        return Mark(MarkKind.IMAGE, line, "", unquote(str(token.attrs["src"])))
    if token.type == "footnote_ref":
        return Mark(MarkKind.FOOTNOTE, line, "", str(token.meta["label"]))
    return None


def _shape(tokens: list[Token], start: int) -> str:
    rows = columns = 0
    for token in tokens[start:]:
        if token.type == "table_close":
            break
        rows += token.type == "tr_open"
        columns += token.type == "th_open"
    return f"{rows} × {columns}"


def between(marks: tuple[Mark, ...], start: int, end: int) -> Iterator[Mark]:
    """The marks from line ``start`` up to, but not on, line ``end``."""
    return (own for own in marks if start <= own.line < end)
