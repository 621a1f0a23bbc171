"""What a build says that it did."""

from __future__ import annotations

import json

from build_tools.building.summary import Summary


def test_a_page_has_one_line_and_no_more_than_eight_are_told() -> None:
    summary = Summary(pages={"en": 12})
    for number in range(12):
        summary.ran[f"page {number:02}"] = 12 - number
        summary.ran[f"page {number:02} (labels)"] = 0.5
        summary.reasons[f"page {number:02}"] = f"cell {number} changed"
        summary.reasons[f"page {number:02} (labels)"] = "first run"
    lines = list(summary.lines())
    assert lines[0] == "executed 24 · reused 0"
    assert lines[1] == "  12.5 s  page 00 (cell 0 changed)"
    assert lines[8] == "  5.5 s  page 07 (cell 7 changed)"
    assert lines[9] == "  and 4 more: see _build/summary.json"
    assert lines[10].startswith("pages rendered")
    assert json.loads(summary.as_json())["reasons"] == summary.reasons


def test_where_labels_alone_are_looked_for_that_reason_is_given() -> None:
    summary = Summary(ran={"z (labels)": 1.0}, reasons={"z (labels)": "cell 1 changed"})
    assert list(summary.lines())[1:2] == ["  1.0 s  z (cell 1 changed)"]
