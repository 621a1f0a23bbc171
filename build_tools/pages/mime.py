"""Mime types of the outputs that the project puts into each language itself."""

from __future__ import annotations

from typing import Final

#: A Plotly figure, as Plotly's own JSON.
FIGURE: Final = "application/vnd.plotly.v1+json"

#: A data frame as strings: ``{"columns": [{"name", "numeric"}], "index": {"names", "show"},
#: "rows"}``.
TABLE: Final = "application/vnd.open-data-lessons.table+json"

#: A value for the prose: ``{"name", "value", "uncertainty", "unit", "digits"}``.
GLUE: Final = "application/vnd.open-data-lessons.glue+json"
