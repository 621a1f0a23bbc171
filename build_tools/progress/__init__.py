"""How far the translations are, on a page of the site: what is to do, and where to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    from build_tools.progress import directive

    app.add_directive("translation-status", directive.StatusDirective)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
