"""Good data: what flows, and how sure it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from build_tools.pages.bundle import Glued
from build_tools.pages.document import parse_yaml
from build_tools.sankey.model import NoSuchPathError
from build_tools.sankey.reading import DIAGRAMS, find_data, read_diagram, read_file

if TYPE_CHECKING:
    from build_tools.catalogue.facts import Facts
    from build_tools.sankey.model import Diagram

GOOD = Path(__file__).parent / "good"

CUT_FLOW = """\
title: Cuts
unit: events
nodes:
  all: {label: all, value: glued.n}
  kept: {label: kept}
  lost: {label: lost}
links:
  - {source: all, target: kept, value: glued.k}
  - {source: all, target: lost, rest: true}
"""


@pytest.fixture(params=["decays.yaml", "decays.csv"])
def decays(request: pytest.FixtureRequest, facts: Facts) -> Diagram:
    return read_diagram(read_file(Path(request.param), GOOD), facts)


def test_yaml_and_csv_say_the_same(decays: Diagram) -> None:
    shares = {(link.source, link.target): link.value.value for link in decays.links}
    assert shares["H", "bb"] == pytest.approx(0.7)
    assert shares["H", "WW"] == pytest.approx(0.3)
    assert decays.roots == ("H",)
    assert decays.unit == "%"
    assert decays.flows["H"].value == 1


def test_what_is_left_is_computed(facts: Facts) -> None:
    decays = read_diagram(read_file(Path("decays.yaml"), GOOD), facts)
    (link,) = decays.leaving("WW")
    assert link.computed
    assert link.value.value == pytest.approx(0.3)
    assert decays.share(["H", "WW", "lvlv"]).value == pytest.approx(0.3)


def test_a_fact_that_enters_twice_counts_twice_in_the_uncertainty(facts: Facts) -> None:
    text = (GOOD / "decays.yaml").read_text("utf-8")
    text = text.replace("share: 0.3, cite: book", "rest: true").replace("0.7, cite: book", "H.bb")
    text = text.replace("lvlv, rest: true", "lvlv, share: W.l ** 2")
    text += "  - {source: WW, target: bb, rest: true}\n"
    decays = read_diagram(parse_yaml(text, Path("x.yaml")), facts)
    assert decays.uncertainty(decays.links[0].value) == pytest.approx(0.07)
    # 0.3 ± 0.07 times the square of 0.1 ± 0.01: 0.003 ± (7/30 and twice 1/10, as triangle sides)
    share = decays.share(["H", "WW", "lvlv"])
    assert share.value == pytest.approx(0.003)
    assert decays.uncertainty(share) == pytest.approx(0.003 * ((7 / 30) ** 2 + 0.2**2) ** 0.5)
    assert decays.links[0].cites == ("book",)
    assert next(e for e in decays.links if e.target == "lvlv").cites == ("paper",)


def test_cells_of_the_page_say_what_flows(facts: Facts) -> None:
    glued = {"n": Glued(value=1000), "k": Glued(value=734)}
    cuts = read_diagram(parse_yaml(CUT_FLOW, Path("page.md"), 40), facts, glued)
    assert [link.value.value for link in cuts.links] == [734, 266]
    assert [link.step.value for link in cuts.links] == pytest.approx([0.734, 0.266])
    assert [link.measured for link in cuts.links] == [True, False]


def test_parts_keep_their_share_of_the_whole(facts: Facts) -> None:
    decays = read_diagram(read_file(Path("decays.yaml"), GOOD), facts)
    part = decays.below("WW")
    assert list(part.nodes) == ["WW", "lvlv"]
    assert part.flows["WW"].value == pytest.approx(0.3)
    assert part.share(["lvlv"]).value == pytest.approx(0.3)
    assert list(decays.down_to(1).nodes) == ["H", "bb", "WW"]
    with pytest.raises(NoSuchPathError, match="no link leads from “H” to “lvlv”"):
        decays.share(["H", "lvlv"])
    with pytest.raises(NoSuchPathError, match="no node is called “cc”"):
        decays.below("cc")


@pytest.mark.parametrize(
    "target",
    ["../facts/decays", "/etc/passwd", "a/../../x", "..", "C:\\x", "x\\..\\y", "https://x.org/y"],
)
def test_paths_that_lead_out_of_the_catalogue_are_refused(tmp_path: Path, target: str) -> None:
    with pytest.raises(PermissionError, match="is refused"):
        find_data(tmp_path, target)


def test_a_link_that_leads_out_of_the_catalogue_is_refused(tmp_path: Path) -> None:
    (tmp_path / DIAGRAMS).mkdir(parents=True)
    (tmp_path / "secret.yaml").write_text("x")
    try:
        (tmp_path / DIAGRAMS / "higgs.yaml").symlink_to(tmp_path / "secret.yaml")
    except OSError:
        pytest.skip("this system makes no symbolic links without rights")
    with pytest.raises(PermissionError, match="leads out"):
        find_data(tmp_path, "higgs")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="there is no diagram “higgs” in content/catalogue"):
        find_data(tmp_path, "higgs")
