"""Production: same bytes twice, others with another seed, weights and types as in the release."""

import os
from pathlib import Path

import awkward as ak
import numpy as np
import pytest
import uproot

from build_tools.samples.catalogue import read_branches, read_processes
from build_tools.samples.columns import COLLECTIONS
from build_tools.samples.luminosity import BUNDLED
from build_tools.samples.manifest import Manifest
from build_tools.samples.plan import plan

Tiny = tuple[Path, Manifest]
TINY = 0.004  # of `conftest.py`, and the collections that are made there
MADE = ("3lep", "4lep", "GamGam", "1lep1tau", "1largeRjet1lep")
PRODUCTIONS = {
    f"{collection}/{process.key}": production
    for process in read_processes().processes
    for collection, production in process.collections.items()
    if collection in MADE
}
FILES = 4 * len(MADE) + len(PRODUCTIONS)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_two_productions_with_other_numbers_of_workers_give_the_same_bytes(
    tiny: Tiny, tmp_path: Path
) -> None:
    """The second one makes one collection alone: others do not change it either."""
    folder, manifest = tiny
    from build_tools.samples.produce import produce  # noqa: PLC0415  # imports the generator

    again = produce(
        tmp_path / "again",
        chunks=tmp_path / "chunks",
        events_scale=TINY,
        workers=1,
        collections=("GamGam",),
    )
    second = _bytes(tmp_path / "again" / "GamGam")
    assert len(second) == len(again.samples) >= 11
    assert _bytes(folder / "GamGam") == second
    assert all(manifest.find(sample.path) == sample for sample in again.samples)
    assert len(_bytes(folder)) == FILES + 1


def test_another_edition_has_other_events(tiny: Tiny, tmp_path: Path) -> None:
    _, manifest = tiny
    from build_tools.samples.produce import produce  # noqa: PLC0415  # imports the generator

    other = produce(
        tmp_path / "other",
        chunks=tmp_path / "chunks",
        events_scale=TINY,
        edition="second",
        collections=("4lep",),
    )
    former = {sample.path: sample.sha256 for sample in manifest.samples}
    simulations = [s for s in other.samples if s.kind == "simulation" and s.events_kept > 0]
    assert len(simulations) >= 3
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
    assert len(manifest.samples) == FILES


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
    """SumWeights stands for all events of the cross-section, XSection is the published one."""
    folder, manifest = tiny
    simulations = [sample for sample in manifest.samples if sample.kind == "simulation"]
    for sample in simulations:
        events = uproot.open(folder / sample.path)["mini"].arrays(
            ["XSection", "SumWeights", "mcWeight"]
        )
        production = PRODUCTIONS[f"{sample.path.split('/')[0]}/{sample.process}"]
        assert sample.sum_of_weights == sample.events_generated / production.share
        assert ak.all(events.XSection == np.float32(sample.cross_section_pb))
        assert ak.all(events.SumWeights == np.float32(sample.sum_of_weights))
        assert sample.events_generated > sample.events_kept
    assert sum(sample.events_kept > 0 for sample in simulations) > 0.6 * len(simulations)
    assert len(simulations) == FILES - 4 * len(MADE)


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


def _check_leptons(events: ak.Array, collection: str) -> None:
    fewest, most = COLLECTIONS[collection].leptons
    assert ak.all((events.lep_n >= fewest) & (events.lep_n <= most))
    if fewest:
        assert ak.all(events.lep_pt[:, 0] > 25_000)
        assert ak.all(events.trigE | events.trigM)
        assert ak.all(ak.any(events.lep_trigMatched, axis=1))


def _check_photons(events: ak.Array) -> None:
    assert ak.all(events.photon_n >= 2)
    assert ak.all(events.photon_pt[:, 0] > 35_000)
    assert ak.all(events.photon_pt > 25_000)
    assert ak.all(events.photon_isTightID & events.trigP)
    assert ak.all((events.photon_convType >= 0) & (events.photon_convType <= 5))


