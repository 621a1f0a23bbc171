"""Sankey diagrams from data: nodes and links that add up, drawn, told as a table, and quoted.

As a Sphinx extension it gives pages the directive ``sankey`` and the roles ``share`` and ``fact``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    from build_tools.sankey import directive, role

    app.add_directive("sankey", directive.SankeyDirective)
    app.add_role("share", role.ShareRole())
    app.add_role("fact", role.FactRole())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
