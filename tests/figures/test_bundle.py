"""The plotly.js that draws figures and that readers load."""

from __future__ import annotations

import re

from build_tools.figures import house
from build_tools.figures.bundle import PLOTLY


def test_the_bundle_has_the_traces_that_the_house_allows() -> None:
    entry = (PLOTLY.folder / "entry.js").read_text(encoding="utf-8")
    traces = set(re.findall(r'require\("plotly\.js/lib/(\w+)"\)', entry)) - {"core"}
    assert traces | {"scatter"} == house.TRACES  # the core has scatter
