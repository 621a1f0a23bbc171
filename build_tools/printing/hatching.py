"""Hatching as lines within a shape, in place of patterns.

A browser that prints turns SVG patterns into pictures, one a bar: a figure weighs a megabyte then,
takes as long as the rest of a lesson, and is coarse on a good printer.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

Point = tuple[float, float]

_FILL: Final = re.compile(r"url\(#([^)]+)\)")
_SCALE: Final = re.compile(r"scale\(([\d.]+)\)")
_STEP: Final = re.compile(r"([MLHVZmlhvz])([^A-Za-z]*)")
_NUMBER: Final = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")


@dataclass(frozen=True)
class _Tile:
    """What a pattern repeats: straight lines in a square."""

    size: float
    ground: str  #: class of its ground
    lines: tuple[tuple[Point, Point], ...]
    ink: str  #: class of the lines
    width: float
    opacity: str


def with_lines(body: HtmlElement) -> int:
    """Draw the hatching of all figures as lines; returns how many fills were replaced.

    A pattern of anything but straight lines, or a shape with curves, stays as it is.
    """
    tiles = {str(one.get("id")): _tile(one) for one in body.iter("pattern")}
    count = 0
    for element in body.xpath(".//*[starts-with(@fill, 'url(#')]"):
        match = _FILL.fullmatch(str(element.get("fill")))
        tile = tiles.get(match[1]) if match else None
        shapes = [str(one.get("d")) for one in element.iter("path") if one.get("d") != "M0,0Z"]
        corners = [point for shape in shapes for point in _corners(shape)]
        if match is None or tile is None or not corners or not all(map(_straight, shapes)):
            continue
        count += 1
        name = f"{match[1]}-hatch-{count}"
        del element.attrib["fill"]
        element.set("class", f"{element.get('class', '')} {tile.ground}".strip())
        place = f' transform="{element.get("transform")}"' if element.get("transform") else ""
        # in a drawing of its own, so that names keep their letters as SVG has them
        lines = html.fragment_fromstring(
            f'<g{place}><clippath id="{name}"><path d="{"".join(shapes)}"></path></clippath>'
            f'<path clip-path="url(#{name})" class="{tile.ink}" opacity="{tile.opacity}"'
            f' stroke-width="{tile.width:g}" d="{_hatched(tile, corners)}"></path></g>'
        )
        lines.tail, element.tail = element.tail, None
        element.addnext(lines)
    return count


def _tile(pattern: HtmlElement) -> _Tile | None:
    grounds, lines = pattern.findall(".//rect"), pattern.findall(".//path")
    if len(grounds) != 1 or len(lines) != 1 or not _straight(str(lines[0].get("d"))):
        return None
    match = _SCALE.fullmatch(str(pattern.get("patterntransform", "scale(1)")))
    if match is None:
        return None
    scale, size = float(match[1]), float(pattern.get("width", "0"))
    within = tuple(
        ((a[0] * scale, a[1] * scale), (b[0] * scale, b[1] * scale))
        for a, b in _segments(str(lines[0].get("d")))
        # the corners belong to the lines of the neighbours
        if 0 < (a[0] + b[0]) / 2 < size and 0 < (a[1] + b[1]) / 2 < size
    )
    return _Tile(
        size * scale,
        str(grounds[0].get("class", "")),
        within,
        str(lines[0].get("class", "")),
        float(lines[0].get("stroke-width", "1")) * scale,
        str(lines[0].get("opacity", "1")),
    )


def _hatched(tile: _Tile, corners: list[Point]) -> str:
    """Lines over the whole of a shape, with whole tiles from the drawing's origin."""
    first = [math.floor(min(point[axis] for point in corners) / tile.size) for axis in (0, 1)]
    last = [math.ceil(max(point[axis] for point in corners) / tile.size) for axis in (0, 1)]
    return "".join(
        f"M{a[0] + x * tile.size:.4g},{a[1] + y * tile.size:.4g}"
        f"L{b[0] + x * tile.size:.4g},{b[1] + y * tile.size:.4g}"
        for x in range(first[0], last[0])
        for y in range(first[1], last[1])
        for a, b in tile.lines
    )


def _straight(path: str) -> bool:
    return not re.sub(r"[MLHVZmlhvz\d.,\s-]", "", path)


def _corners(path: str) -> Iterator[Point]:
    for a, b in _segments(path):
        yield a
        yield b


def _segments(path: str) -> Iterator[tuple[Point, Point]]:
    """The straight lines of a path, with absolute coordinates."""
    x = y = 0.0
    for command, rest in _STEP.findall(path):
        numbers = [float(number) for number in _NUMBER.findall(rest)]
        relative = command.islower()
        kind = command.upper()
        if kind == "H":
            steps = [(value, 0.0 if relative else y) for value in numbers]
        elif kind == "V":
            steps = [(0.0 if relative else x, value) for value in numbers]
        else:
            steps = list(zip(numbers[::2], numbers[1::2], strict=False))
        for at, (right, down) in enumerate(steps):
            before = (x, y)
            x, y = (x + right, y + down) if relative else (right, down)
            if kind != "M" or at:
                yield before, (x, y)
