"""Comparing a translated cell with its source: what differs beside comments and labels."""

from __future__ import annotations

import ast
import re
import string
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Stands for any text while two cells are compared.
_ANY = "\0"

#: A placeholder of the ``%`` operator.
_PERCENT = re.compile(r"%(?:\(\w+\))?[#0\-+]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[diouxXeEfFgGcrsa%]")


class _Blind(ast.NodeTransformer):
    """Replaces every text literal, those inside f-strings too, by the same mark.

    Format specifications stay: ``.2f`` is no text for a reader.
    """

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        if isinstance(node.value, str):
            return ast.Constant(_ANY)
        return node

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.FormattedValue:
        node.value = self.visit(node.value)
        for part in _parts(node.format_spec):
            if isinstance(part, ast.FormattedValue):
                self.visit(part)
        return node


def _parts(spec: ast.expr | None) -> list[ast.expr]:
    return spec.values if isinstance(spec, ast.JoinedStr) else []


@lru_cache(maxsize=4096)
def label_blind(source: str) -> str:
    """The syntax tree of a cell with every text literal taken out.

    Two cells with equal results differ in comments, layout and labels at most. Raises SyntaxError.
    """
    return ast.dump(_Blind().visit(ast.parse(source)))


def text_literals(tree: ast.AST) -> list[ast.Constant]:
    """The text literals of a tree from first to last (as many in trees of equal shape)."""
    return list(_literals(tree))


def _literals(node: ast.AST) -> Iterator[ast.Constant]:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node
        return
    for name, value in ast.iter_fields(node):
        if name == "format_spec":
            for part in _parts(value):
                if isinstance(part, ast.FormattedValue):
                    yield from _literals(part)
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _literals(child)


def _silent(tree: ast.Module) -> set[int]:
    """Ids of literals that are statements of their own: docstrings, and notes in the code."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and node is not tree.body[-1]
    }


@dataclass(frozen=True)
class Label:
    """A text literal that a translation changes."""

    cell: int  #: position of the cell in the program
    place: int  #: position among the cell's text literals
    line: int  #: 1-based line of the literal in the source cell
    text: str  #: what the source says
    silent: bool = False  #: a docstring, which no output need show


def changed_labels(cell: int, source: str, translated: str) -> dict[Label, str]:
    """Labels of a source cell that its translation changes, with their translations.

    The two cells must be equal but for text literals (see ``label_blind``).
    """
    theirs = text_literals(ast.parse(translated))
    return {
        label: str(other.value)
        for label, other in zip(labels_of(cell, source), theirs, strict=True)
        if label.text != other.value
    }


@lru_cache(maxsize=4096)
def labels_of(cell: int, source: str) -> tuple[Label, ...]:
    """All text literals of a cell."""
    tree = ast.parse(source)
    silent = _silent(tree)
    return tuple(
        Label(cell, place, node.lineno, str(node.value), silent=id(node) in silent)
        for place, node in enumerate(text_literals(tree))
    )


def pieces(text: str) -> tuple[list[str], list[str]]:
    """What stands around the placeholders of a format, and the placeholders.

    ``"{n} of {total:.1f}"`` gives ``["", " of ", ""]`` and ``["{n}", "{total:.1f}"]``; so do the
    placeholders of ``%``. A text without any is one piece. The pieces number one more than the
    placeholders.
    """
    found = [] if "{{" in text or "}}" in text else _fields(text)
    if not found:
        found = [match.span() for match in _PERCENT.finditer(text)]
    edges = [0, *(edge for span in found for edge in span), len(text)]
    cut = [text[a:b] for a, b in pairwise(edges)]
    return cut[::2], cut[1::2]


def _fields(text: str) -> list[tuple[int, int]]:
    """Where the replacement fields of ``str.format`` are; none in a text that is no format."""
    spans: list[tuple[int, int]] = []
    at = 0
    try:
        parsed: list[Any] = list(string.Formatter().parse(text))
    except ValueError:
        return []
    for before, name, _, _ in parsed:
        at += len(before)
        if name is None:
            continue
        start, depth = at, 0
        for at in range(start, len(text)):
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            if not depth:
                break
        at += 1
        spans.append((start, at))
    return spans
