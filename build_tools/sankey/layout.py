"""Where the boxes of a diagram stand: in columns, in the order of the data, with room for labels.

Plotly's own layout lets the labels of thin flows overlap and orders boxes by chance of their size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from build_tools.sankey.model import Diagram

_STEPS: Final = 60
"""Halvings of an interval: to the last digit of a number."""
_MOST_GAPS: Final = 2 / 3
"""Part of the length that Plotly gives to gaps at most (d3-sankey, as plotly.js has it)."""


@dataclass(frozen=True)
class Layout:
    """Centres of the boxes, in pixels across the flow, and what tells Plotly the same scale."""

    columns: tuple[tuple[str, ...], ...]
    centres: Mapping[str, float]
    scale: float  #: pixels for a flow of one
    pad: float  #: Plotly's gap between boxes, with which it finds that scale


def columns_of(diagram: Diagram) -> tuple[tuple[str, ...], ...]:
    """Nodes by their depth; in a column, those of the same parent together, as the data have it."""
    depths = diagram.depths
    columns: list[tuple[str, ...]] = []
    for depth in range(max(depths.values()) + 1):
        before = {name: at for at, name in enumerate(columns[-1])} if columns else {}
        parents = {
            name: min(
                (before[link.source] for link in diagram.links
                 if link.target == name and link.source in before),
                default=0,
            )
            for name in diagram.nodes
            if depths[name] == depth
        }  # fmt: skip
        columns.append(tuple(sorted(parents, key=parents.__getitem__)))
    return tuple(columns)


def needed(columns: Sequence[Sequence[str]], room: Mapping[str, float], gap: float) -> float:
    """The least length across the flow that holds every label, in a way that Plotly can follow."""
    return max(sum(room[name] + gap for name in column) for column in columns) / _MOST_GAPS


def lay_out(diagram: Diagram, length: float, room: Mapping[str, float], gap: float) -> Layout:
    """Place the boxes on ``length`` pixels.

    ``room`` is what each label takes across the flow, ``gap`` the least distance of two places.
    ``length`` must be what is ``needed`` at least.
    """
    columns = columns_of(diagram)
    flows = {name: diagram.flows[name].value for name in diagram.nodes}

    def extent(name: str, scale: float) -> float:
        return max(flows[name] * scale, room[name])

    def fits(scale: float) -> bool:
        return all(
            sum(extent(name, scale) + gap for name in column) - gap <= length for column in columns
        )

    scale = _largest(fits, length / max(flows.values()))
    order = {name: at for column in columns for at, name in enumerate(column)}
    centres: dict[str, float] = {}
    for column in columns:
        wishes = [_wish(diagram, name, centres, scale, order) for name in column]
        extents = [extent(name, scale) for name in column]
        places = keep_apart(wishes, extents, gap, length)
        centres |= dict(zip(column, places, strict=True))
    return Layout(columns, centres, scale, _pad(columns, flows, length, scale))


def _wish(
    diagram: Diagram,
    name: str,
    centres: Mapping[str, float],
    scale: float,
    order: Mapping[str, int],
) -> float:
    """Where a box would stand if it were alone: in front of what flows into it."""
    arriving = [link for link in diagram.links if link.target == name and link.value.value > 0]
    weight = sum(link.value.value for link in arriving)
    if not weight:
        return diagram.flows[name].value * scale / 2
    wish = 0.0
    for link in arriving:
        leaving = sorted(diagram.leaving(link.source), key=lambda e: order[e.target])
        before = sum(e.value.value for e in leaving[: leaving.index(link)])
        start = centres[link.source] - diagram.flows[link.source].value * scale / 2
        wish += link.value.value * (start + (before + link.value.value / 2) * scale)
    return wish / weight


def keep_apart(
    wishes: Sequence[float], extents: Sequence[float], gap: float, length: float
) -> list[float]:
    """Centres as near to the wished ones as their extents allow, in the same order."""
    starts: list[float] = []
    end = -gap
    for wish, extent in zip(wishes, extents, strict=True):
        starts.append(max(wish - extent / 2, end + gap))
        end = starts[-1] + extent
    limit = length
    for at in reversed(range(len(starts))):
        starts[at] = min(starts[at], limit - extents[at])
        limit = starts[at] - gap
    return [start + extent / 2 for start, extent in zip(starts, extents, strict=True)]


def _pad(
    columns: Sequence[Sequence[str]], flows: Mapping[str, float], length: float, scale: float
) -> float:
    """The gap with which Plotly, which fills its longest column, arrives at a scale."""
    most = max(len(column) for column in columns)
    if most == 1:
        return 0.0

    def roomy(pad: float) -> bool:
        found = min(
            (length - (len(column) - 1) * pad) / sum(flows[name] for name in column)
            for column in columns
            if any(flows[name] for name in column)
        )
        return found >= scale

    return _largest(roomy, _MOST_GAPS * length / (most - 1))


def _largest(holds: Callable[[float], bool], most: float) -> float:
    """The largest number up to ``most`` for which something holds that holds for small ones."""
    low, high = 0.0, most
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low
