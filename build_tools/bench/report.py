"""What was measured, as JSON, as Markdown tables and as a plot."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from playwright.sync_api import sync_playwright

from build_tools.bench.building import OURS, PLAIN1, PLAIN2, Results
from build_tools.bench.tools import machine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from build_tools.bench.reading import Reading

SCHEMA: Final = 1
_SIZE: Final = (760, 420)
_COLOURS: Final = {OURS: "#0072b2", PLAIN1: "#d55e00", PLAIN2: "#e69f00"}


def to_json(
    builds: Sequence[Results], readings: Mapping[str, Sequence[Reading]], *, day: str
) -> str:
    """Everything, run by run."""
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "day": day,
        "machine": machine(),
        "builds": [
            {
                "lessons": one.lessons,
                "languages": one.languages,
                "notes": one.notes,
                "cases": {
                    case: {who: [asdict(run) for run in runs] for who, runs in by.items()}
                    for case, by in one.runs.items()
                },
            }
            for one in builds
        ],
        "readings": {name: [asdict(one) for one in own] for name, own in readings.items()},
    }
    return json.dumps(content, indent=1) + "\n"


def builds_table(builds: Sequence[Results]) -> str:
    """A Markdown table: a row a case, seconds as medians, ratios as median and range."""
    head = (
        "| case | this project | plain `-j1` | plain `-j2` | wall, `-j1` ÷ ours"
        " | wall, `-j2` ÷ ours | CPU, plain ÷ ours | peak memory, ours and plain |\n"
    )
    rows = [head, "|---|---|---|---|---|---|---|---|\n"]
    for one in builds:
        for case in one.runs:
            plain = PLAIN1 if one.median(case, PLAIN1, "cpu") is not None else PLAIN2
            cells = [
                f"{case}, {one.lessons} × {one.languages}",
                *(_seconds(one, case, who) for who in (OURS, PLAIN1, PLAIN2)),
                _spread(one.ratios(case, PLAIN1, "wall")),
                _spread(one.ratios(case, PLAIN2, "wall")),
                _spread(one.ratios(case, plain, "cpu")),
                f"{_memory(one, case, OURS)}, {_memory(one, case, plain)}",
            ]
            rows.append(f"| {' | '.join(cells)} |\n")
    return "".join(rows)


def readings_table(readings: Mapping[str, Sequence[Reading]]) -> str:
    """A Markdown table: a row a system, medians over the visits."""
    head = (
        "| page made by | kB | requests | first paint | first figure | figures"
        " | next page: kB | next page: first figure |\n"
    )
    rows = [head, "|---|---|---|---|---|---|---|---|\n"]
    for name, own in readings.items():
        first, following = [one.first for one in own], [one.following for one in own]
        cells = [
            name,
            f"{_median(one.bytes for one in first) / 1000:.0f}",
            f"{_median(one.requests for one in first):.0f}",
            f"{_median(one.first_paint for one in first):.1f} s",
            _figure_time(one.first_figure for one in first),
            f"{first[0].figures}",
            f"{_median(one.bytes for one in following) / 1000:.0f}",
            _figure_time(one.first_figure for one in following),
        ]
        rows.append(f"| {' | '.join(cells)} |\n")
    return "".join(rows)


def _figure_time(times: Iterable[float | None]) -> str:
    known = [one for one in times if one is not None]
    return f"{_median(known):.1f} s" if known else "never"


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def _seconds(one: Results, case: str, who: str) -> str:
    wall, cpu = one.median(case, who, "wall"), one.median(case, who, "cpu")
    if wall is None:
        return "–"
    return f"{wall:.2f} s (CPU {cpu:.1f})" if cpu else f"{wall:.2f} s"


def _memory(one: Results, case: str, who: str) -> str:
    memory = one.median(case, who, "memory")
    return f"{memory:.0f} MB" if memory else "–"


def _spread(ratios: Sequence[float]) -> str:
    if not ratios:
        return "–"
    middle = f"{statistics.median(ratios):.1f}"
    return middle if len(ratios) == 1 else f"{middle} ({min(ratios):.1f} to {max(ratios):.1f})"


def _rounded(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:.0f}"


def plot(builds: Sequence[Results], target: Path, browser: Path) -> None:
    """Draw the wall times of the cold builds, a group of bars a corpus, as SVG; no bar, not run."""
    traces = [
        {
            "type": "bar",
            "name": who,
            "x": [f"{one.lessons} × {one.languages}" for one in builds],
            "y": [one.median("cold", who, "wall") for one in builds],
            "text": [_rounded(one.median("cold", who, "wall")) for one in builds],
            "marker": {"color": colour},
            "textposition": "outside",
        }
        for who, colour in _COLOURS.items()
    ]
    layout = {
        "yaxis": {"title": {"text": "Cold build (s)"}},
        "xaxis": {"title": {"text": "Lessons × languages"}, "type": "category"},
        "legend": {"orientation": "h", "y": 1.12},
        "margin": {"t": 40, "r": 20},
    }
    width, height = _SIZE
    script = (files("plotly") / "package_data" / "plotly.min.js").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(browser), args=["--no-sandbox"])
        page = running.new_page()
        page.add_script_tag(content=script)
        address: str = page.evaluate(
            "([data, layout, size]) => Plotly.toImage({data, layout}, size)",
            [traces, layout, {"format": "svg", "width": width, "height": height}],
        )
        running.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(unquote(address.split(",", 1)[1]) + "\n", encoding="utf-8")
