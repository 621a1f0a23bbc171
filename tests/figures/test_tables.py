from __future__ import annotations

from typing import Any

import pytest

from build_tools.figures.markup import table_body
from build_tools.figures.tables import Column, Table, Words, data_tables, frame_table

THIN = "\u202f"


def one_table(figure: dict[str, Any], language: str = "en") -> Table:
    tables = data_tables(figure, language)
    assert len(tables) == 1
    return tables[0]


def headings(table: Table) -> list[str]:
    return [column.heading for column in table.columns]


def figure(*traces: dict[str, Any], **layout: Any) -> dict[str, Any]:
    return {"data": list(traces), "layout": layout}


def test_stacked_histograms_and_data_share_a_table(histogram: dict[str, Any]) -> None:
    table = one_table(histogram, "fr")
    assert table.title == "Events / 10 GeV"
    assert headings(table) == ["m4ℓ [GeV]", "ZZ", "Higgs", "Data", "± Data"]
    assert table.headers == 1
    assert table.rows == (
        (f"80{THIN}–{THIN}90", "1\u202f200", "0,25", "1\u202f225", "35"),
        (f"90{THIN}–{THIN}100", "30", "2,00", "36", "6"),
    )


def test_data_without_some_bins_leave_cells_empty(histogram: dict[str, Any]) -> None:
    histogram["data"][2]["x"] = [95]
    histogram["data"][2]["y"] = [36]
    histogram["data"][2]["error_y"]["array"] = [6]
    table = one_table(histogram)
    assert [row[3:] for row in table.rows] == [("–", "–"), ("36", "6")]


def test_categories_and_horizontal_bars() -> None:
    bars = {"type": "bar", "orientation": "h", "y": ["all", "two<br>leptons"], "x": [12000, 34]}
    table = one_table(figure(bars, xaxis={"title": {"text": "Events"}}, yaxis={"title": "Cut"}))
    assert headings(table) == ["Cut", "Events"]
    assert table.rows == (("all", "12,000"), ("two leptons", "34"))
    assert [column.numeric for column in table.columns] == [False, True]


def test_bars_of_a_list_of_widths_and_of_an_offset() -> None:
    bars = {"type": "bar", "x": [0, 10], "y": [1, 2], "width": [10, 30], "offset": 0}
    assert [row[0] for row in one_table(figure(bars)).rows] == [
        f"0{THIN}–{THIN}10",
        f"10{THIN}–{THIN}40",
    ]


@pytest.mark.parametrize(
    ("errors", "texts"),
    [
        ({"type": "data", "array": [3, 1]}, ["3", "1"]),
        ({"array": [3, 1], "arrayminus": [2, 4]}, ["+3\u00a0−2", "+1\u00a0−4"]),
        ({"type": "sqrt"}, ["10", "2"]),
        ({"type": "constant", "value": 5}, ["5", "5"]),
        ({"type": "percent", "value": 10}, ["10.0", "0.4"]),
    ],
)
def test_error_bars_are_a_column(errors: dict[str, Any], texts: list[str]) -> None:
    table = one_table(figure({"type": "scatter", "x": [1, 2], "y": [100, 4], "error_y": errors}))
    assert headings(table)[2] == "Uncertainty"
    assert [row[2] for row in table.rows] == texts


@pytest.mark.parametrize(
    ("axis", "texts"),
    [
        ({"type": "log"}, [("0.001", "58.24", "1.24"), ("1,500", "0.0218", "0.0041")]),
        ({}, [("0.001", "58.24", "1.24"), ("1,500", "0.02", "<\u00a00.01")]),
    ],
)
def test_numbers_on_a_logarithmic_axis_keep_their_digits(
    axis: dict[str, Any], texts: list[tuple[str, ...]]
) -> None:
    errors = {"array": [1.24, 0.0041]}
    points = {"x": [0.001, 1500], "y": [58.24, 0.0218], "yaxis": "y2", "error_y": errors}
    assert one_table(figure(points, yaxis2=axis)).rows == tuple(texts)


def test_horizontal_error_bars_are_written_with_the_position() -> None:
    points = {"x": [1, 2], "y": [5, 6], "error_x": {"type": "constant", "value": 0.5}}
    assert one_table(figure(points), "fr").rows[0][0] == "1 ± 0,5"


def test_traces_over_other_positions_have_their_own_table() -> None:
    tables = data_tables(
        figure(
            {"name": "Data", "x": [1, 2], "y": [5, 6]},
            {"name": "Fit", "x": [1.1, 1.2, 1.3], "y": [5, 6, 7]},
        ),
        "en",
    )
    assert [headings(table)[1] for table in tables] == ["Data", "Fit"]


def test_two_axes_are_told_apart_and_hidden_traces_left_out() -> None:
    table = one_table(
        figure(
            {"name": "Data", "x": [1, 2], "y": [5, 6]},
            {"name": "Ratio", "x": [1, 2], "y": [1.1, 0.9], "yaxis": "y2"},
            {"name": "Hidden", "x": [1, 2], "y": [0, 0], "visible": "legendonly"},
            xaxis={"title": "bin"},
            yaxis={"title": "Events"},
            yaxis2={"title": "Data / simulation"},
        )
    )
    assert headings(table) == ["bin", "Data: Events", "Ratio: Data / simulation"]


