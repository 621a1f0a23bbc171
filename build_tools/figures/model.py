"""The figure as a notebook stores it: Plotly JSON, its values, its digest, its language.

Pure: neither Sphinx nor Plotly is imported here.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from array import array
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from build_tools.figures import house
from build_tools.figures.bundle import PLOTLY
from build_tools.figures.numerals import separators
from build_tools.typography.rules import typeset

__all__ = ["Figure", "PlacedFigure", "drawing_path", "figure_digest", "with_locale"]

Figure = dict[str, Any]
"""Plotly JSON: ``{"data": [traces], "layout": {...}}``."""


@dataclass(frozen=True)
class PlacedFigure:
    """A figure that a directive shows, in the language of its page (``with_locale``)."""

    line: int  #: 1-based line of the directive in the author's file
    figure: Figure
    narrow: Figure | None = None  #: the same for a narrow page, where it needs another form


_TYPE_CODES: Final = {
    "i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "f4": "f", "f8": "d",
}  # fmt: skip

_DRAWN_BY: Final = ("house.py", "drawing.py", "drawing.js", "svg.py", "paths.py")
"""The files of this package that decide what a drawing looks like."""


def values(data: Any) -> list[Any]:
    """The numbers or labels of one Plotly array as a list; of a matrix, a list of rows.

    Plotly 6 and later write arrays as ``{"dtype": "f8", "bdata": base64, "shape": "4, 5"}``,
    little-endian. Anything that is not an array gives an empty list.
    """
    if isinstance(data, dict) and "bdata" in data:
        numbers = array(_TYPE_CODES[data["dtype"].lstrip("<|")])
        numbers.frombytes(base64.b64decode(data["bdata"]))
        if sys.byteorder == "big":  # pragma: no cover
            numbers.byteswap()
        # NaN has no place in JSON: Plotly writes it as null in plain lists, so do the same here.
        flat = [None if number != number else number for number in numbers]  # noqa: PLR0124
        shape = [int(size) for size in str(data.get("shape", "")).split(",") if size.strip()]
        if len(shape) == 2:  # noqa: PLR2004
            return [flat[row * shape[1] : (row + 1) * shape[1]] for row in range(shape[0])]
        return flat
    return list(data) if isinstance(data, (list, tuple)) else []


#: Where a figure has words for its reader.
_WORDS = frozenset({"text", "title", "name"})


def with_locale(figure: Figure, language: str, label: str = "") -> Figure:
    """A copy of the figure for one language.

    Numbers on axes get the decimal and group separators of the language, and the house template
    is named instead of the copy of Plotly's own (7 kB) that every figure carries. ``label`` says
    where the data come from, in the page's language; it is drawn above the plot. Titles and names
    are typeset as the language is.
    """
    local: Figure = _typeset(house.named(figure), language)
    local["layout"]["separators"] = separators(language)
    if label:
        local["label"] = label
    return local


def _typeset(part: Any, language: str, name: str = "") -> Any:
    """A part of a figure with its words typeset."""
    if isinstance(part, dict):
        return {own: _typeset(value, language, own) for own, value in part.items()}
    if isinstance(part, (list, tuple)):
        return [_typeset(own, language) if isinstance(own, dict) else own for own in part]
    return typeset(part, language) if name in _WORDS and isinstance(part, str) else part


def figure_digest(figure: Figure) -> str:
    """The name of the figure's drawing: sha256 of the figure and of what draws it."""
    canonical = json.dumps(
        {"figure": figure, "drawn by": drawing_version()},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def drawing_path(store: Path, digest: str) -> Path:
    """The file of one drawing in a store of drawings."""
    return store / f"{digest}.svg"


@cache
def drawing_version() -> str:
    """What a drawing depends on besides the figure.

    It is read from the code, so that no one has to remember to raise a number when the house style
    changes.
    """
    style = hashlib.sha256(PLOTLY.digest().encode())
    for name in _DRAWN_BY:
        # Text mode: a checkout with other line ends draws the same.
        style.update(Path(__file__).with_name(name).read_text(encoding="utf-8").encode())
    for name in house.FONTS.values():
        style.update((Path(__file__).with_name("fonts") / name).read_bytes())
    return style.hexdigest()


def axis_title(layout: dict[str, Any], axis: str) -> str:
    """The title of an axis (``"xaxis"``, ``"yaxis2"``…), of a colour bar or of the layout itself.

    Plotly accepts ``"title": "text"`` and ``"title": {"text": "text"}``.
    """
    return title_text((layout.get(axis) or {}).get("title"))


def title_text(title: Any) -> str:
    """The text of a Plotly title, in its short or its long form."""
    return str((title.get("text") if isinstance(title, dict) else title) or "")
