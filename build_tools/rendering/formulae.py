"""Formulae as MathML, written at build time: no script, no font from elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from lxml import etree
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

_logger = logging.getLogger(__name__)
#: Indentation, and what HTML understands by itself: a tenth of a page that has many formulae.
_BETWEEN = re.compile(r">\n\s*<")
_NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'
_LEVEL = re.compile(r'(<mo\b[^>]*) scriptlevel="[^"]*"')


def _mathml(node: nodes.math | nodes.math_block, *, block: bool) -> str:
    text = node.astext()
    try:
        # An operator has no level of its own; checkers of HTML refuse the attribute there.
        mathml = _LEVEL.sub(r"\1", str(tex2mathml(text, as_block=block)))
        return _with_accents(_BETWEEN.sub("><", mathml).replace(_NAMESPACE, ""))
    except MathError as error:
        _logger.warning(
            "this formula cannot be shown: %s (in %r)",
            error,
            text,
            location=node,
            type="lessons",
            subtype="formula",
        )
        return f"<code>{nodes.unescape(text)}</code>"


def _with_accents(mathml: str) -> str:
    r"""The same, with the index of an accented letter beside it.

    docutils puts the 1 of ``\vec{p}_1`` under the letter, where only limits of sums belong.
    """
    if "<munderover>" not in mathml:
        return mathml
    root = etree.fromstring(mathml)
    for stack in list(root.iter("munderover")):
        base, index, accent = stack
        if base.tag == "mo" or accent.tag != "mo":
            continue
        accented = etree.Element("mover", accent="true")
        accented.extend([base, accent])
        stack.tag = "msub"
        stack.insert(0, accented)
        raised = stack.getparent()
        if raised is not None and raised.tag == "msup" and raised[0] is stack:
            raised.tag = "msubsup"
            raised[:1] = [accented, index]
    return etree.tostring(root, encoding="unicode", method="html")


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a line."""
    self.body.append(_mathml(node, block=False))
    raise nodes.SkipNode


def visit_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on lines of its own."""
    label = node.get("label")
    anchor = f' id="equation-{label}"' if label else ""
    self.body.append(f'<div class="math-block"{anchor}>{_mathml(node, block=True)}</div>\n')
    raise nodes.SkipNode
