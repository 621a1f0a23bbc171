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
#: Between the name of a function and what it is applied to; nothing is to be seen of it.
_APPLY = "\u2061"
_THIN = "0.1667em"
_DECIMAL = re.compile(r"(\d+)\{([.,])\}(\d+)")
_LEVEL = re.compile(r'(<mo\b[^>]*) scriptlevel="[^"]*"')


def _mathml(node: nodes.math | nodes.math_block, *, block: bool) -> str:
    text = node.astext()
    try:
        # An operator has no level of its own; checkers of HTML refuse the attribute there.
        mathml = _LEVEL.sub(r"\1", str(tex2mathml(text, as_block=block)))
        return _mended(_BETWEEN.sub("><", mathml).replace(_NAMESPACE, ""), text)
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


def _mended(mathml: str, text: str) -> str:
    """The same formula, set as TeX sets it where docutils does not."""
    root = etree.fromstring(mathml.replace("&ApplyFunction;", _APPLY))
    _put_indices_beside(root)
    _join_numbers(root, text)
    for _, accent in root.iterfind(".//mover[@accent]"):
        # WebKit leaves the space of an arrow between two terms on both sides of the letter
        accent.set("lspace", "0em")
        accent.set("rspace", "0em")
    for sign in root.iter("mo"):
        if sign.text == "/":
            sign.set("lspace", "0em")
            sign.set("rspace", "0em")
        elif sign.text == ".":
            sign.set("lspace", "0em")
        elif sign.text == "*":
            sign.text = "∗"
        elif sign.text == _APPLY:
            _space_function(sign)
    for letter in root.iter("mi"):
        if letter.attrib.pop("class", "") == "capital-greek":
            letter.set("mathvariant", "normal")
    return etree.tostring(root, encoding="unicode", method="html")


def _put_indices_beside(root: etree._Element) -> None:
    r"""Put the index of an accented letter beside it.

    docutils puts the 1 of ``\vec{p}_1`` under the letter, where only limits of sums belong.
    """
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


def _join_numbers(root: etree._Element, text: str) -> None:
    """Make one number of ``45{,}6``: apart, its comma is that of a list, with a space behind it."""
    numbers = set(_DECIMAL.findall(text))
    for sign in list(root.iter("mo")):
        whole, after = sign.getprevious(), sign.getnext()
        if whole is None or after is None or whole.tag != "mn":
            continue
        rest = after[0] if after.tag in {"msub", "msup", "msubsup"} else after
        if rest.tag == "mn" and (whole.text, sign.text, rest.text) in numbers:
            rest.text = f"{whole.text}{sign.text}{rest.text}"
            parent = sign.getparent()
            assert parent is not None  # noqa: S101  it has neighbours
            parent.remove(whole)
            parent.remove(sign)


def _space_function(sign: etree._Element) -> None:
    """Part a function from a letter or number before and after it, as in “2 cos φ”."""
    after, name = sign.getnext(), sign.getprevious()
    if after is not None and after.tag != "mo":
        sign.set("rspace", _THIN)
    before = None if name is None else name.getprevious()
    if before is not None and (before.tag not in {"mo", "mspace"} or before.text in {")", "]"}):
        before.addnext(etree.Element("mspace", width=_THIN))


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
