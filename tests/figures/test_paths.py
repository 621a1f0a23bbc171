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
    bars = '<path d="M6.9,275.12V271.39H13.8V275.12Z"/><path d="M13.8,275.12V267.65H20.7V275.12Z"/>'
    assert merged(bars) == [{"d": "M6.9,275.1v-3.7h6.9v3.7zM13.8,275.1v-7.5h6.9v7.5z"}]


def test_points_are_moved_to_where_they_were() -> None:
    point = '<path d="M3.5,0A3.5,3.5 0 1,1 0,-3.5A3.5,3.5 0 0,1 3.5,0Z" transform="translate({})"/>'
    (path,) = merged(point.format("10,20") + point.format("30.04,5"))
    circle = "a3.5,3.5,0,1,1-3.5-3.5a3.5,3.5,0,0,1,3.5,3.5z"
    assert path == {"d": f"M13.5,20{circle}M33.5,5{circle}"}


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
