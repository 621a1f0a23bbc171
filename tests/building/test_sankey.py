"""Diagrams on real pages: in two languages, with numbers of the page's cells."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.building.conftest import FRONT, Course, make_course

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import html

pytestmark = pytest.mark.browser

PAGE = """\
# Decays

A share of {share}`higgs: H > WW > lvlv`, one in {share}`higgs: H > ZZ > 4l | one in`; {fact}`Z.l`.

```{sankey} higgs
---
depth: 1
highlight: H > WW
alt: Most of it is one band.
caption: Of all, {share}`higgs: H > bb` give b quarks.
---
```

:::{sankey}
:alt: Two bands.
:caption: Events.

title: {en: Events, fr: Événements}
unit: ""
nodes:
  all: {label: {en: all, fr: tous}, value: glued.n}
  kept: {label: {en: kept, fr: gardés}}
  lost: {label: {en: lost, fr: perdus}}
links:
  - {source: all, target: kept, value: glued.k}
  - {source: all, target: lost, rest: true}
:::

```{code-cell} python
---
tags: [remove-input]
---
glue("n", 1000)
glue("k", 734)
```
"""
FRENCH = {
    "# Decays": "# Désintégrations",
    "A share of": "Une part de",
    "one in": "un sur",
    "Most of it is one band.": "Une bande contient presque tout.",
    "Of all, ": "En tout, ",
    "give b quarks": "donnent des quarks b",
    "Two bands.": "Deux bandes.",
    "caption: Events.": "caption: Événements.",
}


def in_french(text: str) -> str:
    for english, french in FRENCH.items():
        assert english in text, english
        text = text.replace(english, french, 1)
    return text


@pytest.fixture(scope="module")
def flows(
    browser: Path,  # noqa: ARG001  it must be there
    tmp_path_factory: pytest.TempPathFactory,
) -> Course:
    """A course with a page of diagrams, translated and built once; look, do not edit."""
    root = tmp_path_factory.mktemp("flows") / "course"
    root.mkdir()
    course = make_course(root)
    course.write("en", "about", FRONT + PAGE)
    course.write("fr", "about", FRONT + in_french(PAGE))
    with pytest.MonkeyPatch.context() as patch:
        course.current(patch, "index", "lessons/z", "about")
    summary = course.build()
    assert summary.problems == []
    assert summary.published
    return course


def figures(course: Course, page: str) -> list[html.HtmlElement]:
    found: list[html.HtmlElement] = course.shown(page).xpath("//figure[@class='lesson-figure']")
    return found


def test_a_diagram_is_drawn_lying_and_upright_and_has_a_name(flows: Course) -> None:
    for language, title, alt in (
        ("en", "Decays of the Higgs boson", "Most of it is one band."),
        ("fr", "Désintégrations du boson de Higgs", "Une bande contient presque tout."),
    ):
        first, second = figures(flows, f"{language}/about")
        for figure in (first, second):
            drawings = figure.xpath(".//svg")
            assert len(drawings) == 2
            ids = [identifier for d in drawings for identifier in d.xpath(".//@id")]
            assert len(ids) == len(set(ids)) > 0
        for drawing in first.xpath(".//svg"):
            assert drawing.get("role") == "img"
            assert drawing.xpath("string(title)") == title
            assert drawing.xpath("string(desc)") == alt


def test_its_table_tells_each_step_and_the_whole_path(flows: Course) -> None:
    page = flows.shown("fr/about")
    first, second = page.xpath("//details[@class='figure-data']")
    rows = [[cell.text_content() for cell in row] for row in first.xpath(".//tbody/tr")]
    assert len(rows) == 10
    assert rows[1] == [
        "H → WW*",
        "deux bosons W, dont un virtuel",
        "21,4\u00a0%",
        "(21,37\u00a0±\u00a00,33)\u00a0%",
        "[1]",
    ]
    rows = [[cell.text_content() for cell in row] for row in second.xpath(".//tbody/tr")]
    assert rows == [
        ["tous → gardés", "73,4\u00a0%", "734", "compté sur cette page"],
        ["tous → perdus", "26,6\u00a0%", "266", "reste"],
    ]


def test_sources_are_named_below(flows: Course) -> None:
    (paragraph,) = flows.shown("fr/about").xpath("//p[contains(@class, 'figure-sources')]")
    assert paragraph.text_content().startswith("Sources\u00a0: [1] LHC Higgs Cross Section")
    assert paragraph.xpath(".//a/@href") == ["https://arxiv.org/abs/1610.07922"]


def test_the_prose_quotes_the_catalogue(flows: Course) -> None:
    assert "A share of 1.0%, one in 8,400; (3.3658\u00a0±\u00a00.0023)%" in flows.text("en/about")
    assert (
        "Une part de 1,0\u00a0%, un sur 8\u202f400; (3,3658\u00a0±\u00a00,0023)\u00a0%"
        in flows.text("fr/about")
    )
    assert "Of all, 58% give b quarks." in flows.text("en/about")


def test_no_english_word_is_left_in_a_french_diagram(flows: Course) -> None:
    words = {
        word
        for figure in figures(flows, "fr/about")
        for text in figure.xpath(".//svg//text")
        for word in text.text_content().split()
    }
    assert {"tous", "gardés", "perdus"} <= words
    assert not words & {"all", "kept", "lost", "of", "the"}


def test_a_changed_fact_changes_the_pages(flows: Course, tmp_path: Path) -> None:
    root = tmp_path / "course"
    shutil.copytree(flows.root, root, symlinks=True)
    course = Course(root)
    facts = root / "content" / "catalogue" / "facts" / "decays.csv"
    facts.write_text(
        facts.read_text("utf-8").replace("H.bb,0.5824", "H.bb,0.5829"), encoding="utf-8"
    )
    diagram = root / "content" / "catalogue" / "diagrams" / "higgs.yaml"
    diagram.write_text(
        diagram.read_text("utf-8").replace("two b quarks", "a pair of b quarks"), encoding="utf-8"
    )
    summary = course.build()
    assert summary.problems == []
    assert "58.29" in course.text("en/about")
    assert "a pair of b quarks" in course.text("en/about")


def test_bad_data_stop_the_build_and_keep_the_site(flows: Course, tmp_path: Path) -> None:
    root = tmp_path / "course"
    shutil.copytree(flows.root, root, symlinks=True)
    course = Course(root)
    facts = root / "content" / "catalogue" / "diagrams" / "higgs.yaml"
    facts.write_text(
        facts.read_text("utf-8").replace("share: H.bb", "share: 0.5, cite: yr4"), encoding="utf-8"
    )
    course.edit("fr", "about", "H > WW\n", "H > bb\n")
    summary = course.build()
    messages = [str(problem) for problem in summary.problems]
    assert len(messages) == 2
    assert "0.917659 leaves H, but 1 arrives: less than the tolerance" in messages[0]
    assert messages[0].startswith("content/catalogue/diagrams/higgs.yaml:10: ")
    assert "this diagram is not that of content/en/about.md:8" in messages[1]
    assert "58" in course.text("en/about")
