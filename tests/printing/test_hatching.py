"""Hatching as lines."""

from __future__ import annotations

from typing import Any

from lxml import html

from build_tools.printing.hatching import with_lines

PATTERN = (
    '<pattern id="p" width="10" height="10" patternTransform="scale(0.8)">'
    '<rect class="f-c1" width="10" height="10"/>'
    '<path class="s-paper" d="M-2,2l4,-4M0,10L10,0M8,12l4,-4" stroke-width="2" opacity="0.7"/>'
    "</pattern>"
)


def drawing(shapes: str, pattern: str = PATTERN) -> Any:
    return html.fragment_fromstring(f"<svg><defs>{pattern}</defs>{shapes}</svg>")


def test_bars_are_filled_with_their_ground_and_lines_within_them() -> None:
    body = drawing('<g fill="url(#p)"><path d="M0,16V8H8V16Z"/><path d="M0,0Z"/></g>')
    assert with_lines(body) == 1
    (bars,) = body.xpath(".//g[@class='f-c1']")
    assert bars.get("fill") is None
    (lines,) = body.xpath(".//path[@clip-path]")
    (clip,) = body.xpath(".//clippath/path")
    assert clip.get("d") == "M0,16V8H8V16Z"
    # one tile of 8, 8 below the origin: from corner to corner, the neighbours' corners left out
    assert lines.get("d") == "M0,16L8,8"
    assert float(lines.get("stroke-width")) == 1.6


def test_what_is_not_straight_stays() -> None:
    round_shape = drawing('<path fill="url(#p)" d="M0,0C1,1,2,2,3,3Z"/>')
    assert with_lines(round_shape) == 0
    dots = PATTERN.replace("M0,10L10,0", "M0,10A2,2,0,0,0,3,3")
    assert with_lines(drawing('<path fill="url(#p)" d="M0,0H9V9Z"/>', dots)) == 0
