"""Figures to test with, and the browser that draws them."""

from __future__ import annotations

import copy
import os
from typing import TYPE_CHECKING, Any

import pytest

from build_tools.browser.find import find_browser

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Figure = dict[str, Any]


@pytest.fixture(scope="session")
def stacked_histogram() -> Figure:
    """Simulation as two stacked histograms, data as points with errors."""
    return {
        "data": [
            {"type": "bar", "name": "ZZ", "x": [85, 95], "y": [1200.5, 30], "width": 10},
            {"type": "bar", "name": "Higgs", "x": [85, 95], "y": [0.25, 2], "width": 10},
            {
                "type": "scatter",
                "mode": "markers",
                "name": "Data",
                "marker": {"color": "black"},
                "x": [85.0, 95.00000000000001],
                "y": [1225, 36],
                "error_y": {"type": "data", "array": [35, 6]},
            },
        ],
        "layout": {
            "barmode": "stack",
            "xaxis": {"title": {"text": "m<sub>4ℓ</sub> [GeV]"}},
            "yaxis": {"title": {"text": "Events / 10 GeV"}},
        },
    }


@pytest.fixture
def histogram(stacked_histogram: Figure) -> Figure:
    """The same, to change."""
    return copy.deepcopy(stacked_histogram)


@pytest.fixture(scope="session")
def browser() -> Path:
    """The browser; without one, a failure where it must be there, and a skip elsewhere."""
    found = find_browser()
    if found is None:
        reason = "no Chromium, Chrome or Edge on this computer; `nox -s tests` installs one"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture
def unreachable() -> Callable[..., None]:
    """Something that must not be called."""

    def fail(*arguments: object, **_options: object) -> None:
        pytest.fail(f"called with {arguments}")

    return fail
