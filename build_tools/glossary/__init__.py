"""Terms on pages: the glossary from the catalogue, and links at the first use of each term."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    from build_tools.glossary import directive, linking, role

    app.add_directive("glossary-terms", directive.GlossaryTermsDirective)
    app.add_role("lang", role.LangRole())
    app.add_transform(linking.LinkFirstUses)
    app.connect("config-inited", directive.serve_static)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
