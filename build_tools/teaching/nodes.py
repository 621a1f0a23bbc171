"""The one node of these blocks that docutils does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator


class collapsed(nodes.General, nodes.Element):  # noqa: N801  docutils' way to name nodes
    """A block that the reader opens; its first child is a title."""


def visit_collapsed(self: HTML5Translator, node: collapsed) -> None:
    """Open a native ``<details>``: no script, and a keyboard opens it."""
    self.body.append(self.starttag(node, "details", CLASS="lesson-block"))
    title = node.pop(0)
    self.body.append(f"<summary>{self.encode(title.astext())}</summary>\n")


def depart_collapsed(self: HTML5Translator, node: collapsed) -> None:
    """Close it."""
    del node
    self.body.append("</details>\n")
