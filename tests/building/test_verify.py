# ruff: noqa: E501  programs in one line each
"""Derived outputs are those of a real run, and a lie among them does not pass."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from build_tools.building.verify import Compared, compare_runs, translated_programs
from build_tools.pages import mime
from tests.building.conftest import Course, first_steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from build_tools.building.localise import LocalPage
    from build_tools.building.read import Lessons
    from build_tools.execution.store import Executed
    from build_tools.pages.diagnostics import Diagnostic

#: A cell per kind of output, each with a label.
CELLS = {
    "figure": 'import plotly.graph_objects as go\ngo.Figure(go.Bar(x=["Data"], y=[3], name="Events"))',
    "table": 'import pandas as pd\npd.DataFrame({"Step": ["Data"], "n": [12]})',
    "printed": 'print("Data", 3)',
    "stderr": 'import warnings\nwarnings.warn("Watch the Data")',
    "plain": '["Data", 3]',
    "html": 'from IPython.display import HTML\nHTML("<b>" + "Data" + "</b>")',
    "svg": 'from html import escape\nfrom IPython.display import SVG\nSVG("<svg xmlns=\'http://www.w3.org/2000/svg\'><text>" + escape("Data") + "</text></svg>")',
    "markdown": 'from IPython.display import Markdown\nMarkdown("*" + "Data" + "*")',
    "picture": 'from IPython.display import Image, display\nprint("Data")\ndisplay(Image(data=b"\\x89PNG\\r\\n\\x1a\\n" + bytes(40), format="png"))',
    "error": 'raise ValueError("no Data")',
    "value": 'glue("mass", 91.2, unit="Data", uncertainty=0.5)',
}  # fmt: skip
WORDS = {"Data": "Données", "Events": "Événements", "Step": "Étape", "Watch the": "Attention :"}


def page(*, french: bool) -> str:
    text = "---\nfile_format: mystnb\n---\n# T\n"
    for kind, cell in CELLS.items():
        tags = "tags: [raises-exception]\n" if kind == "error" else ""
        said = "figure: {alt: a, caption: c}\ntable: {caption: t}\n"
        said = (
            said.replace(": a", ": à").replace(": c", ": ç").replace(": t", ": é")
            if french
            else said
        )
        for old, new in WORDS.items() if french else ():
            cell = re.sub(rf"\b{old}\b", new, cell)  # noqa: PLW2901
        text += f"\n```{{code-cell}} python\n---\n{tags}{said}---\n# {kind}\n{cell}\n```\n"
    return text


@dataclass
class Verified:
    """A page that was derived for French and run for real."""

    lessons: Lessons
    pages: list[LocalPage]
    real: dict[str, Executed]
    problems: list[Diagnostic]

    def compared(self, pages: list[LocalPage]) -> tuple[Compared, list[Diagnostic]]:
        return compare_runs(pages, self.lessons, self.real)


@pytest.fixture(scope="module")
def verified(tmp_path_factory: pytest.TempPathFactory) -> Verified:
    course = Course(tmp_path_factory.mktemp("verified"))
    for language in ("en", "fr"):
        course.write(
            language, "index", "---\nfile_format: mystnb\n---\n# H\n\n```{toctree}\nx\n```\n"
        )
    course.write("en", "x", page(french=False))
    course.write("fr", "x", page(french=True))
    (course.root / "content" / "samples").mkdir()
    (course.root / "content" / "samples" / "manifest.json").write_text('{"samples": []}')
    with pytest.MonkeyPatch.context() as patch:
        (course.root / "conf.py").touch()
        course.current(patch, "index", "x")
    steps = first_steps(course)
    real = steps.run(translated_programs(steps.lessons, steps.pages))
    assert real.failures == {}
    return Verified(steps.lessons, steps.pages, real.executed, steps.problems)


def test_nothing_is_wrong_with_the_page_itself(verified: Verified) -> None:
    # the page is asked for something better than HTML; what is compared is the same
    assert [own for own in verified.problems if "shows HTML" not in own.message] == []
    compared, problems = verified.compared(verified.pages)
    assert problems == []
    assert str(compared) == (
        "compared with real runs: pages 1, figures 1, tables 1, texts 9, values 1"
    )


def french(pages: list[LocalPage]) -> LocalPage:
    (own,) = [page for page in pages if page.bundle.path.as_posix() == "content/fr/x.md"]
    return own


def outputs(page: LocalPage, kind: str) -> list[dict[str, Any]]:
    return page.bundle.cells[list(CELLS).index(kind)].outputs


def change(kind: str, name: str, value: Any) -> Callable[[LocalPage], None]:
    def plant(page: LocalPage) -> None:
        data = outputs(page, kind)[-1]["data"]
        assert data[name] != value
        data[name] = value

    return plant


def change_text(kind: str, old: str, new: str, name: str = "text") -> Callable[[LocalPage], None]:
    def plant(page: LocalPage) -> None:
        (output,) = outputs(page, kind)[-1:]
        assert old in output[name]
        output[name] = output[name].replace(old, new)

    return plant


def figure(page: LocalPage) -> None:
    outputs(page, "figure")[0]["data"][mime.FIGURE]["data"][0]["name"] = "Evénements"


def number(page: LocalPage) -> None:
    outputs(page, "figure")[0]["data"][mime.FIGURE]["data"][0]["y"] = [4]


def heading(page: LocalPage) -> None:
    outputs(page, "table")[0]["data"][mime.TABLE]["columns"][0]["name"] = "Step"


def cell(page: LocalPage) -> None:
    outputs(page, "table")[0]["data"][mime.TABLE]["rows"][0][1] = "13"


def value(page: LocalPage) -> None:
    own = page.bundle.glued
    own["mass"] = own["mass"].model_copy(update={"value": 91.3})


def unit(page: LocalPage) -> None:
    own = page.bundle.glued
    own["mass"] = own["mass"].model_copy(update={"unit": "Data"})


def trace(page: LocalPage) -> None:
    outputs(page, "error")[0]["traceback"][0] = "line 1:  raise ValueError"


def one_less(page: LocalPage) -> None:
    outputs(page, "picture").pop()


def whole_to_float(page: LocalPage) -> None:
    outputs(page, "figure")[0]["data"][mime.FIGURE]["data"][0]["marker"] = {"size": 3}


LIES: list[tuple[str, Callable[[LocalPage], None], str]] = [
    ("figure", figure, "/data/0/name: 'Événements', where 'Evénements' was derived"),
    ("figure", number, "/data/0/y"),
    ("figure", whole_to_float, "/data/0"),
    ("table", heading, "/columns/0/name: 'Étape', where 'Step' was derived"),
    ("table", cell, "/rows/0/1"),
    ("printed", change_text("printed", " 3", "  3"), "/text"),
    ("stderr", change_text("stderr", "Attention", "Gare"), "/text"),
    ("plain", change("plain", "text/plain", "['Data', 3]"), "/text~1plain"),
    ("html", change("html", "text/html", "<b>Donnees</b>"), "/text~1html"),
    ("svg", change("svg", "image/svg+xml", "<svg/>"), "/image~1svg+xml"),
    ("markdown", change("markdown", "text/markdown", "*Data*"), "/text~1markdown"),
    ("picture", change("picture", "image/png", "iVBORw0KGgo="), "/image~1png"),
    ("picture", one_less, "2 outputs, where 1 were derived"),
    ("error", change_text("error", "Données", "Data", "evalue"), "/evalue"),
    ("error", trace, "/traceback/0"),
    ("value", value, "another value as “mass”"),
    ("value", unit, "another value as “mass”"),
]


@pytest.mark.parametrize(("kind", "plant", "message"), LIES)
def test_a_lie_is_told_with_the_line_of_the_cell(
    kind: str, plant: Callable[[LocalPage], None], message: str, verified: Verified
) -> None:
    own = french(verified.pages)
    lying = replace(own, bundle=own.bundle.model_copy(deep=True))
    plant(lying)
    _, problems = verified.compared([lying])
    (problem,) = problems
    line = own.bundle.cells[list(CELLS).index(kind)].line
    assert (problem.path.as_posix(), problem.line) == ("content/fr/x.md", line)
    assert message in problem.message
    assert verified.compared([copy.copy(own)])[1] == []


def test_every_kind_of_output_was_lied_about() -> None:
    assert {kind for kind, _, _ in LIES} == CELLS.keys()


def test_a_verification_that_compared_nothing_is_a_problem(verified: Verified) -> None:
    _, problems = compare_runs(verified.pages, verified.lessons, {})
    (problem,) = problems
    assert problem.path.as_posix() == "content/fr/x.md"
    assert "was not compared" in problem.message


def test_a_page_with_a_problem_is_not_told_twice(verified: Verified) -> None:
    told = {french(verified.pages).bundle.path}
    assert compare_runs(verified.pages, verified.lessons, {}, told)[1] == []


def test_a_page_whose_labels_are_not_proven_is_not_run(verified: Verified) -> None:
    own = french(verified.pages)
    assert len(translated_programs(verified.lessons, [own])) == 1
    assert translated_programs(verified.lessons, [replace(own, proven=False)]) == {}


def test_a_stale_page_is_named_and_no_problem(verified: Verified) -> None:
    own = verified.lessons.translations["fr"]["x"]
    stale = {"fr": {"x": replace(own, stale=frozenset({"t"}))}}
    lessons = replace(verified.lessons, translations=stale)
    assert translated_programs(lessons, verified.pages) == {}
    compared, problems = compare_runs(verified.pages, lessons, {})
    assert problems == []
    assert "not compared, for they are out of date: fr/x" in str(compared)
