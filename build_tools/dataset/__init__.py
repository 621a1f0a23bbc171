"""Tables of the data set: its branches and its collections, from the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    from build_tools.dataset import directive

    app.add_directive("branches", directive.BranchesDirective)
    app.add_directive("collections", directive.CollectionsDirective)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
