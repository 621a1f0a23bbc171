"""The house style of figures, as a Plotly template and as the list of colours that have a role.

A colour named here becomes a class in the drawing (see ``svg.py``), so that the page's style sheet
decides how it looks on a light page, on a dark one and on paper. Any other colour is the author's
and stays.
"""

from __future__ import annotations

import copy
from itertools import cycle
from typing import Any, Final

NAME: Final = "lessons"
"""What a localised figure says in ``layout.template`` instead of carrying the template."""

WIDTH: Final = 500
HEIGHT: Final = 375
INNER_HEIGHT: Final = 260
"""Default size of a drawing in pixels, and the least height inside its axes: a drawing grows with
its legend. Small on purpose: a phone of 360 pixels has 312 or more for
it, and the letters (16 pixels here) must still be 10 there."""

FONT_SIZE: Final = 16
INK: Final = "#1b1b1b"
PAPER: Final = "#ffffff"
GRID: Final = "#d9d9d9"
NOT_PAINTED: Final = "rgba(0,0,0,0)"

PALETTE: Final = (
    "#0d68a6",  # blue
    "#d37b0b",  # orange
    "#27a56d",  # green
    "#ae3975",  # purple
    "#1b89fb",  # sky
    "#9b5b0d",  # brown
    "#6a6836",  # olive
    "#7f7f7f",  # grey
)
"""Told apart with every common colour vision, on a light page and on a dark one. The hues are those
of Okabe and Ito (Color Universal Design, 2008, https://jfly.uni-koeln.de/color/), whose orange, sky
and yellow are too pale for a white page; shifted until each has 3:1 on both pages and any two of
the first seven stay apart in simulated protanopia, deuteranopia and tritanopia. The tests measure
both."""

LABEL_SIZE: Final = 14
LABEL_LENGTH: Final = 75
"""Of the line that says where the data come from, and the characters of its markup that fit one."""

FONT_FAMILY: Final = "Arial, 'Liberation Sans', Arimo, Helvetica, Roboto, sans-serif"
"""Families of equal letter widths, and Roboto, whose labels come out up to 3 % narrower: what is
measured here fits there. The drawing browser has Liberation Sans under the first name."""

FONTS: Final = {"400": "liberation-sans-regular.woff2", "700": "liberation-sans-bold.woff2"}
"""Weight and file of the font that text is measured with."""

TRACES: Final = frozenset({"bar", "scatter", "histogram", "heatmap", "sankey"})
"""The kinds of figures that the bundle of plotly.js can draw (``bundle/entry.js``)."""

_PLOTLY_COLOURWAYS: Final = (
    ("#636efa", "#ef553b", "#00cc96", "#ab63fa", "#ffa15a",
     "#19d3f3", "#ff6692", "#b6e880", "#ff97ff", "#fecb52"),
    ("#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd",
     "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf"),
)  # fmt: skip
"""The colours that Plotly Express writes into every trace when its author chose none: those of
Plotly's template, and those it takes when there is no template."""

_IN_THE_HOUSE: Final = {
    colour: PALETTE[number % len(PALETTE)]
    for colourway in _PLOTLY_COLOURWAYS
    for number, colour in enumerate(colourway)
}

_CIVIDIS: Final = ("#00224e", "#35456c", "#666970", "#948e77", "#c8b866", "#fee838")
"""Cividis: equally readable with and without colour vision deficiency. Nuñez, Anderton and
Renslow, PLOS ONE 13 (2018) e0199239, https://doi.org/10.1371/journal.pone.0199239."""

_HATCHES: Final = ("", "/", "\\", "x", "-", "|", "+", ".")
"""Of bars on top of one another, in turn: told apart in grey and on paper too."""

_WITHOUT_WEBGL: Final = {"scattergl": "scatter"}
"""Plotly Express changes to WebGL from 1000 points on, which a drawing cannot hold as lines."""


def without_webgl(kind: str) -> str:
    """The kind of trace that draws the same as lines."""
    return _WITHOUT_WEBGL.get(kind, kind)


