"""Questions into the bundles of their pages, with keys computed from what the cells glued."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from build_tools.figures.model import values
from build_tools.localisation.expressions import page_values
from build_tools.pages import mime
from build_tools.pages.options import FIGURE
from build_tools.quiz.keys import compute
from build_tools.quiz.model import Quiz

if TYPE_CHECKING:
    from collections.abc import Sequence

    from build_tools.pages.bundle import PageBundle
    from build_tools.pages.diagnostics import Diagnostic


def with_quizzes(
    bundle: PageBundle, quizzes: Sequence[Quiz], objectives: Sequence[str] = ()
) -> tuple[PageBundle, list[Diagnostic]]:
    """The bundle with the page's questions; those that cannot be asked are left out and told."""
    kept: dict[str, dict[str, Any]] = {}
    problems: list[Diagnostic] = []
    bins = figure_bins(bundle)
    for quiz in quizzes:
        done, found = compute(quiz, bundle.path, page_values(bundle), bundle.glued, bins)
        problems += found
        if not found:
            kept[quiz.name] = done.model_dump(mode="json", exclude_defaults=True)
    update = {"quizzes": kept, "objectives": list(objectives) if kept else []}
    return bundle.model_copy(update=update), problems


def bundled_quizzes(bundle: PageBundle) -> list[Quiz]:
    """The questions of a bundle, in the order of the page."""
    return [Quiz.model_validate(data) for data in bundle.quizzes.values()]


def figure_bins(bundle: PageBundle) -> dict[str, tuple[float, ...]]:
    """Name → widths of the bins, of every figure of the page that has a name."""
    return {name: _widths(figure) for name, figure in named_figures(bundle).items()}


def named_figures(bundle: PageBundle) -> dict[str, dict[str, Any]]:
    """Name → figure, of those that their cells name."""
    found = {}
    for output in (output for cell in bundle.cells for output in cell.outputs):
        said = output.get("metadata", {}).get(FIGURE)
        if isinstance(said, dict) and said.get("name") and mime.FIGURE in output.get("data", {}):
            found[str(said["name"])] = output["data"][mime.FIGURE]
    return found


def _widths(figure: dict[str, Any]) -> tuple[float, ...]:
    """Distances between neighbouring bars, to eight digits; equal ones once."""
    widths: set[float] = set()
    for trace in figure.get("data", []):
        places = values(trace.get("x"))
        if trace.get("type") == "bar" and all(isinstance(x, int | float) for x in places):
            widths |= {float(f"{right - left:.8g}") for left, right in pairwise(places)}
    return tuple(sorted(widths))
