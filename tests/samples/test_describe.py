"""What is said of a file, be it bundled, downloaded, foreign or broken."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
import uproot

from build_tools.samples import describe as describing
from build_tools.samples.describe import describe
from build_tools.samples.error import SampleError
from build_tools.samples.manifest import Manifest

Bundled = tuple[Path, Manifest]
SIMULATION = "4lep/MC/mc_363490.llll.4lep.root"
DATA = "4lep/Data/data_A.4lep.root"


def test_a_bundled_simulation(bundled: Bundled, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, manifest = bundled
    monkeypatch.setattr(describing, "STEP", 300)  # events, so that there are several steps
    steps: list[tuple[int, int]] = []
    found = describe(
        folder / SIMULATION, manifest=manifest, advance=lambda *step: steps.append(step)
    )
    sample = manifest.find(SIMULATION)
    assert sample is not None
    assert (found.tree, found.events, found.dsid) == ("mini", sample.events_kept, 363490)
    assert found.kind == "bundled, simulation, made by this project"
    assert found.cross_section_pb == pytest.approx(sample.cross_section_pb)
    assert found.sum_of_weights == pytest.approx(sample.sum_of_weights)
    assert found.luminosity_fb is None
    assert found.complaints == ()
    assert len(steps) == -(-found.events // 300)
    assert steps[-1] == (found.events, found.events)
    branches = {branch.name: branch for branch in found.branches}
    assert len(branches) == 81
    pt = uproot.open(folder / SIMULATION)["mini"]["lep_pt"].array()
    lepton = branches["lep_pt"]
    values = np.concatenate([np.asarray(event) for event in pt])
    assert lepton.mean == pytest.approx(values.mean())
    assert (lepton.smallest, lepton.largest) == (values.min(), values.max())
    assert (lepton.unit, lepton.type, lepton.empty) == ("MeV", "var * float32", 0)
    photon = branches["photon_pt"]
    assert (photon.values, photon.mean, photon.empty) == (0, None, 1.0)


def test_pseudo_data_know_their_luminosity(bundled: Bundled) -> None:
    folder, manifest = bundled
    sample = manifest.find(DATA)
    assert sample is not None
    found = describe(folder / DATA, manifest=manifest)
    assert found.kind == "bundled, simulated pseudo-data, made by this project"
    assert (found.luminosity_fb, found.dsid) == (sample.luminosity_fb, None)


def test_a_foreign_file(bundled: Bundled, tmp_path: Path) -> None:
    with uproot.recreate(tmp_path / "later.root") as file:
        file.mktree("analysis", {"met": np.dtype(np.float32)}).extend({"met": np.ones(3, "f4")})
    found = describe(tmp_path / "later.root", manifest=bundled[1])
    assert (found.tree, found.events) == ("analysis", 3)
    assert found.kind.startswith("of unknown origin")
    assert found.complaints == ("the tree is not mini",)
    assert json.loads(json.dumps(found.as_dict()))["branches"][0]["mean"] == 1.0


def test_what_is_no_file_of_events(bundled: Bundled, tmp_path: Path) -> None:
    (tmp_path / "page.root").write_text("<!DOCTYPE html>")
    with pytest.raises(SampleError, match="is not a ROOT file"):
        describe(tmp_path / "page.root", manifest=bundled[1])
    with uproot.recreate(tmp_path / "none.root") as file:
        file["note"] = "no tree"
    with pytest.raises(SampleError, match="holds no table of events"):
        describe(tmp_path / "none.root", manifest=bundled[1])
    content = bytearray((bundled[0] / SIMULATION).read_bytes())
    content[100:400] = b"\xff" * 300
    (tmp_path / "damaged.root").write_bytes(content)
    with pytest.raises(SampleError, match="is damaged"):
        describe(tmp_path / "damaged.root", manifest=bundled[1])


@pytest.mark.skipif(
    "OPEN_DATA_DIR" not in os.environ, reason="OPEN_DATA_DIR names no folder of real files"
)
def test_a_recorded_file(bundled: Bundled) -> None:
    real = next(Path(os.environ["OPEN_DATA_DIR"]).rglob("data_D.4lep.root"))
    found = describe(real, manifest=bundled[1], recorded="the whole file from the portal")
    assert (found.events, found.kind) == (400, "the whole file from the portal")
    assert found.luminosity_fb == pytest.approx(4.73, abs=0.01)
    branches = {branch.name: branch for branch in found.branches}
    assert branches["lep_truthMatched"].empty == 1.0
    assert found.complaints == ()
