"""What cells show, as it is kept: data where there are data, drawings as drawings."""

from __future__ import annotations

from typing import Any

import pytest

from build_tools.execution.program import Program, ProgramCell
from build_tools.execution.run import run_both
from build_tools.pages import mime

PLOT = """\
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
ax.plot([1, 2], [0.5, -1500])
ax.set_xlabel("Mass & charge (GeV)")
plt.show()
"""
HISTOGRAM = """\
import hist
h = hist.Hist(hist.axis.Regular(5, 0, 1, label="Share"))
h.fill([0.1, 0.5, 0.55])
h.plot()
"""
CELLS = {
    "series": 'import pandas as pd\npd.Series([1.5, 20], name="w", index=["a", "b"])',
    "levels": "pd.DataFrame({('e', 'n'): [1], ('mu', 'n'): [2]}, index=pd.MultiIndex.from_tuples"
    "([('A', 1)], names=['period', 'run']))",
    "styler": 'pd.DataFrame({"n": [1]}).style.highlight_max()',
    "long": 'pd.DataFrame({"n": range(1000)})',
    "records": 'import awkward as ak\nak.Array([{"pt": 1.5, "n": 2}, {"pt": 20.25, "n": None}])',
    "ragged": "ak.Array([[1, 2], [3]])",
    "plot": PLOT,
    "plot again": PLOT,
    "histogram": HISTOGRAM,
}


@pytest.fixture(scope="module")
def shown() -> dict[str, list[dict[str, Any]]]:
    """The data of each cell's displays."""
    program = Program("page", tuple(map(ProgramCell, CELLS.values())), ())
    cells = run_both(program)[0].cells
    return {
        name: [output["data"] for output in outputs if "data" in output]
        for name, outputs in zip(CELLS, cells, strict=True)
    }


def table(shown: dict[str, list[dict[str, Any]]], name: str) -> dict[str, Any]:
    (data,) = shown[name]
    assert list(data) == [mime.TABLE]
    return dict(data[mime.TABLE])


def test_a_series_is_a_table_of_one_column(shown: dict[str, Any]) -> None:
    found = table(shown, "series")
    assert found["columns"] == [{"name": "w", "numeric": True}]
    assert found["rows"] == [["a", "1.5"], ["b", "20.0"]]


def test_levels_become_headings(shown: dict[str, Any]) -> None:
    found = table(shown, "levels")
    assert [column["name"] for column in found["columns"]] == ["e n", "mu n"]
    assert found["index"] == {"names": ["period", "run"], "show": True}
    assert found["rows"] == [["A", "1", "1", "2"]]


def test_a_styler_is_reduced_to_its_frame(shown: dict[str, Any]) -> None:
    assert table(shown, "styler")["rows"] == [["1"]]


def test_a_long_frame_shows_its_ends_and_says_so(shown: dict[str, Any]) -> None:
    found = table(shown, "long")
    assert [row[0] for row in found["rows"]] == [*"01234", "995", "996", "997", "998", "999"]
    assert found["left_out"] == {"after": 5, "total": 1000}


def test_an_array_of_records_is_a_table_and_any_other_text(shown: dict[str, Any]) -> None:
    found = table(shown, "records")
    assert [column["name"] for column in found["columns"]] == ["pt", "n"]
    assert found["rows"][0][0] == "1.50"
    (ragged,) = shown["ragged"]
    assert list(ragged) == ["text/plain"]


def test_matplotlib_and_hist_draw_svg_with_text_the_same_in_every_run(
    shown: dict[str, Any],
) -> None:
    assert "Mass &amp; charge (GeV)</text>" in shown["plot"][-1][mime.SVG]
    assert ">Share</text>" in shown["histogram"][-1][mime.SVG]
    for name in ("plot", "histogram"):
        assert list(shown[name][-1]) == [mime.SVG]
    assert shown["plot"] == shown["plot again"]