def template() -> dict[str, Any]:
    """The Plotly template of the house."""
    axis = {
        "automargin": True,
        # There is room for every label: Plotly would look for those without at every step.
        "ticklabeloverflow": "allow",
        "showline": True,
        "linecolor": INK,
        "linewidth": 1,
        "ticks": "outside",
        "tickcolor": INK,
        "ticklen": 5,
        "showgrid": False,
        "gridcolor": GRID,
        "zeroline": False,
        "title": {"standoff": 10, "font": {"size": FONT_SIZE + 1}},
        # Numbers as in the text: 12 000, and powers of ten only from a million on.
        "separatethousands": True,
        "exponentformat": "power",
        "minexponent": 6,
    }
    scale = [[i / (len(_CIVIDIS) - 1), colour] for i, colour in enumerate(_CIVIDIS)]
    bar = {"outlinewidth": 0, "thickness": 16}
    return {
        "layout": {
            "font": {"family": FONT_FAMILY, "size": FONT_SIZE, "color": INK},
            "title": {
                "font": {"size": FONT_SIZE + 2},
                "subtitle": {"font": {"size": LABEL_SIZE}},
                "automargin": True,
                "x": 0,
                "xref": "paper",
                "y": 1,
                "yref": "container",
                "yanchor": "top",
                "pad": {"t": 4, "b": 4},
            },
            "colorway": list(PALETTE),
            "coloraxis": {"colorbar": bar},
            "paper_bgcolor": NOT_PAINTED,
            "plot_bgcolor": NOT_PAINTED,
            "margin": {"l": 12, "r": 16, "t": 16, "b": 12},
            "legend": {
                "orientation": "h",
                "x": 0,
                "xanchor": "left",
                "y": 1.02,
                "yanchor": "bottom",
                "bgcolor": NOT_PAINTED,
                "traceorder": "normal",
            },
            "xaxis": axis,
            "yaxis": {**axis, "showgrid": True},
            "bargap": 0.15,
        },
        "data": {
            "bar": [{"marker": {"line": {"width": 0}}, "error_y": {"color": INK}}],
            "scatter": [{"marker": {"size": 7}, "error_y": {"width": 0, "thickness": 1.5}}],
            "heatmap": [{"colorscale": scale, "colorbar": bar}],
            "sankey": [
                {
                    "node": {"color": PALETTE[0], "line": {"width": 0}, "pad": 18},
                    "link": {"color": "rgba(127,127,127,0.35)"},
                }
            ],
        },
    }


def named(figure: dict[str, Any]) -> dict[str, Any]:
    """A copy of the figure that names the house template, unless its author chose another."""
    local = copy.deepcopy(figure)
    layout = local.setdefault("layout", {})
    local.setdefault("data", [])
    if _is_default(layout.get("template")):
        layout["template"] = NAME
    return local


def furnished(figure: dict[str, Any]) -> dict[str, Any]:
    """A copy of a named figure that is ready to be drawn: the template is inside."""
    ready = named(figure)
    if label := ready.pop("label", ""):
        _write_label(ready["layout"], str(label))
    if ready["layout"]["template"] != NAME:
        return ready
    ready["data"] = [_recoloured(trace) for trace in ready["data"]]
    for trace in ready["data"]:
        if "type" in trace:
            trace["type"] = without_webgl(trace["type"])
    _hatch(ready)
    ready["layout"]["template"] = _suited(template(), ready["data"])
    return ready


def _hatch(figure: dict[str, Any]) -> None:
    """Hatch bars that stand on one another, where their author did not."""
    bars = [trace for trace in figure["data"] if trace.get("type") in {"bar", "histogram"}]
    if len(bars) < 2 or figure["layout"].get("barmode") not in {"stack", "relative", "overlay"}:  # noqa: PLR2004
        return
    for trace, shape in zip(bars, cycle(_HATCHES), strict=False):
        marker = trace.get("marker") or {}
        if shape and "pattern" not in marker:
            pattern = {"fillmode": "overlay", "fgcolor": PAPER, "fgopacity": 0.7}
            pattern |= {"shape": shape, "size": 10, "solidity": 0.2}
            trace["marker"] = marker | {"pattern": pattern}


def _write_label(layout: dict[str, Any], label: str) -> None:
    """Put the label above the plot: under the title where there is one."""
    title = layout.get("title") or {}
    title = dict(title) if isinstance(title, dict) else {"text": title}
    font = {"font": {"size": LABEL_SIZE}}
    is_long = len(label) > LABEL_LENGTH
    if title.get("text"):
        title["subtitle"] = {"font": {"size": LABEL_SIZE - 2 * is_long}, "text": label}
    else:
        # Whose data it is, and on a line of its own where there is no room beside it, how much.
        whose, _, how = label.partition(" · ") if is_long else (label, "", "")
        title = {
            "x": 0,
            "xref": "paper",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "automargin": True,
            "text": whose,
            "pad": {"t": 4},
            **font,
            **({"subtitle": {**font, "text": how}} if how else {}),
        }
    layout["title"] = title


def _suited(style: dict[str, Any], traces: list[dict[str, Any]]) -> dict[str, Any]:
    """The template with what depends on the kind of figure."""
    layout = style["layout"]
    bars = [trace for trace in traces if trace.get("type") == "bar"]
    if any("width" in trace for trace in bars):
        # Bins touch: without a gap Plotly draws their sides on whole pixels, and no seam shows.
        layout["bargap"] = 0
    if bars and all(trace.get("orientation") == "h" for trace in bars):
        layout["xaxis"] = {**layout["xaxis"], "showgrid": True}
        layout["yaxis"] = {**layout["yaxis"], "showgrid": False}
    return style


def _is_default(chosen: Any) -> bool:
    """Whether a template is what Plotly puts in by itself, with or without its default style."""
    if not isinstance(chosen, dict):
        return chosen in {None, NAME, "plotly", "none"}
    layout = chosen.get("layout") or {}
    return not layout or tuple(map(str.lower, layout.get("colorway", ()))) in _PLOTLY_COLOURWAYS


def _recoloured(value: Any) -> Any:
    """The same value with Plotly's default colours replaced by the palette's."""
    if isinstance(value, dict):
        return {key: _recoloured(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_recoloured(entry) for entry in value]
    return _IN_THE_HOUSE.get(value.lower(), value) if isinstance(value, str) else value
