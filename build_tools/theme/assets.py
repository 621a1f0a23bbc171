"""What the inherited theme would load, and a page can do without.

The theme's icon font, its icon script and its inline scripts make up most of a page's weight and
would break a policy without inline scripts. The templates use none of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Scripts of Sphinx and of the inherited theme that serve parts which the templates do not use.
UNUSED = frozenset(
    {
        "_static/doctools.js",
        "_static/documentation_options.js",
        "_static/scripts/sphinx-book-theme.js",
        "_static/sphinx_highlight.js",
        "_static/translations.js",
    }
)

_ICON_FACE = re.compile(r"@font-face\{[^{}]*Font Awesome[^{}]*\}")
_ICON_SYMBOL = re.compile(r"(--pst-(?:icon-[\w-]+|breadcrumb-divider)):[^;}]*")


def keep_script(filename: str | None) -> bool:
    """Whether a page loads this script: never an inline one, nor one from another host."""
    return bool(filename) and "//" not in str(filename) and filename not in UNUSED


def without_icon_font(stylesheet: str) -> str:
    """The theme's stylesheet without its icon font, nor the symbols that would ask for it."""
    return _ICON_SYMBOL.sub(r'\1:""', _ICON_FACE.sub("", stylesheet))


def kept(scripts: Iterable[object]) -> list[object]:
    """The scripts of a page, as Sphinx lists them, without those that it can do without."""
    return [
        script for script in scripts if keep_script(str(getattr(script, "filename", script) or ""))
    ]
