"""Figures of directives, before anything is drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from build_tools.building.draw import figures_of
from build_tools.building.localise import LocalPage
from build_tools.building.provide import provide
from build_tools.figures.model import PlacedFigure, figure_digest, with_locale
from build_tools.pages.bundle import PageBundle, Status
from build_tools.pages.diagnostics import Code, Diagnostic, LessonError
from build_tools.pages.markdown import DIRECTIVES, Body, Use
from build_tools.pages.reader import read_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from build_tools.pages.model import DirectiveUse
    from build_tools.rendering.bundles import Results

PAGE = """\
---
file_format: mystnb
---
# Decays

:::{flow} higgs
:depth: 2
a -> b
:::
"""


def flow(
    root: Path, directives: Sequence[DirectiveUse], bundle: PageBundle
) -> Iterator[PlacedFigure]:
    assert (root / "page.md").is_file()
    for use in directives:
        if use.name == "flow":
            figure = {"data": [{"type": "sankey", "name": use.argument + use.content}]}
            yield PlacedFigure(use.line, with_locale(figure, bundle.language))


def broken(
    _root: Path, directives: Sequence[DirectiveUse], bundle: PageBundle
) -> list[PlacedFigure]:
    raise LessonError(Diagnostic(bundle.path, directives[0].line, Code.FIGURE, "a cycle"))


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalPage:
    monkeypatch.setitem(DIRECTIVES, "flow", Use(Body.DATA, argument=True, options=None))
    tmp_path.joinpath("page.md").write_text(PAGE, encoding="utf-8")
    own = read_page(tmp_path, Path("page.md"), language="en", docname="page")
    bundle = PageBundle(
        docname="page", language="fr", text_language="en", status=Status.MISSING,
        path=own.path, title=own.title,
    )  # fmt: skip
    return LocalPage([], bundle, cast("Results", None), proven=True, directives=own.directives)


def test_the_figures_of_directives_are_drawn_and_counted(tmp_path: Path, page: LocalPage) -> None:
    (provided,), problems = provide(tmp_path, [page], [flow])
    assert problems == []
    assert provided.bundle.figures == 1
    (placed,) = provided.provided
    assert placed.line == 6
    assert placed.figure["data"][0]["name"] == "higgs:depth: 2\na -> b\n"
    assert placed.figure["layout"]["separators"] == ",\u202f"
    assert figures_of([provided]) == {figure_digest(placed.figure): placed.figure}


def test_data_that_make_no_figure_are_a_problem_of_the_page(
    tmp_path: Path, page: LocalPage
) -> None:
    (provided,), problems = provide(tmp_path, [page], [broken, flow])
    assert list(map(str, problems)) == ["page.md:6: a cycle [figure]"]
    assert provided.bundle.figures == 1
