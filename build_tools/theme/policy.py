"""What a browser may do with a page: nothing but load the site's own files and run its scripts."""

from __future__ import annotations

from typing import Final

#: The content security policy of every page, as an element of its head.
#:
#: ``style-src-attr`` is for interactive figures: Plotly writes style attributes, which paint but
#: cannot load or run anything. Its style sheet is a file of the site (``figures.js``).
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)
