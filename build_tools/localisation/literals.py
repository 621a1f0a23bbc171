"""Comparing a translated cell with its source: what differs beside comments and labels."""

from __future__ import annotations

import ast
from dataclasses import dataclass

#: Stands for any text while two cells are compared.
_ANY = "\0"


class _Blind(ast.NodeTransformer):
    """Replaces every text literal, those inside f-strings too, by the same mark."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        if isinstance(node.value, str):
            return ast.Constant(_ANY)
        return node


def label_blind(source: str) -> str:
    """The syntax tree of a cell with every text literal taken out.

    Two cells with equal results differ in comments, layout and labels at most. Raises SyntaxError.
    """
    return ast.dump(_Blind().visit(ast.parse(source)))


def text_literals(tree: ast.AST) -> list[ast.Constant]:
    """The text literals of a tree, in the order of the tree (the same for equal shapes)."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


@dataclass(frozen=True)
class Label:
    """A text literal that a translation changes."""

    cell: int  #: position of the cell in the program
    place: int  #: position among the cell's text literals
    line: int  #: 1-based line of the literal in the source cell
    text: str  #: what the source says


def changed_labels(cell: int, source: str, translated: str) -> dict[Label, str]:
    """Labels of a source cell that its translation changes, with their translations.

    The two cells must be equal but for text literals (see ``label_blind``).
    """
    ours, theirs = text_literals(ast.parse(source)), text_literals(ast.parse(translated))
    return {
        Label(cell, place, own.lineno, str(own.value)): str(other.value)
        for place, (own, other) in enumerate(zip(ours, theirs, strict=True))
        if own.value != other.value
    }
