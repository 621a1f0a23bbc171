"""Production: same bytes twice, others with another seed, weights and types as in the release."""

import os
from pathlib import Path

import awkward as ak
import numpy as np
import pytest
import uproot

from build_tools.samples.catalogue import read_branches, read_processes
from build_tools.samples.manifest import Manifest
from build_tools.samples.plan import plan

Tiny = tuple[Path, Manifest]


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_two_productions_with_other_numbers_of_workers_give_the_same_bytes(
    tiny: Tiny, tmp_path: Path
) -> None:
    folder, _ = tiny
    from build_tools.samples.produce import produce  # noqa: PLC0415  # imports the generator

    produce(tmp_path / "again", chunks=tmp_path / "chunks", events_scale=0.004, workers=1)
    first, second = _bytes(folder), _bytes(tmp_path / "again")
    assert len(first) == 16  # seven simulations, eight files of pseudo-data and the manifest
    assert first == second


def test_another_edition_has_other_events(tiny: Tiny, tmp_path: Path) -> None:
    _, manifest = tiny
    from build_tools.samples.produce import produce  # noqa: PLC0415  # imports the generator

    other = produce(
        tmp_path / "other", chunks=tmp_path / "chunks", events_scale=0.004, edition="second"
    )
    former = {sample.path: sample.sha256 for sample in manifest.samples}
    simulations = [s for s in other.samples if s.kind == "simulation" and s.events_kept > 0]
    assert len(simulations) >= 5
    assert all(former[sample.path] != sample.sha256 for sample in simulations)


def test_no_two_runs_share_a_seed() -> None:
    """So the pseudo-data never hold an event of a simulation."""
    seeds = [run.seed for file in plan(read_processes(), scale=1.0) for run in file.runs]
    assert len(seeds) > 50
    assert len(set(seeds)) == len(seeds)


def test_every_branch_has_the_catalogue_s_type(tiny: Tiny) -> None:
    folder, manifest = tiny
    expected = [(branch.name, branch.awkward_type) for branch in read_branches()]
    assert len(expected) == 81
    for sample in manifest.samples:
        events = uproot.open(folder / sample.path)["mini"].arrays()
        assert [(name, str(events[name].type.content)) for name in events.fields] == expected
        assert len(events) == sample.events_kept
    assert len(manifest.samples) == 15


@pytest.mark.skipif(
    "OPEN_DATA_DIR" not in os.environ, reason="OPEN_DATA_DIR names no folder of real files"
)
def test_every_branch_has_the_real_file_s_type(tiny: Tiny) -> None:
    folder, manifest = tiny
    real = uproot.open(next(Path(os.environ["OPEN_DATA_DIR"]).rglob("data_A.4lep.root")))[
        "mini"
    ].arrays()
    ours = uproot.open(folder / manifest.samples[0].path)["mini"].arrays()
    assert ours.fields == real.fields
    checked = [name for name in real.fields if ours[name].type.content == real[name].type.content]
    assert checked == real.fields


def test_weights_of_a_simulation_sum_to_its_cross_section(tiny: Tiny) -> None:
    """SumWeights counts all generated events, XSection is the published one."""
    folder, manifest = tiny
    simulations = [sample for sample in manifest.samples if sample.kind == "simulation"]
    for sample in simulations:
        events = uproot.open(folder / sample.path)["mini"].arrays(
            ["XSection", "SumWeights", "mcWeight"]
        )
        assert sample.events_kept > 0, sample.path
        assert ak.all(events.XSection == np.float32(sample.cross_section_pb))
        assert ak.all(events.SumWeights == np.float32(sample.sum_of_weights))
        assert sample.sum_of_weights == sample.events_generated > sample.events_kept
    assert len(simulations) == 7


def test_pseudo_data_carry_no_weights(tiny: Tiny) -> None:
    """As in the release's data: weights and scale factors 0, XSection and SumWeights 1."""
    folder, manifest = tiny
    weights = [
        b.name for b in read_branches() if b.name == "mcWeight" or b.name.startswith("scaleFactor")
    ]
    assert len(weights) == 9
    seen = 0
    for sample in manifest.samples:
        if sample.kind == "simulated pseudo-data":
            events = uproot.open(folder / sample.path)["mini"].arrays()
            assert all(ak.all(events[name] == 0) for name in weights)
            assert ak.all(events.XSection == 1)
            assert ak.all(events.channelNumber == events.runNumber)
            seen += len(events)
    assert seen > 10


def test_events_obey_the_preselection(tiny: Tiny) -> None:
    folder, manifest = tiny
    seen = 0
    for sample in manifest.samples:
        events = uproot.open(folder / sample.path)["mini"].arrays()
        needed = int(sample.path[0])
        assert ak.all(events.lep_n >= needed)
        assert ak.all(events.lep_n == ak.num(events.lep_pt))
        assert ak.all(events.jet_n == ak.num(events.jet_MV2c10))
        assert ak.all(events.lep_pt[:, 0] > 25_000)
        assert ak.all(events.lep_pt[:, 1:] <= events.lep_pt[:, :-1])
        assert ak.all(events.trigE | events.trigM)
        assert ak.all(ak.any(events.lep_trigMatched, axis=1))
        seen += len(events)
    assert seen > 100
