"""The page's chrome: language switch, notices, provenance, footer, and the theme kept light.

``view`` and its neighbours are pure; ``chrome`` is the Sphinx side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the chrome to Sphinx; imported late, so that the pure parts load no Sphinx."""
    from build_tools.theme import chrome

    return chrome.setup(app)
