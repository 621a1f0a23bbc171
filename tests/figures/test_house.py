"""The house style: colours that are told apart, hatching, the line that says whose data it is."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import build_tools.figures
from build_tools.execution.program import MATPLOTLIB_STYLE
from build_tools.figures import house
from build_tools.figures.rules import problems

CSS = Path(build_tools.figures.__file__).with_name("static") / "figures.css"
PAGES = {"light": "#ffffff", "dark": "#121212"}

# Machado, Oliveira and Fernandes, IEEE TVCG 15 (2009) 1291: severity 1, linear RGB.
VISION = {
    "every colour": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip


def linear(colour: str) -> Any:
    """Linear RGB of a colour, by the sRGB standard (IEC 61966-2-1)."""
    values = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    low, high = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: Any) -> Any:
    """CIE L*a*b* of linear RGB, white point D65."""
    matrix = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
              [0.0193339, 0.1191920, 0.9503041]]  # fmt: skip
    scaled = np.array(matrix) @ np.clip(rgb, 0, 1) / np.array([0.95047, 1, 1.08883])
    f = np.where(scaled > 0.008856, np.cbrt(scaled), 7.787 * scaled + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("page", PAGES)
def test_every_colour_stands_out_from_the_page(page: str) -> None:
    found = {colour: contrast(colour, PAGES[page]) for colour in house.PALETTE}
    assert len(found) == 8
    assert min(found.values()) >= 3, found


@pytest.mark.parametrize("vision", VISION)
def test_colours_are_told_apart_with_every_colour_vision(vision: str) -> None:
    seen = {colour: lab(VISION[vision] @ linear(colour)) for colour in house.PALETTE[:7]}
    distances = {
        (one, other): float(np.linalg.norm(seen[one] - seen[other]))
        for one, other in combinations(seen, 2)
    }
    assert len(distances) == 21
    assert min(distances.values()) > 17.5, min(distances, key=lambda pair: distances[pair])


def test_the_style_sheet_and_matplotlib_have_the_colours_of_the_house() -> None:
    css = CSS.read_text(encoding="utf-8")
    assert re.findall(r"--figure-\d: (#\w+);", css) == list(house.PALETTE)
    written = re.findall(r"'(\w{6})'", MATPLOTLIB_STYLE.read_text(encoding="utf-8"))
    assert [f"#{colour}" for colour in written] == list(house.PALETTE)
    family = re.search(r"font-family: (Arial[^;]+);", css)
    assert family is not None
    assert family[1].replace('"', "'") == house.FONT_FAMILY


def test_bars_on_one_another_are_hatched_and_others_not() -> None:
    bars = [{"type": "bar", "x": [1], "y": [n], "marker": {"opacity": 1}} for n in range(3)]
    bars.append({"type": "bar", "x": [1], "y": [9], "marker": {"pattern": {"shape": "."}}})
    stacked = house.furnished({"data": bars, "layout": {"barmode": "stack"}})
    shapes = [trace["marker"].get("pattern", {}).get("shape") for trace in stacked["data"]]
    assert shapes == [None, "/", "\\", "."]
    beside = house.furnished({"data": bars[:3], "layout": {}})
    assert [trace["marker"] for trace in beside["data"]] == [{"opacity": 1}] * 3


def test_the_label_is_above_the_plot_and_under_a_title() -> None:
    alone = house.furnished({"data": [], "layout": {}, "label": "Simulated"})
    assert alone["layout"]["title"]["text"] == "Simulated"
    titled = house.furnished({"data": [], "layout": {"title": "Masses"}, "label": "Simulated"})
    assert titled["layout"]["title"]["text"] == "Masses"
    assert titled["layout"]["title"]["subtitle"]["text"] == "Simulated"
    assert "label" not in titled


def test_a_long_label_has_two_lines_or_smaller_letters() -> None:
    label = "ATLAS Open Data, and simulation made for this lesson · √s = 13 TeV, 10 fb<sup>−1</sup>"
    alone = house.furnished({"data": [], "layout": {}, "label": label})["layout"]["title"]
    assert f"{alone['text']} · {alone['subtitle']['text']}" == label
    titled = house.furnished({"data": [], "layout": {"title": "Masses"}, "label": label})
    subtitle = titled["layout"]["title"]["subtitle"]
    assert subtitle["text"] == label
    assert subtitle["font"]["size"] < house.LABEL_SIZE


def plot(x: str, y: str = "Events", **trace: Any) -> dict[str, Any]:
    points = {"type": "scatter", "x": [1, 2], "y": [3, 4]} | trace
    return {"data": [points], "layout": {"xaxis": {"title": {"text": x}}, "yaxis": {"title": y}}}


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Invariant mass (GeV)", "en"),
        ("m<sub>4ℓ</sub> [GeV]", "en"),
        ("Pseudorapidity", "en"),
        ("Mass / expected mass", "en"),
        ("Massive pairs", "en"),
        ("Nombre d’événements par 2 GeV de masse", "fr"),
        ("Masse invariante (GeV)", "fr"),
        ("Masse", "de"),
    ],
)
def test_good_axes(title: str, language: str) -> None:
    assert list(problems(plot(title), language)) == []


@pytest.mark.parametrize(
    ("figure", "language", "message"),
    [
        (plot("Invariant mass"), "en", "the title of the x axis, “Invariant mass”, has no unit"),
        (plot("m<sub>4ℓ</sub>"), "en", "“m4ℓ”, has no unit"),
        (plot("Masse invariante"), "fr", "“Masse invariante”, has no unit"),
        (plot("Section efficace", "a"), "fr", "has no unit; write it in brackets"),
        (plot(""), "en", "the x axis has no title"),
        (plot("a", "", type="bar"), "en", "the y axis has no title"),
        (plot("a", type="pie"), "en", "of the kind `pie` cannot be shown; the kinds that can are"),
    ],
)
def test_bad_axes_and_kinds(figure: dict[str, Any], language: str, message: str) -> None:
    (found,) = problems(figure, language)
    assert message in found


def test_an_axis_of_names_needs_no_title() -> None:
    figure = plot("")
    figure["data"][0]["x"] = ["all", "selected"]
    assert list(problems(figure, "en")) == []
