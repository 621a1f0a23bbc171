"""What a page asks for, what it gets, and whether its translation asks for the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from build_tools.figures.model import figure_digest
from build_tools.pages.bundle import Glued, PageBundle, Status
from build_tools.pages.diagnostics import Code, Diagnostic, LessonError
from build_tools.pages.reader import read_page
from build_tools.sankey.provider import parity, provide
from build_tools.sankey.request import path_of

if TYPE_CHECKING:
    from build_tools.pages.model import Page

ROOT = Path(__file__).parents[2]
FRONT = "---\nfile_format: mystnb\n---\n# Decays\n\n"
PAGE = """\
```{sankey} higgs
---
depth: 1
highlight: H > WW
alt: >-
  A wide band, and
  narrow ones.
caption: Decays.
---
```
"""
INLINE = """\
:::{sankey}
:alt: Two bands.
:caption: Events.

title: Cuts
unit: ""
nodes:
  all: {label: {en: all, fr: tous}, value: glued.n}
  kept: {label: {en: kept, fr: gardés}}
  lost: {label: {en: lost, fr: perdus}}
links:
  - {source: all, target: kept, value: glued.k}
  - {source: all, target: lost, rest: true}
:::
"""


def written(folder: Path, text: str, language: str = "en") -> Page:
    path = Path(f"{language}.md")
    (folder / path).write_text(FRONT + text, encoding="utf-8")
    return read_page(folder, path, language=language, docname="decays")


def bundle_for(language: str = "en", *, status: Status = Status.SOURCE) -> PageBundle:
    return PageBundle(
        docname="decays",
        language=language,
        text_language="en" if status is Status.MISSING else language,
        status=status,
        path=Path(f"{language}.md"),
        title="Decays",
        glued={"n": Glued(value=1000), "k": Glued(value=734)},
    )


def problems_of(folder: Path, text: str, language: str = "en") -> list[Diagnostic]:
    page = written(folder, text, language)
    with pytest.raises(LessonError) as caught:
        provide(ROOT, page.directives, bundle_for(language))
    return list(caught.value.diagnostics)


@pytest.mark.parametrize("text", ["H > WW > lvlv", "H→WW →lvlv ", " H>WW>lvlv"])
def test_a_path_is_written_with_arrows(text: str) -> None:
    assert path_of(text) == ("H", "WW", "lvlv")


def test_a_diagram_from_the_catalogue_is_drawn_in_both_forms(tmp_path: Path) -> None:
    page = written(tmp_path, PAGE)
    (placed,) = provide(ROOT, page.directives, bundle_for())
    assert placed.line == 6
    wide, narrow = placed.figure["data"][0], placed.narrow["data"][0] if placed.narrow else {}
    assert len(wide["node"]["label"]) == 11
    assert wide["node"]["label"][:2] == ["<b>H 100%</b>", "bb̄ 58%"]
    assert narrow["orientation"] == "v"
    again = provide(ROOT, page.directives, bundle_for())
    assert figure_digest(again[0].figure) == figure_digest(placed.figure)


def test_labels_and_numbers_are_in_the_language_of_the_page(tmp_path: Path) -> None:
    page = written(tmp_path, INLINE, "fr")
    (placed,) = provide(ROOT, page.directives, bundle_for("fr", status=Status.CURRENT))
    assert placed.figure["data"][0]["node"]["label"] == [
        "tous 1\u202f000",
        "gardés 734",
        "perdus 266",
    ]
    assert placed.figure["layout"]["separators"] == ",\u202f"


def test_a_page_that_is_not_translated_shows_the_source(tmp_path: Path) -> None:
    page = written(tmp_path, INLINE)
    (placed,) = provide(ROOT, page.directives, bundle_for("fr", status=Status.MISSING))
    assert placed.figure["data"][0]["node"]["label"][0] == "all 1,000"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("higgs", "../../samples/manifest", "is refused: a diagram is a file below content/"),
        ("higgs", "higs", "there is no diagram “higs” in content/catalogue/diagrams"),
        (" higgs", "", "name a data file, or write `nodes` and `links` as the body"),
        ("H > WW", "H > lvlv", "no node is called “lvlv” in the part that is shown"),
        ("H > WW", "WW > H", "no link leads from “WW” to “H” in the part that is shown"),
        ("depth: 1", "depth: 0", "`depth` is a number from 1 to 9"),
        ("depth: 1", "depth: two", "`depth` is a number from 1 to 9"),
        ("depth: 1\nhighlight: H > WW", "focus: bb", "nothing leaves “bb”; focus on another node"),
        ("depth: 1\n", "focus: cc2\n", "no node is called “cc2” in the part that is shown"),
        ("caption: Decays.\n", "", "this diagram needs `caption`"),
        ("alt: >-\n  A wide band, and\n  narrow ones.\n", "", "this diagram needs `alt`"),
        ("depth: 1", "colour: red", "`colour` is not known here; there are highlight, focus"),
        ("depth: 1", "depth: 'x", "the options cannot be read"),
    ],
)
def test_what_is_wrong_with_a_directive_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in PAGE
    (problem,) = problems_of(tmp_path, PAGE.replace(old, new))
    assert (problem.path, problem.line, problem.code) == (Path("en.md"), 6, Code.CATALOGUE)
    assert message in problem.message


def test_what_is_wrong_with_inline_data_is_told_with_its_line(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, INLINE.replace("glued.k", "glued.j"))
    lines = (tmp_path / "en.md").read_text("utf-8").split("\n")
    assert "glued.j" in lines[problem.line - 1]
    assert problem.message == "no cell of the page glues “j” @ /links/0/value"


def test_a_language_that_the_data_lack_is_told(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, INLINE.replace(", fr: gardés", ""), "fr")
    assert problem.message == "the text in “fr” is missing @ /nodes/kept/label/fr"


def test_a_translation_may_change_what_is_said_and_nothing_else(tmp_path: Path) -> None:
    source = written(tmp_path, PAGE + "\n" + INLINE)
    theirs = PAGE.replace("A wide band, and\n  narrow ones", "Une bande large").replace(
        "caption: Decays", "caption: Désintégrations"
    )
    assert parity(source, written(tmp_path, theirs + "\n" + INLINE, "fr")) == []
    for old, new in (("higgs", "ttbar"), ("depth: 1", "depth: 2"), ("H > WW", "H > bb")):
        (problem,) = parity(source, written(tmp_path, theirs.replace(old, new) + INLINE, "fr"))
        assert (problem.line, problem.code) == (6, Code.PARITY)
        assert "only `alt` and `caption` are translated" in problem.message
    (problem,) = parity(source, written(tmp_path, theirs, "fr"))
    assert "is missing here; copy it" in problem.message
    (problem,) = parity(source, written(tmp_path, theirs + INLINE + "\n" + INLINE, "fr"))
    assert "take it out, or add it there first" in problem.message
