"""Paths of a drawing: what is merged, what must not be, and that each stays where it was."""

from __future__ import annotations

import pytest
from lxml import etree

from build_tools.figures.paths import merge_paths

SVG = "http://www.w3.org/2000/svg"


def merged(content: str, group: str = "") -> list[dict[str, str]]:
    root = etree.fromstring(f'<svg xmlns="{SVG}"><g {group}>{content}</g></svg>')
    merge_paths(root)
    return [
        {str(k): str(v) for k, v in path.attrib.items()} for path in root.iter(f"{{{SVG}}}path")
    ]


def test_bars_become_one_path_in_short_notation() -> None:
    bars = '<path d="M6.9,275.12V271.39H13.8V275.12Z"/><path d="M14.8,275.12V267.65H21.7V275.12Z"/>'
    assert merged(bars) == [{"d": "M6.9,275.1v-3.7h6.9v3.7zM14.8,275.1v-7.5h6.9v7.5z"}]


@pytest.mark.parametrize(
    ("bars", "outline"),
    [
        # (left, foot, top, right) of each
        ([(0, 9, 5, 2), (2, 9, 3, 4)], "M0,9v-4h2v-2h2v6z"),
        ([(0, 9, 5, 2), (2, 9, 5, 4)], "M0,9v-4h4v4z"),
        # stacked: the feet have steps, too
        ([(0, 9, 5, 2), (2, 8, 5, 4)], "M0,9v-4h4v3h-2v1z"),
        ([(0, 5, 3, 2), (2, 9, 7, 4)], "M0,5v-2h2v4h2v2h-2v-4z"),
        # below the line and above it
        ([(0, 5, 3, 2), (2, 5, 8, 4)], "M0,5v-2h2v5h2v-3z"),
        # a gap
        ([(0, 9, 5, 2), (2.5, 9, 3, 4)], "M0,9v-4h2v4zM2.5,9v-6h1.5v6z"),
    ],
)
def test_bars_that_touch_have_one_outline(bars: list[tuple[float, ...]], outline: str) -> None:
    paths = "".join(f'<path d="M{a},{b}V{c}H{d}V{b}Z"/>' for a, b, c, d in bars)
    assert merged(paths) == [{"d": outline}]


def test_bars_with_borders_stay_apart() -> None:
    path = '<path d="M0,9V5H2V9ZM2,9V3H4V9Z" fill="red" stroke="blue"/>'
    assert merged(path)[0]["d"] == "M0,9v-4h2v4zM2,9v-6h2v6z"


CIRCLE = "a3.5,3.5,0,1,1-3.5-3.5a3.5,3.5,0,0,1,3.5,3.5z"
POINT = '<path d="M3.5,0A3.5,3.5 0 1,1 0,-3.5A3.5,3.5 0 0,1 3.5,0Z" transform="translate({})" {}/>'


def test_points_become_dots_where_they_were() -> None:
    (path,) = merged(POINT.format("10,20", 'fill="red"') + POINT.format("30.04,5", 'fill="red"'))
    dots = {"stroke": "red", "stroke-linecap": "round", "stroke-width": "7"}
    assert path == {"d": "M10,20h0M30,5h0"} | dots
    (path,) = merged(POINT.format("10,20", 'class="f-c2"'))
    assert path["class"] == "s-c2"


@pytest.mark.parametrize(
    ("look", "group"),
    [
        ("", ""),
        ('fill="url(#a)"', ""),
        ('fill="red" stroke="blue"', ""),
        ('fill="red"', 'fill-opacity="0.5"'),
        ('fill="red"', 'stroke-width="2"'),
    ],
)
def test_points_with_a_look_of_their_own_stay_discs(look: str, group: str) -> None:
    (path,) = merged(POINT.format("0,0", look).replace("translate(0,0)", ""), group)
    assert path["d"] == f"M3.5,0{CIRCLE}"


def test_other_shapes_are_no_dots() -> None:
    half = '<path d="M3.5,0A3.5,3.5 0 1,1 -3.5,0A3.5,3.5 0 0,1 3.5,0Z" fill="red"/>'
    assert "stroke" not in merged(half)[0]


def test_ends_of_error_bars_that_nobody_sees_are_gone() -> None:
    bar = '<path d="M5,1h0M5,1V8M5,8h0" {}/>'
    assert merged(bar.format(""))[0]["d"] == "M5,1v7"
    assert merged(bar.format('stroke-linecap="round"'))[0]["d"] == "M5,1h0M5,1v7M5,8h0"


def test_bars_of_no_height_are_gone() -> None:
    assert merged('<path d="M0,0Z"/><path d="M1,1h2"/><path d="M0,0Z"/>') == [{"d": "M1,1h2"}]


@pytest.mark.parametrize(
    ("one", "other", "group"),
    [
        ('d="M0,0h1" fill="red"', 'd="M1,0h1" fill="blue"', ""),
        # seen through, they show where they overlap
        ('d="M0,0V2H2V0Z"', 'd="M2,0V2H4V0Z"', 'fill-opacity="0.5"'),
        # hatching lies on the page, not on the shape
        ('d="M0,0V2H2V0Z" transform="translate(1,1)"', 'd="M2,0V2H4V0Z"', 'fill="url(#a)"'),
        # the second area covers the border of the first
        ('d="M0,0V2H2V0Z"', 'd="M1,0V2H4V0Z"', 'stroke="red"'),
        # where they overlap, opposite directions would cut a hole
        ('d="M0,0V2H2V0Z"', 'd="M1,0H3V2H1Z"', ""),
        ('d="M0,0h1" transform="rotate(90)"', 'd="M1,0h1"', ""),
        ('d="M0,0h1" id="a"', 'd="M1,0h1"', ""),
    ],
)
def test_what_would_look_different_is_not_merged(one: str, other: str, group: str) -> None:
    assert len(merged(f"<path {one}/><path {other}/>", group)) == 2


def test_something_between_keeps_its_place() -> None:
    paths = '<path d="M0,0h1"/><rect width="1" height="1"/><path d="M1,0h1"/>'
    assert len(merged(paths)) == 2


@pytest.mark.parametrize("d", ["M0,0 1", "hello", "M0,0Z1", "M0,0r5"])
def test_a_path_that_is_not_understood_stays_as_it_is(d: str) -> None:
    assert merged(f'<path d="{d}"/><path d="{d}"/>') == [{"d": d}, {"d": d}]


def test_rounding_does_not_add_up() -> None:
    (path,) = merged('<path d="M0,0' + "l0.04,0" * 100 + '"/>')
    assert sum(float(step.split(",")[0]) for step in path["d"].split("l")[1:]) == pytest.approx(4)
