from __future__ import annotations

import json

from build_tools.bench import report
from build_tools.bench.building import OURS, PLAIN1, PLAIN2, Results
from build_tools.bench.measure import Measured
from build_tools.bench.reading import Reading, Visit


def results() -> Results:
    results = Results(50, 2)
    for scale in (1.0, 1.1, 1.2):
        results.add("cold", OURS, Measured(10 * scale, 15, 300))
        results.add("cold", PLAIN1, Measured(150, 140, 250))
        results.add("cold", PLAIN2, Measured(80, 140, 420))
    results.add("outputs kept", OURS, Measured(5, 6, 200))
    return results


def test_ratios_are_of_runs_in_turn_with_their_spread() -> None:
    table = report.builds_table([results()])
    (cold, kept) = table.splitlines()[2:]
    assert "cold, 50 × 2 | 11.00 s (CPU 15.0) | 150.00 s (CPU 140.0) | 80.00 s" in cold
    assert "| 13.6 (12.5 to 15.0) |" in cold
    assert "| 7.3 (6.7 to 8.0) |" in cold
    assert "300 MB, 250 MB" in cold
    assert "| 5.00 s (CPU 6.0) | – | – | – | – | – | 200 MB, – |" in kept


def test_a_page_without_a_figure_says_never() -> None:
    visit = Visit(bytes=1000, requests=2, refused=0, first_paint=1.2, first_figure=None, figures=0)
    table = report.readings_table({"a tool": [Reading(visit, visit)]})
    assert table.splitlines()[2] == "| a tool | 1 | 2 | 1.2 s | never | 0 | 1 | never |"


def test_everything_is_kept_run_by_run() -> None:
    content = json.loads(report.to_json([results()], {}, day="2026-01-01"))
    assert content["schema"] == report.SCHEMA
    assert set(content["machine"]) == {"processor", "cores", "memory", "system", "python"}
    cold = content["builds"][0]["cases"]["cold"]
    assert [len(runs) for runs in cold.values()] == [3, 3, 3]
    assert cold[OURS][0] == {"wall": 10.0, "cpu": 15, "memory": 300}
