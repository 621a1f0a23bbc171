from __future__ import annotations

import math
import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from lxml import etree

from build_tools.browser.running import running as opened
from build_tools.figures import drawing, house
from build_tools.figures.drawing import Failure, Studio
from build_tools.figures.model import drawing_path, figure_digest, with_locale
from build_tools.figures.svg import SVG

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from build_tools.browser.running import Browser


def job(figure: dict[str, Any], language: str = "en") -> dict[str, dict[str, Any]]:
    local = with_locale(figure, language)
    return {figure_digest(local): local}


def texts(path: Path) -> list[str]:
    root = etree.parse(path).getroot()
    return ["".join(map(str, text.itertext())) for text in root.iter(f"{{{SVG}}}text")]


def test_without_a_browser_every_figure_says_so(tmp_path: Path) -> None:
    with Studio() as studio:
        report = studio.draw({"a": {}, "b": {}}, store=tmp_path / "store", browser=None).result()
    assert [failure.digest for failure in report.failed] == ["a", "b"]
    assert "install Chromium" in report.failed[0].reason
    assert not (tmp_path / "store").exists()


def test_what_is_drawn_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unreachable: Callable[..., None]
) -> None:
    monkeypatch.setattr(drawing, "running", unreachable)
    drawing_path(tmp_path, "a").write_text("<svg/>", encoding="utf-8")
    with Studio() as studio:
        report = studio.draw({"a": {}}, store=tmp_path, browser=Path("browser")).result()
    assert report == drawing.DrawReport(kept=("a",))


def test_a_browser_that_does_not_start_is_a_reason(tmp_path: Path) -> None:
    with Studio() as studio:
        studio.get_ready(tmp_path / "no-browser")
        report = studio.draw({"a": {}}, store=tmp_path, browser=tmp_path / "no-browser").result()
    assert report.drawn == ()
    assert report.failed[0].digest == "a"
    assert "no-browser cannot be used" in report.failed[0].reason


HEATMAP = {"data": [{"type": "heatmap", "z": [[1, 2], [3, 4]], "showscale": False}]}


@dataclass
class Drawn:
    """Three figures, drawn into two stores."""

    figures: dict[str, dict[str, Any]]
    stores: tuple[Path, Path]
    reports: list[drawing.DrawReport] = field(default_factory=list)
    told: int = 0  #: how often it was said that a figure is dealt with

    def tell(self) -> None:
        self.told += 1

    def paths(self) -> list[Path]:
        """Drawings of the first store: the histogram in English and in French, the heatmap."""
        return [drawing_path(self.stores[0], digest) for digest in self.figures]


