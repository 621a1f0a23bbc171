"""The questions of a language by lesson, ready to be printed in any form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from build_tools.figures.house import GRID, INK, PALETTE, PAPER
from build_tools.figures.model import drawing_path, figure_digest
from build_tools.figures.svg import fitted
from build_tools.quiz.bundling import bundled_quizzes, named_figures

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from build_tools.pages.bundle import PageBundle
    from build_tools.quiz.model import Quiz


@dataclass(frozen=True)
class Drawing:
    """A figure that a question asks to read."""

    name: str
    svg: str  #: a file of its own, in the colours of paper; empty where nothing could be drawn
    alt: str


@dataclass(frozen=True)
class LessonQuizzes:
    """The questions of one page in one language."""

    bundle: PageBundle
    quizzes: tuple[Quiz, ...]
    drawings: dict[str, Drawing]  #: by the name of the figure


def collect(bundles: Iterable[PageBundle], drawings: Path) -> list[LessonQuizzes]:
    """Every page that has questions, in the order of the bundles."""
    found = []
    for bundle in bundles:
        quizzes = tuple(bundled_quizzes(bundle))
        if quizzes:
            named = {quiz.figure for quiz in quizzes if quiz.figure}
            found.append(LessonQuizzes(bundle, quizzes, _drawings(bundle, named, drawings)))
    return found


def _drawings(bundle: PageBundle, names: set[str], store: Path) -> dict[str, Drawing]:
    figures = named_figures(bundle)
    alts = {
        str(said["name"]): str(said.get("alt", ""))
        for cell in bundle.cells
        for output in cell.outputs
        if isinstance(said := output.get("metadata", {}).get("figure"), dict) and said.get("name")
    }
    found = {}
    for name in sorted(names & figures.keys()):
        path = drawing_path(store, figure_digest(figures[name]))
        alt = alts.get(name, "")
        drawing = path.read_text(encoding="utf-8") if path.is_file() else ""
        svg = standalone(fitted(drawing, f"figure-{name}", name, alt)) if drawing else ""
        found[name] = Drawing(name, svg, alt)
    return found


_ROLES: Final = {"paper": PAPER, "grid": GRID} | {f"c{n}": hue for n, hue in enumerate(PALETTE)}
_STYLE: Final = (
    f"svg{{color:{INK};fill:currentColor;background:{PAPER};"
    "font-family:Arial,'Liberation Sans',Helvetica,sans-serif}"
    + "".join(f".f-{role}{{fill:{hue}}}.s-{role}{{stroke:{hue}}}" for role, hue in _ROLES.items())
)


def standalone(drawing: str) -> str:
    """A drawing of the site as a file of its own: the site's style sheet is not there."""
    head, tag, rest = drawing.partition(">")
    if "xmlns=" not in head:
        head = head.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return re.sub(r"\s+$", "", f"{head}{tag}<style>{_STYLE}</style>{rest}")