def test_panels_that_share_an_axis_share_a_table() -> None:
    table = one_table(
        figure(
            {"name": "Data", "x": [1, 2], "y": [5, 6]},
            {"name": "Ratio", "x": [1, 2], "y": [1.1, 0.9], "xaxis": "x2", "yaxis": "y2"},
            yaxis={"title": "Events"},
            xaxis2={"title": "mass [GeV]"},
        )
    )
    assert headings(table) == ["mass [GeV]", "Data: Events", "Ratio: y"]


def test_repeated_positions_keep_every_point() -> None:
    table = one_table(figure({"x": [1, 1, 1], "y": [4, 5, 6]}))
    assert table.rows == (("1", "4"), ("1", "5"), ("1", "6"))
    points = {"x": [1, 1], "y": [4, 5]}
    both = data_tables(figure({**points, "name": "a"}, {**points, "name": "b"}), "en")
    assert [table.rows for table in both] == [(("1", "4"), ("1", "5"))] * 2


def test_positions_may_be_counted() -> None:
    assert one_table(figure({"y": [4, 5], "x0": 10, "dx": 2})).rows == (("10", "4"), ("12", "5"))


def test_a_heatmap_is_a_matrix() -> None:
    cells = {
        "type": "heatmap",
        "z": [[1, 2], [3, None]],
        "x": [0, 10, 20],
        "y": ["e", "μ"],
        "colorbar": {"title": {"text": "Events"}},
    }
    table = one_table(figure(cells, xaxis={"title": "p<sub>T</sub>"}, yaxis={"title": "Lepton"}))
    assert table.title == "Events"
    assert headings(table) == ["Lepton ↓ pT →", f"0{THIN}–{THIN}10", f"10{THIN}–{THIN}20"]
    assert table.rows == (("e", "1", "2"), ("μ", "3", "–"))


def test_a_sankey_is_flows_in_the_language_s_words() -> None:
    flows = {
        "type": "sankey",
        "valuesuffix": " %",
        "node": {"label": ["H", "bb̄", "ZZ*"]},
        "link": {"source": [0, 0], "target": [1, 2], "value": [58.2, 2.6]},
    }
    words = Words(source="De", target="Vers", value="Valeur")
    (table,) = data_tables(figure(flows), "fr", words)
    assert headings(table) == ["De", "Vers", "Valeur (%)"]
    assert table.rows == (("H", "bb̄", "58,2"), ("H", "ZZ*", "2,6"))


def test_a_pie_is_labels_and_values() -> None:
    table = one_table(figure({"type": "pie", "labels": ["u", "d"], "values": [2, 1]}))
    assert table.rows == (("u", "2"), ("d", "1"))


def test_values_that_plotly_computes_have_no_table() -> None:
    assert data_tables(figure({"type": "histogram", "x": [1, 2, 3]}), "en") == ()
    assert data_tables({}, "en") == ()


def test_many_rows_are_thinned_and_the_table_says_so() -> None:
    table = one_table(figure({"x": list(range(1000)), "y": list(range(1000))}))
    assert len(table.rows) == 100
    assert table.note == "One row in 10 is shown."
    assert len(one_table(figure({"x": list(range(200)), "y": [1] * 200})).rows) == 200


PAYLOAD = {
    "columns": [{"name": "Process", "numeric": False}, {"name": "Events", "numeric": True}],
    "index": {"names": [""], "show": True},
    "rows": [["0", "Z → ee", "12345.5"], ["1", "1.5 TeV", "-3.0"]],
}


def test_a_frame_is_punctuated_where_it_is_numeric() -> None:
    table = frame_table(PAYLOAD, "fr")
    assert table.headers == 1
    assert table.rows == (
        ("0", "Z → ee", f"12{THIN}345,5"),
        ("1", "1.5 TeV", "−3,0"),
    )


def test_a_frame_without_its_index() -> None:
    payload = {**PAYLOAD, "index": {"names": [""], "show": False}, "rows": [["Z", "1"]]}
    table = frame_table(payload, "en")
    assert table.headers == 0
    assert headings(table) == ["Process", "Events"]


def test_an_empty_frame_keeps_its_headings() -> None:
    table = frame_table({**PAYLOAD, "rows": []}, "en")
    assert headings(table) == ["", "Process", "Events"]
    assert table.rows == ()


def test_a_frame_whose_rows_do_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="row 1 has 2 cells, but there are 3 headings"):
        frame_table({**PAYLOAD, "rows": [["0", "Z", "1"], ["1", "W"]]}, "en")


def test_markup_has_scopes_and_escapes() -> None:
    table = Table(
        columns=(Column(""), Column("a < b"), Column("n", numeric=True)),
        rows=(("<x>", "&", "1"),),
        headers=1,
    )
    assert table_body(table) == (
        '<thead>\n<tr><td></td><th scope="col" class="text">a &lt; b</th>'
        '<th scope="col">n</th></tr>\n</thead>\n'
        '<tbody>\n<tr><th scope="row" class="text">&lt;x&gt;</th><td class="text">&amp;</td>'
        "<td>1</td></tr>\n</tbody>"
    )
