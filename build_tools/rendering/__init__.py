"""Sphinx's part: pages that are executed and localised become HTML.

As a Sphinx extension it gives pages the roles ``glued``, ``guide`` and ``when``, the directive
``when``, the same heading ids in every language, notices in sections that are stale or not
translated, and formulae as MathML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    from build_tools.rendering import (
        builder,
        crossings,
        formulae,
        guides,
        headings,
        lean,
        markup,
        typesetting,
        values,
        walls,
    )

    lean.leave_out_copies()
    lean.settle_once()
    lean.walk_flat()
    app.add_builder(builder.PagesBuilder, override=True)
    crossings.setup_mentions(app)
    app.add_config_value("lessons_build", "_build", "env", types=str)
    app.add_role("glued", values.GluedRole())
    app.add_role("when", values.WhenRole())
    app.add_directive("when", values.WhenDirective)
    app.add_role("guide", guides.GuideRole())
    app.add_transform(headings.SectionLanguages)
    app.add_transform(headings.SourceAnchors)
    app.add_transform(typesetting.Typesetting)
    app.connect("doctree-read", headings.mark_stale_sections)
    app.connect("doctree-read", headings.mark_contents)  # Sphinx's own contents come before
    app.connect("doctree-read", walls.check_document)
    app.connect("env-updated", walls.check_files)
    app.connect("html-page-context", markup.make_lean)
    walls.seal_settings()
    app.add_html_math_renderer(
        "mathml",
        inline_renderers=(formulae.visit_inline, None),
        block_renderers=(formulae.visit_block, None),
    )
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
