"""Mime types of the outputs that the project puts into each language itself."""

from __future__ import annotations

from typing import Final

#: A Plotly figure, as Plotly's own JSON.
FIGURE: Final = "application/vnd.plotly.v1+json"

#: A data frame as strings: ``{"columns": [{"name", "numeric"}], "index": {"names", "show"},
#: "rows"}``, of a long frame with ``"left_out": {"after", "total"}``.
TABLE: Final = "application/vnd.open-data-lessons.table+json"

#: A value for the prose: ``{"name", "value", "uncertainty", "unit", "digits"}``.
GLUE: Final = "application/vnd.open-data-lessons.glue+json"

#: Drawings and pictures that a library made itself.
SVG: Final = "image/svg+xml"
PICTURES: Final = {"image/png": "png", "image/jpeg": "jpg"}

#: What a cell shows as a figure, best first: an output has one, however many forms of it.
FIGURES: Final = (FIGURE, SVG, *PICTURES)
