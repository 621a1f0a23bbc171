"""Figures and tables: from what a notebook stores to drawings, data tables and HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the figure and table nodes, their setting and their style sheet to Sphinx."""
    from build_tools.figures.nodes import setup_nodes

    return setup_nodes(app)
