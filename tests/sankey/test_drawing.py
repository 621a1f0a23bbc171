"""The drawings of the project's diagrams: Plotly follows our layout, and labels keep apart."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import sync_playwright

from build_tools.browser.find import find_browser
from build_tools.catalogue.facts import read_facts
from build_tools.figures.drawing import Studio
from build_tools.figures.model import drawing_path, with_locale
from build_tools.pages.bundle import Glued
from build_tools.pages.document import parse_yaml
from build_tools.pages.reader import read_page
from build_tools.sankey.figure import lying, upright
from build_tools.sankey.reading import find_data, read_diagram, read_file
from build_tools.sankey.request import requests_of

if TYPE_CHECKING:
    from build_tools.sankey.model import Diagram

pytestmark = pytest.mark.browser

ROOT: Final = Path(__file__).parents[2]

MEASURE: Final = """() => {
  const box = (e) => {
    const { left, top, right, bottom } = e.getBoundingClientRect();
    return [left, top, right, bottom];
  };
  const svg = document.querySelector("svg");
  return {
    svg: box(svg),
    texts: [...svg.querySelectorAll("text")].map((e) => [e.textContent, ...box(e)]),
    boxes: [...svg.querySelectorAll("rect")].map((e) => box(e)),
  };
}"""


LESSON: Final = "lessons/higgs-four-leptons"
#: What the cells of that lesson may glue: also a cut that removes nothing.
CUTS: Final = {
    "flow_all": 832,
    "flow_charge": 507,
    "flow_momentum": 480,
    "flow_isolation": 301,
    "flow_pairs": 301,
}


def diagrams() -> dict[str, tuple[Diagram, tuple[str, ...]]]:
    """Every part that is worth looking at, with a path to bring out."""
    facts = read_facts(ROOT)

    def read(name: str) -> Diagram:
        return read_diagram(read_file(find_data(ROOT, name), ROOT), facts)

    higgs = read("higgs")
    glued = {name: Glued(value=value) for name, value in CUTS.items()}
    page = read_page(ROOT, Path(f"content/en/{LESSON}.md"), language="en", docname=LESSON)
    (request,), _ = requests_of(page.directives, page.path)
    cuts = read_diagram(parse_yaml(request.body, page.path), facts, glued)
    return {
        "higgs-1": (higgs.down_to(1), ("H", "bb")),
        "higgs-2": (higgs.down_to(2), ("H", "WW", "lvlv")),
        "ww": (higgs.below("WW"), ("WW", "lvlv", "w-2l")),
        "zz": (higgs.below("ZZ"), ("ZZ", "4l")),
        "ttbar": (read("ttbar"), ()),
        "ttz": (read("ttz"), ("ttZ", "ll", "pair-3")),
        "cuts": (cuts, ()),
    }


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Form and diagram → where a browser puts labels and boxes."""
    browser = find_browser()
    if browser is None:
        reason = "no Chrome or Chromium found; `nox -s tests` installs one"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    store = tmp_path_factory.mktemp("drawings")
    figures = {
        f"{form.__name__} {name} {language}": with_locale(form(own, language, path), language)
        for name, (own, path) in diagrams().items()
        for form in (lying, upright)
        for language in ("en", "fr")
        # nobody shows fifty boxes on a phone: that is what `depth` is for
        if not (form is upright and name == "higgs-2")
    }
    with Studio() as studio:
        report = studio.draw(figures, store=store, browser=browser).result()
    assert report.failed == ()
    css = (ROOT / "build_tools/figures/static/figures.css").read_text("utf-8")
    found: dict[str, dict[str, Any]] = {}
    with sync_playwright() as playwright:
        own = playwright.chromium.launch(
            executable_path=browser,
            args=["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [],
        )
        page = own.new_page()
        for name, figure in figures.items():
            width = figure["layout"]["width"]
            drawing = drawing_path(store, name).read_text("utf-8")
            page.set_content(
                f"<style>{css} .lesson-drawing {{ min-width: 0; max-width: none }}</style>"
                f'<div style="width: {width}px">{drawing}</div>'
            )
            found[name] = page.evaluate(MEASURE)
        own.close()
    return found


def apart(a: list[float], b: list[float], slack: float = 1.5) -> bool:
    """Whether two boxes (left, top, right, bottom) do not lie on each other."""
    return (
        a[2] <= b[0] + slack or b[2] <= a[0] + slack
        or a[3] <= b[1] + slack or b[3] <= a[1] + slack
    )  # fmt: skip


def test_no_label_lies_on_another(measured: dict[str, dict[str, Any]]) -> None:
    checked = 0
    for name, found in measured.items():
        texts = found["texts"]
        for at, (text, *one) in enumerate(texts):
            for other, *two in texts[at + 1 :]:
                # lines of letters: their boxes have room above and below, which may overlap
                assert apart(one, two, slack=4), (name, text, other)
                checked += 1
    assert len(measured) == 26
    assert checked > 500


def test_every_label_is_inside_the_drawing(measured: dict[str, dict[str, Any]]) -> None:
    checked = 0
    for name, found in measured.items():
        left, top, right, bottom = found["svg"]
        for text, *box in found["texts"]:
            assert box[0] >= left - 1, (name, text)
            assert box[1] >= top - 1, (name, text)
            assert box[2] <= right + 1, (name, text)
            assert box[3] <= bottom + 1, (name, text)
            checked += 1
    assert checked > 200


def test_boxes_stand_apart_in_their_columns(measured: dict[str, dict[str, Any]]) -> None:
    """They would not, did Plotly take another scale than we did."""
    for name, found in measured.items():
        bars = [
            box
            for box in found["boxes"]
            if any(abs(size - 16) < 0.6 for size in (box[2] - box[0], box[3] - box[1]))
        ]
        assert len(bars) >= 6, name
        distinct = {tuple(round(edge) for edge in box) for box in bars}
        for one in distinct:
            for two in distinct - {one}:
                assert apart(list(one), list(two), slack=3), (name, one, two)