@pytest.fixture(scope="module")
def drawn(
    tmp_path_factory: pytest.TempPathFactory, stacked_histogram: dict[str, Any], browser: Path
) -> Drawn:
    figures = job(stacked_histogram, "en") | job(stacked_histogram, "fr") | job(HEATMAP)
    result = Drawn(figures, (tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two")))
    for store in result.stores:
        with Studio() as studio:
            report = studio.draw(
                figures,
                store=store,
                browser=browser,
                progress=result.tell,
            ).result()
        result.reports.append(report)
    return result


@pytest.mark.browser
def test_two_runs_draw_the_same_bytes(drawn: Drawn) -> None:
    assert drawn.reports == [drawing.DrawReport(drawn=tuple(drawn.figures))] * 2
    assert drawn.told == 2 * len(drawn.figures)
    names = sorted(f"{digest}.svg" for digest in drawn.figures)
    for store in drawn.stores:
        assert sorted(path.name for path in store.iterdir()) == names
    for name in names:
        first, second = (store / name for store in drawn.stores)
        assert first.read_bytes() == second.read_bytes()


@pytest.mark.browser
def test_a_drawing_is_clean_and_in_its_language(drawn: Drawn) -> None:
    for path, number in zip(drawn.paths(), ("1,000", "1\u202f000"), strict=False):
        text = path.read_text(encoding="utf-8")
        assert number in texts(path)
        assert {"ZZ", "Higgs", "Data", "Events / 10\N{NO-BREAK SPACE}GeV"} <= set(texts(path))
        assert not re.search(r"style|<script|<image|rgb\(|px\b|https?://(?!www\.w3\.org)", text)
        assert {"f-c0", "f-c1", "s-grid"} <= set(re.findall(r'class="([^"]+)"', text))
        assert len(text) < 9000


@pytest.mark.browser
def test_a_heatmap_is_cells_not_a_picture(drawn: Drawn) -> None:
    path = drawn.paths()[2]
    rectangles = etree.parse(path).getroot().iter(f"{{{SVG}}}rect")
    colours = {rectangle.get("fill") for rectangle in rectangles} - {None}
    assert len(colours) == 4
    assert "<image" not in path.read_text(encoding="utf-8")


@pytest.mark.browser
def test_a_label_at_the_end_of_an_axis_finds_room(tmp_path: Path, browser: Path) -> None:
    line = {"type": "scatter", "x": [0, 0.008], "y": [0, 1]}
    figures = job({"data": [line], "layout": {"xaxis": {"range": [0, 0.00804]}}})
    with Studio() as studio:
        studio.draw(figures, store=tmp_path, browser=browser).result()
    (path,) = tmp_path.iterdir()
    assert "0.008" in texts(path)


@pytest.mark.browser
def test_a_long_legend_leaves_the_plot_its_height(tmp_path: Path, browser: Path) -> None:
    names = [f"a sample with a long name, {number}" for number in range(6)]
    traces = [{"type": "bar", "x": [1, 2], "y": [3, 4], "name": name} for name in names]
    with Studio() as studio:
        studio.draw(job({"data": traces}), store=tmp_path, browser=browser).result()
    (path,) = tmp_path.iterdir()
    root = etree.parse(path).getroot()
    (plot, _legend) = [rect for clip in root.iter(f"{{{SVG}}}clipPath") for rect in clip]
    assert float(plot.get("height", 0)) >= house.INNER_HEIGHT


# Stands in for plotly.js: three figures, each with its own way to behave.
FAKE = """
const Plotly = { purge: () => {}, Snapshot: { toSVG: (graph) => graph.drawn }, newPlot: async (
  graph, { layout }
) => {
  graph._fullLayout = { _size: { h: 999 } };
  graph.drawn = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0,0h1"/></svg>';
  if (layout.meta === "throws") throw new Error("no such axis");
  if (layout.meta === "hangs") for (;;) {}
  if (layout.meta === "waits") await new Promise(() => {});
  if (layout.meta === "fetches") await fetch("https://example.org/map.json");
  if (layout.meta === "nonsense") graph.drawn = "<html/>";
} };
"""


@pytest.mark.browser
def test_a_bad_figure_does_not_stop_the_others(
    tmp_path: Path, browser: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "plotly_source", lambda: FAKE)
    kinds = ["throws", "hangs", "good", "waits", "fetches", "nonsense", "also good"]
    data = [{"y": [1.0, math.nan]}]
    figures = {kind: {"data": data, "layout": {"meta": kind}} for kind in kinds}
    with Studio() as studio:
        report = studio.draw(figures, store=tmp_path, browser=browser, time_limit=2).result()
    assert report.drawn == ("good", "also good")
    reasons = {failure.digest: failure.reason for failure in report.failed}
    assert reasons["hangs"] == reasons["waits"] == "the drawing took longer than 2 seconds"
    assert reasons["throws"] == "no such axis"
    assert "fetch" in reasons["fetches"].lower()
    assert "svg" in reasons["nonsense"]
    assert isinstance(report.failed[0], Failure)


@pytest.mark.browser
def test_one_browser_draws_again_and_one_that_is_gone_is_replaced(
    drawn: Drawn, tmp_path: Path, browser: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Path] = []
    others = set(psutil.Process().children(recursive=True))

    def running(program: Path) -> AbstractAsyncContextManager[Browser]:
        started.append(program)
        return opened(program)

    monkeypatch.setattr(drawing, "running", running)
    digests = list(drawn.figures)
    with Studio() as studio:
        studio.get_ready(browser)
        for digest in digests[:2]:
            report = studio.draw(
                {digest: drawn.figures[digest]}, store=tmp_path, browser=browser
            ).result()
            assert report.drawn == (digest,)
        assert len(started) == 1
        everyone = set(psutil.Process().children(recursive=True)) - others
        assert everyone
        for process in everyone:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(everyone)
        report = studio.draw(drawn.figures, store=tmp_path, browser=browser).result()
    assert (report.kept, report.drawn) == (tuple(digests[:2]), (digests[2],))
    assert len(started) == 2
    for path in drawn.paths():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


@pytest.mark.browser
def test_what_is_not_drawn_when_the_studio_closes_is_given_up(
    tmp_path: Path, browser: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "plotly_source", lambda: FAKE)
    figures = {kind: {"data": [], "layout": {"meta": kind}} for kind in ("good", "waits", "late")}
    told, before = Event(), set(psutil.Process().children(recursive=True))
    with Studio() as studio:
        jobs = [
            studio.draw({kind: figure}, store=tmp_path, browser=browser, progress=told.set)
            for kind, figure in figures.items()
        ]
        assert jobs[0].result().drawn == ("good",)
        assert told.is_set()
    assert [job.cancelled() for job in jobs] == [False, True, True]
    assert [path.stem for path in tmp_path.rglob("*.svg")] == ["good"]
    left = set(psutil.Process().children(recursive=True)) - before
    assert [one for one in left if one.status() != psutil.STATUS_ZOMBIE] == []
