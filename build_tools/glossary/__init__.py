"""Terms on pages: the glossary from the catalogue, and links at the first use of each term."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    from functools import partial
    from pathlib import Path

    from build_tools.glossary import directive, linking, role
    from build_tools.rendering.static import serve_static

    static = Path(__file__).with_name("static")  # the tips: a page asks when a reader does

    app.add_directive("glossary-terms", directive.GlossaryTermsDirective)
    app.add_role("lang", role.LangRole())
    app.add_transform(linking.LinkFirstUses)
    app.connect("config-inited", partial(serve_static, folder=static))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
