"""Paper: what every page has for it, and the sheets that ``nox -s print`` makes of pages.

``page`` and ``notes`` are the Sphinx side: numbers of links and lines, the page's address as a QR
code, ``static/print.css``. ``model`` says which parts of a page an edition has, ``sheet`` and
``booklet`` cut finished pages to it, ``press`` prints, ``pdf`` finishes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx; imported late, so that the pure parts load no Sphinx."""
    from build_tools.printing import page

    return page.setup(app)
