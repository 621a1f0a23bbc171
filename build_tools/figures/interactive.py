"""What a reader's browser loads when a figure is made interactive: the bundle and its JSON.

They are files in one folder of the site, shared by all languages. Figures are scripts, because a
page that is opened from a folder (``file://``) can load no JSON; files are named by their contents,
because browsers refuse ``integrity=`` there. Nothing of them is loaded before the reader asks.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from build_tools.figures import house, svg
from build_tools.figures.bundle import PLOTLY, STYLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from build_tools.figures.model import Figure

FOLDER: Final = "figures"
"""Of the scripts, below the site's root."""


@cache
def bundle_name() -> str:
    """The name of the bundle in that folder."""
    return f"plotly-{PLOTLY.digest()[:12]}.js"


@cache
def bundle_size() -> int:
    """Bytes of the bundle as most servers send it."""
    return len(gzip.compress(PLOTLY.source().encode(), mtime=0))


def script_name(digest: str) -> str:
    """The name of a figure's script, from ``figure_digest``."""
    return f"{digest[:20]}.js"


def script(digest: str, figure: Figure) -> str:
    """A script that hands over one figure, ready to be drawn."""
    ready = json.dumps(
        _by_role(house.furnished(figure)),
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )
    # A script ends a line at these two, which JSON allows in a text.
    ready = ready.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'lessonFigures["{script_name(digest)}"]={ready};\n'


def _by_role(value: Any, *, colour: bool = False) -> Any:
    """The same value with variables of the style sheet for colours that have a role there.

    ``colour`` says whether texts in it are colours, and not labels.
    """
    if isinstance(value, dict):
        return {key: _by_role(one, colour="color" in key) for key, one in value.items()}
    if isinstance(value, list):
        return [_by_role(one, colour=colour) for one in value]
    if not colour or not isinstance(value, str):
        return value
    role = svg.role(value)
    return f"var(--figure-{role})" if role else value


def scripts(figures: Mapping[str, Figure]) -> dict[str, str]:
    """Name → text of the files for these figures; none when there are none."""
    found = {script_name(digest): script(digest, figure) for digest, figure in figures.items()}
    return found | bundle_files() if found else {}


def bundle_files() -> dict[str, str]:
    """Name → text of what every interactive figure needs, and its licences."""
    name = bundle_name()
    return {
        name: PLOTLY.source(),
        name.removesuffix(".js") + ".css": STYLE.read_text(encoding="utf-8"),
        PLOTLY.licences.name: PLOTLY.licences.read_text(encoding="utf-8"),
    }
