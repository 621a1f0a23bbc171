from __future__ import annotations

import base64
import copy
import json
import struct
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from build_tools.figures import house, model
from build_tools.figures.model import figure_digest, values, with_locale


def typed(dtype: str, code: str, *numbers: float, shape: str = "") -> dict[str, str]:
    data = struct.pack(f"<{len(numbers)}{code}", *numbers)
    array = {"dtype": dtype, "bdata": base64.b64encode(data).decode()}
    return {**array, "shape": shape} if shape else array


@pytest.mark.parametrize(
    ("dtype", "code"),
    [("i1", "b"), ("u1", "B"), ("i2", "h"), ("u2", "H"), ("i4", "i"), ("u4", "I"), ("f4", "f")],
)
def test_typed_arrays_are_read(dtype: str, code: str) -> None:
    assert values(typed(dtype, code, 1, 2, 100)) == [1, 2, 100]


def test_a_typed_matrix_has_rows() -> None:
    assert values(typed("f8", "d", 1, 2, 3, 4, 5, 6, shape="2, 3")) == [[1, 2, 3], [4, 5, 6]]


def test_not_a_number_is_nothing_as_in_plain_arrays() -> None:
    assert values(typed("f8", "d", 1.5, float("nan"))) == [1.5, None]


def test_what_is_no_array_is_empty() -> None:
    assert values(None) == []
    assert values("text") == []


def test_plotly_writes_what_is_read_here() -> None:
    figure = json.loads(go.Figure(go.Bar(y=np.arange(3.0))).to_json())
    assert isinstance(figure["data"][0]["y"], dict), "plotly no longer writes typed arrays"
    assert values(figure["data"][0]["y"]) == [0, 1, 2]


@pytest.mark.parametrize(("language", "signs"), [("en", ".,"), ("fr", ",\u202f"), ("de", ",.")])
def test_axes_are_punctuated_for_the_language(
    histogram: dict[str, Any], language: str, signs: str
) -> None:
    before = copy.deepcopy(histogram)
    local = with_locale(histogram, language)
    assert local["layout"]["separators"] == signs
    assert histogram == before, "the figure given was changed"


def test_the_default_template_is_only_named() -> None:
    for name in ("plotly", "none"):
        with_template = go.Figure(layout={"template": name})
        figure = json.loads(with_template.to_json())
        assert isinstance(figure["layout"]["template"], dict)
        assert with_locale(figure, "en")["layout"]["template"] == house.NAME
    assert with_locale({"data": []}, "en")["layout"]["template"] == house.NAME


def test_a_chosen_template_stays() -> None:
    chosen = {"layout": {"colorway": ["#123456"]}}
    figure = {"data": [], "layout": {"template": chosen}}
    assert with_locale(figure, "en")["layout"]["template"] == chosen


def test_a_digest_is_stable_and_tells_figures_apart(histogram: dict[str, Any]) -> None:
    digest = figure_digest(histogram)
    reordered = dict(reversed(list(histogram.items())))
    assert figure_digest(reordered) == digest
    assert figure_digest(with_locale(histogram, "fr")) != figure_digest(
        with_locale(histogram, "en")
    )
    assert len(digest) == 64


def test_a_digest_changes_with_what_draws(
    histogram: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = figure_digest(histogram)
    monkeypatch.setattr(model, "drawing_version", lambda: "another plotly.js")
    assert figure_digest(histogram) != digest


def test_px_colours_become_the_house_s() -> None:
    figure = with_locale(
        {
            "data": [
                {"type": "scattergl", "marker": {"color": "#EF553B"}, "line": {"color": "#abc"}}
            ]
        },
        "en",
    )
    ready = house.furnished(figure)
    trace = ready["data"][0]
    assert trace["marker"]["color"] == house.PALETTE[1]
    assert trace["line"]["color"] == "#abc"
    assert trace["type"] == "scatter", "WebGL cannot be drawn as SVG"
    assert ready["layout"]["template"]["layout"]["colorway"] == list(house.PALETTE)
