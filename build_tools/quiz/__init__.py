"""Questions: read from pages, their keys computed, and put into every form.

``model`` is a question; ``syntax`` reads it, ``keys`` computes its key, ``parity`` compares
languages, ``scoring`` judges an answer. ``directive``, ``nodes`` and ``domain`` are the page's
form; the other forms are in ``forms``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    from build_tools.quiz import directive, nodes

    nodes.setup_nodes(app)
    app.add_role("quiz-blank", directive.BlankRole())
    app.add_directive("quiz", directive.QuizDirective)
    app.add_directive("quiz-overview", directive.OverviewDirective)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