def test_events_obey_the_preselection(tiny: Tiny) -> None:
    folder, manifest = tiny
    seen: dict[str, int] = {}
    for sample in manifest.samples:
        events = uproot.open(folder / sample.path)["mini"].arrays()
        collection = sample.path.split("/")[0]
        _check_leptons(events, collection)
        wanted = COLLECTIONS[collection]
        if wanted.photons:
            _check_photons(events)
        else:
            assert ak.all(events.photon_n == 0)
        assert ak.all(events.tau_n == wanted.taus)
        assert ak.all((events.largeRjet_n > 0) == bool(wanted.large_jets))
        assert ak.all(events.largeRjet_pt > 250_000)
        for kind in ("lep", "jet", "photon", "tau", "largeRjet"):
            momenta = events[f"{kind}_pt"]
            assert ak.all(events[f"{kind}_n"] == ak.num(momenta))
            assert ak.all(momenta[:, 1:] <= momenta[:, :-1])
        seen[collection] = seen.get(collection, 0) + len(events)
    assert set(seen) == set(MADE) <= set(BUNDLED)
    assert min(seen.values()) >= 5, seen


def test_fakes_weigh_what_they_are_likely(tiny: Tiny) -> None:
    """Simulation: mcWeight is a probability. Pseudo-data: as many events as the weights say."""
    folder, manifest = tiny
    sample = manifest.find("GamGam/MC/mc_900102.gamjet.GamGam.root")
    assert sample
    assert any("mcWeight is the probability" in text for text in sample.limitations)
    weight = uproot.open(folder / sample.path)["mini"]["mcWeight"].array()
    assert ak.all((weight > 0) & (weight < 0.01))
    expected = ak.sum(weight) * (sample.cross_section_pb or 0) / (sample.sum_of_weights or 1)
    kept = luminosity = 0.0
    for other in manifest.samples:
        if other.path.startswith("GamGam/Data"):
            kept += sum(part.events_kept for part in other.parts if part.process == "gamjet")
            luminosity += other.luminosity_fb or 0
    assert kept > 50
    error = np.sqrt(kept + kept**2 / len(weight))
    assert expected * luminosity * 1000 == pytest.approx(kept, abs=4 * error)


def test_a_production_that_was_stopped_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was finished is read, not made again; a damaged chunk is made again."""
    from build_tools.samples import produce as module  # noqa: PLC0415  # imports the generator

    folder, chunks, said = tmp_path / "out", tmp_path / "chunks", []

    def progress(what: str, done: int, _total: int) -> None:
        said.append(what)
        if done == 3 and len(said) == 3:
            raise KeyboardInterrupt

    def make() -> Manifest:
        return module.produce(
            folder,
            chunks=chunks,
            events_scale=0.001,
            workers=1,
            progress=progress,
            collections=("4lep",),
        )

    with pytest.raises(KeyboardInterrupt):
        make()
    assert not folder.exists()
    kept = sorted(chunks.glob("*.npz"))
    assert len(kept) >= 3
    kept[0].write_bytes(b"torn")
    said.clear()
    first = make()
    assert said[0] == f"{len(kept) - 1} runs were finished before"
    fresh = module.produce(
        tmp_path / "fresh",
        chunks=tmp_path / "others",
        events_scale=0.001,
        workers=1,
        collections=("4lep",),
    )
    assert first == fresh
    monkeypatch.setattr(module, "_run", None)  # nothing is left to run
    assert make() == first
    stale = chunks / "stale.npz"
    stale.touch()
    make()
    assert not stale.exists()


def test_pseudo_data_hold_what_the_plan_says() -> None:
    """Number of runs' events: Poisson around cross-section times luminosity."""
    files = plan(read_processes(), scale=1.0, collections=("4lep",))
    events = sum(
        run.events
        for file in files
        if file.process is None
        for run in file.runs
        if run.process.key == "llll"
    )
    expected = 1.2578 * 10_060
    assert abs(events - expected) < 4 * np.sqrt(expected)
