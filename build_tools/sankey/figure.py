"""A diagram as a Plotly figure: lying, for wide pages, and upright, for narrow ones."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final

from build_tools.catalogue.texts import in_language
from build_tools.figures.house import FONT_SIZE, INK, PALETTE
from build_tools.sankey.layout import columns_of, keep_apart, lay_out, needed
from build_tools.sankey.shares import amount

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from build_tools.sankey.model import Diagram, Link

WIDTH: Final = 640
"""Pixels of a lying diagram; an upright one is drawn for a phone of 360 pixels."""
NARROW: Final = 340
_MARGIN: Final = 8
_BOX: Final = 16
_LINE: Final = FONT_SIZE * 1.3
_LEAST: Final = 300
_UPRIGHT_COLUMN: Final = 150
_SMALL: Final = 14
_GAP: Final = 4
"""Pixels between two labels of an upright diagram."""
_LETTER: Final = 0.56
"""Mean width of a letter of the house's font, in parts of its size."""
_COMBINING: Final = range(0x300, 0x370)

_PALE, _PLAIN, _STRONG = 0.18, 0.4, 0.65
_OUTLINE: Final = 2
_HALO: Final = "rgba(255,255,255,0.7)"
"""Behind labels that stand on a flow: the page's own colour (``figures.css``)."""
_TOLD: Final = "%{customdata}<extra></extra>"
"""What is said of a box or band: our own amount, as Plotly would say ``582m%`` for 58 %."""


def lying(diagram: Diagram, language: str, highlight: Sequence[str] = ()) -> dict[str, Any]:
    """The figure for a wide page: the flow goes from left to right.

    Labels stand beside their boxes, in two lines where the columns are too close for one.
    """
    columns = columns_of(diagram)
    across = WIDTH - 2 * _MARGIN
    labels = {name: _label(diagram, name, language, " ") for name in diagram.nodes}
    lines = 1
    if not _side_by_side(columns, labels, across / max(len(columns) - 1, 1)):
        labels = {name: _label(diagram, name, language, "<br>") for name in diagram.nodes}
        lines = 2
    room = dict.fromkeys(diagram.nodes, lines * _LINE)
    length = max(_LEAST, needed(columns, room, 2))
    layout = lay_out(diagram, length, room, 2)
    along = {name: _along(layout.columns, name, across) for name in diagram.nodes}
    trace = _trace(diagram, language, highlight)
    trace["node"] |= {
        "label": [_marked(label, marked=name in highlight) for name, label in labels.items()],
        "pad": layout.pad,
        "x": [_inside(along[name] / across) for name in diagram.nodes],
        "y": [_inside(layout.centres[name] / length) for name in diagram.nodes],
    }
    frame = _frame(diagram, language, WIDTH, length + 2 * _MARGIN)
    frame["shapes"] = [
        _box(
            (along[name] / across, 1 - layout.centres[name] / length),
            (_BOX / across, diagram.flows[name].value * layout.scale / length),
        )
        # In pixels, as Plotly's boxes are: an interactive diagram is as wide as the page.
        | {"xsizemode": "pixel", "xanchor": along[name] / across, "x0": -_BOX / 2, "x1": _BOX / 2}
        for name in highlight
    ]
    return {"data": [trace], "layout": frame}


def upright(diagram: Diagram, language: str, highlight: Sequence[str] = ()) -> dict[str, Any]:
    """The figure for a narrow page: the flow goes from the top down.

    Where the labels of a column do not fit beside one another, every second box stands lower.
    """
    length = NARROW - 2 * _MARGIN
    labels = {name: _label(diagram, name, language, "<br>") for name in diagram.nodes}
    columns = columns_of(diagram)
    width = {name: _width(label) for name, label in labels.items()}
    room = dict(width)
    rows = dict.fromkeys(diagram.nodes, 0)
    for column in columns:
        count = 1
        while count < len(column) and needed([column], _shared(room, count), _GAP) > length:
            count += 1
        for at, name in enumerate(column):
            room[name] /= count
            rows[name] = at % count
    layout = lay_out(diagram, length, room, _GAP)
    middles: dict[str, float] = {}
    for column in columns:
        for row in range(max(rows[name] for name in column) + 1):
            names = [name for name in column if rows[name] == row]
            wishes = [layout.centres[name] for name in names]
            places = keep_apart(wishes, [width[name] for name in names], _GAP, length)
            middles |= dict(zip(names, places, strict=True))
    steps = [max(rows[name] for name in column) + 1 for column in columns]
    down = 2.6 * _SMALL + _BOX
    starts = [0.0]
    for count in steps:
        starts.append(starts[-1] + (count - 1) * down + _UPRIGHT_COLUMN)
    bottom = starts[-1] - _UPRIGHT_COLUMN + _BOX
    along = {
        name: starts[number] + rows[name] * down + _BOX / 2
        for number, column in enumerate(layout.columns)
        for name in column
    }
    trace = _trace(diagram, language, highlight) | {"orientation": "v"}
    trace["node"] |= {
        "label": ["" for _ in diagram.nodes],
        "pad": layout.pad,
        # Plotly takes the width for the unit along an upright flow too, and the height across it.
        "x": [_inside(along[name] / length) for name in diagram.nodes],
        "y": [_inside(layout.centres[name] / bottom) for name in diagram.nodes],
    }
    under = 2.8 * _SMALL
    frame = _frame(diagram, language, NARROW, bottom + under + 2 * _MARGIN)
    frame["margin"]["b"] = _MARGIN + under
    frame["annotations"] = [
        {
            "text": _marked(labels[name], marked=name in highlight),
            "x": middles[name] / length,
            "y": 1 - (along[name] + _BOX / 2) / bottom,
            "xref": "paper",
            "yref": "paper",
            "xanchor": "center",
            "yanchor": "top",
            "showarrow": False,
            "bgcolor": _HALO,
            "borderpad": 0,
            "font": {"size": _SMALL},
        }
        for name in diagram.nodes
    ]
    frame["shapes"] = [
        _box(
            (layout.centres[name] / length, 1 - along[name] / bottom),
            (diagram.flows[name].value * layout.scale / length, _BOX / bottom),
        )
        for name in highlight
    ]
    return {"data": [trace], "layout": frame}


