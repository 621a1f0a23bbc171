"""What may be imported where."""

from __future__ import annotations

import subprocess
import sys

import pytest

PURE = ["model", "numerals", "house", "svg", "tables", "markup", "drawing"]


def loaded_by(module: str) -> set[str]:
    program = f"import sys, build_tools.figures.{module}; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    return set(run.stdout.split())


@pytest.mark.parametrize("module", PURE)
def test_the_pure_part_knows_no_sphinx(module: str) -> None:
    loaded = loaded_by(module)
    assert f"build_tools.figures.{module}" in loaded
    assert not loaded & {"sphinx", "docutils", "myst_nb", "plotly"}


def test_pages_are_rendered_without_the_drawing_library() -> None:
    loaded = loaded_by("renderer")
    assert "sphinx" in loaded
    assert not loaded & {"build_tools.browser", "plotly"}