def _trace(diagram: Diagram, language: str, highlight: Sequence[str]) -> dict[str, Any]:
    names = list(diagram.nodes)
    chosen = set(itertools.pairwise(highlight))
    colours = _colours(diagram)
    place = {name: at for column in columns_of(diagram) for at, name in enumerate(column)}
    # Links stand at a box in the order in which they are given.
    links = sorted(diagram.links, key=lambda link: (place[link.source], place[link.target]))

    def strength(link: Link) -> float:
        if not chosen:
            return _PLAIN
        return _STRONG if (link.source, link.target) in chosen else _PALE

    return {
        "type": "sankey",
        "arrangement": "fixed",
        "name": in_language(diagram.title, language),
        "valuesuffix": diagram.unit,
        "node": {
            "align": "left",
            "sort": "input",
            "thickness": _BOX,
            "color": [colours[name] for name in names],
            "customdata": [_label(diagram, name, language, " ") for name in names],
            "hovertemplate": _TOLD,
        },
        "link": {
            "sort": "input",
            "source": [names.index(link.source) for link in links],
            "target": [names.index(link.target) for link in links],
            "value": [link.value.value for link in links],
            "color": [_faint(_branch(link, diagram, colours), strength(link)) for link in links],
            "customdata": [_told(link, diagram, language) for link in links],
            "hovertemplate": _TOLD,
        },
    }


def _frame(diagram: Diagram, language: str, width: float, height: float) -> dict[str, Any]:
    return {
        "title": {"text": ""},
        "meta": {"title": in_language(diagram.title, language)},
        "width": width,
        "height": round(height),
        "margin": {"l": _MARGIN, "r": _MARGIN, "t": _MARGIN, "b": _MARGIN},
    }


def _colours(diagram: Diagram) -> dict[str, str]:
    """Node → colour: one for each branch that leaves a root, the last of the palette for roots."""
    colours = dict.fromkeys(diagram.roots, PALETTE[-1])
    first = [link.target for root in diagram.roots for link in diagram.leaving(root)]
    own = [colour for colour in PALETTE[:-1] if colour != PALETTE[6]]  # yellow is too pale
    for number, name in enumerate(dict.fromkeys(first)):
        colours.setdefault(name, own[number % len(own)])
    for link in diagram.links:
        colours.setdefault(link.target, colours[link.source])
    return colours


def _branch(link: Link, diagram: Diagram, colours: Mapping[str, str]) -> str:
    return colours[link.target if link.source in diagram.roots else link.source]


def _faint(colour: str, strength: float) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength})"


def _told(link: Link, diagram: Diagram, language: str) -> str:
    """What an interactive diagram says of a band: ``H → WW*, 21 %``."""
    source, target = (
        in_language(diagram.nodes[name].label, language) or name
        for name in (link.source, link.target)
    )
    return f"{source} → {target}, {amount(link.value.value, diagram, language)}"


def _label(diagram: Diagram, name: str, language: str, between: str) -> str:
    label = in_language(diagram.nodes[name].label, language) or name
    return f"{label}{between}{amount(diagram.flows[name].value, diagram, language)}"


def _marked(label: str, *, marked: bool) -> str:
    """The label of a box on the highlighted path: bold, so that it does not take colour to see."""
    return f"<b>{label}</b>" if marked else label


def _box(centre: tuple[float, float], size: tuple[float, float]) -> dict[str, Any]:
    """The outline of a box on the highlighted path, in parts of the drawing.

    Plotly outlines all boxes or none.
    """
    (x, y), (wide, high) = centre, size
    return {
        "type": "rect",
        "xref": "paper",
        "yref": "paper",
        "x0": x - wide / 2,
        "x1": x + wide / 2,
        "y0": y - high / 2,
        "y1": y + high / 2,
        "line": {"color": INK, "width": _OUTLINE},
    }


def _side_by_side(
    columns: Sequence[Sequence[str]], labels: Mapping[str, str], distance: float
) -> bool:
    """Whether labels fit between the columns; those of the last stand on the left of its boxes."""
    widest = [max(_width(labels[name], FONT_SIZE) for name in column) for column in columns]
    taken = [*widest[:-2], sum(widest[-2:])]
    return all(width + 2 * _BOX <= distance for width in taken)


def _shared(room: Mapping[str, float], rows: int) -> dict[str, float]:
    """The room that labels take where every row has its own."""
    return {name: space / rows for name, space in room.items()}


def _width(label: str, size: float = _SMALL) -> float:
    """About as many pixels as the widest line of a label takes."""
    lines = label.split("<br>")
    letters = max(sum(ord(letter) not in _COMBINING for letter in line) for line in lines)
    return letters * size * _LETTER


def _along(columns: Sequence[Sequence[str]], name: str, width: float) -> float:
    """Pixels from the left to the middle of a box."""
    number = next(at for at, column in enumerate(columns) if name in column)
    return _BOX / 2 + number / (len(columns) - 1) * (width - _BOX)


def _inside(share: float) -> float:
    """A place as Plotly takes it: zero would mean that none is given."""
    return max(share, 1e-9)
