"""The samples that the project holds: whole, small, and as physics and the release want them."""

import hashlib
import json
from pathlib import Path

import awkward as ak
import numpy as np
import pytest
import uproot

from build_tools.samples.catalogue import read_branches, read_processes
from build_tools.samples.error import SampleError
from build_tools.samples.luminosity import BUNDLED
from build_tools.samples.manifest import NAME, Manifest, read_manifest

Bundled = tuple[Path, Manifest]


def test_the_files_are_those_of_the_manifest(bundled: Bundled) -> None:
    folder, manifest = bundled
    for sample in manifest.samples:
        content = (folder / sample.path).read_bytes()
        assert hashlib.sha256(content).hexdigest() == sample.sha256, (
            f"{sample.path}: `nox -s samples`"
        )
    found = {file.relative_to(folder).as_posix() for file in folder.rglob("*.root")}
    assert found == {sample.path for sample in manifest.samples}


def test_the_files_are_small(bundled: Bundled) -> None:
    _, manifest = bundled
    assert max(sample.size for sample in manifest.samples) < 2_000_000
    assert sum(sample.size for sample in manifest.samples) < 24_000_000
    two_leptons = [sample for sample in manifest.samples if sample.path.startswith("2lep/Data")]
    assert len(two_leptons) == 4
    assert sum(sample.size for sample in two_leptons) < 1_500_000


def test_nothing_claims_to_be_recorded(bundled: Bundled) -> None:
    folder, _ = bundled
    raw = json.loads((folder / NAME).read_text("utf-8"))["samples"]
    assert {(s["recorded"], s["licence"]) for s in raw} == {(False, "CC0-1.0")}
    readme = (folder / "README.md").read_text("utf-8")
    assert "simulated" in readme
    assert "CC0" in readme


def test_the_readme_counts_as_the_manifest_does(bundled: Bundled) -> None:
    folder, manifest = bundled
    text = (folder / "README.md").read_text("utf-8")
    rows = {line.split("`")[1]: line for line in text.splitlines() if line.startswith("| `")}
    assert set(rows) == set(BUNDLED)
    for collection, row in rows.items():
        members = [s for s in manifest.samples if s.path.startswith(f"{collection}/")]
        data = [s for s in members if s.kind == "simulated pseudo-data"]
        events = [sum(s.events_kept for s in some) for some in (data, members)]
        size = sum(s.size for s in members) / 1e6
        assert f"| {BUNDLED[collection]:.4g} fb⁻¹ |" in row
        assert f"| {events[0]:,}, {events[1] - events[0]:,} |" in row
        assert f"| {len(members)}, {size:.1f} |" in row


def test_every_branch_has_the_catalogue_s_type(bundled: Bundled) -> None:
    folder, manifest = bundled
    expected = [(branch.name, branch.awkward_type) for branch in read_branches()]
    for sample in manifest.samples:
        events = uproot.open(folder / sample.path)["mini"].arrays()
        assert [(name, str(events[name].type.content)) for name in events.fields] == expected
    assert len(expected) == 81
    assert {sample.path.split("/")[0] for sample in manifest.samples} == set(BUNDLED)


def test_the_cross_sections_are_the_catalogue_s(bundled: Bundled) -> None:
    """A change of the catalogue needs a new production."""
    _, manifest = bundled
    expected = {
        (f"{collection}/MC/{process.file_name(collection)}", process.cross_section_pb)
        for process in read_processes().processes
        for collection in process.collections
        if collection in BUNDLED
    }
    found = {(s.path, s.cross_section_pb) for s in manifest.samples if s.kind == "simulation"}
    assert found == expected


def _events(bundled: Bundled, start: str) -> ak.Array:
    folder, manifest = bundled
    chosen = [sample.path for sample in manifest.samples if sample.path.startswith(start)]
    assert chosen
    return uproot.concatenate([f"{folder / path}:mini" for path in chosen])


def _mass(events: ak.Array) -> np.ndarray:
    """Invariant mass of all leptons, GeV."""
    x, y = events.lep_pt * np.cos(events.lep_phi), events.lep_pt * np.sin(events.lep_phi)
    momenta = (x, y, events.lep_pt * np.sinh(events.lep_eta))
    squares = sum(ak.sum(component, axis=1) ** 2 for component in momenta)
    return np.asarray(np.sqrt(ak.sum(events.lep_E, axis=1) ** 2 - squares)) / 1000.0


def _weight(events: ak.Array, luminosity: float) -> np.ndarray:
    factors = ("PILEUP", "ELE", "MUON", "LepTRIGGER")
    weight = events.mcWeight * events.XSection / events.SumWeights * luminosity * 1000.0
    for factor in factors:
        weight = weight * events[f"scaleFactor_{factor}"]
    return np.asarray(weight, float)


@pytest.mark.parametrize(("name", "kind"), [("361106.Zee", 11), ("361107.Zmumu", 13)])
def test_the_z_peak_lies_and_looks_as_it_should(bundled: Bundled, name: str, kind: int) -> None:
    """Half of the masses lie within about 2 GeV of the middle: natural width and resolution."""
    events = _events(bundled, f"2lep/MC/mc_{name}")
    events = events[(events.lep_n == 2) & ak.all(events.lep_type == kind, axis=1)]
    mass = _mass(events)
    mass = mass[(mass > 80) & (mass < 100)]
    assert len(mass) > 4000
    low, middle, high = np.quantile(mass, [0.25, 0.5, 0.75])
    assert 90.3 < middle < 91.3
    assert 3.0 < high - low < 4.4


@pytest.mark.parametrize("leptons", [2, 4])
def test_pseudo_data_agree_with_the_simulation(bundled: Bundled, leptons: int) -> None:
    _, manifest = bundled
    data = _events(bundled, f"{leptons}lep/Data")
    luminosity = sum(
        sample.luminosity_fb or 0.0
        for sample in manifest.samples
        if sample.path.startswith(f"{leptons}lep/Data")
    )
    weight = _weight(_events(bundled, f"{leptons}lep/MC"), luminosity)
    uncertainty = np.sqrt(len(data) + np.sum(weight**2))
    assert abs(len(data) - weight.sum()) < 3 * uncertainty
    assert np.sqrt(np.sum(weight**2)) < np.sqrt(len(data))


def test_the_higgs_boson_can_be_seen(bundled: Bundled) -> None:
    """About ten in 10 fb⁻¹: one in six of the 61 produced, as in the release."""
    higgs = _events(bundled, "4lep/MC/mc_345060")
    mass, weight = _mass(higgs), _weight(higgs, 10.06)
    assert 8.0 < weight.sum() < 12.0
    assert 0.8 < weight[(mass > 115) & (mass < 130)].sum() / weight.sum() < 0.99


def _diphotons(bundled: Bundled, start: str) -> tuple[ak.Array, np.ndarray]:
    """Events of the published selection of H → γγ, and their masses (GeV)."""
    events = _events(bundled, start)
    pt, eta, phi = (events[f"photon_{name}"][:, :2] for name in ("pt", "eta", "phi"))
    angle = np.cosh(eta[:, 0] - eta[:, 1]) - np.cos(phi[:, 0] - phi[:, 1])
    mass = np.sqrt(2 * pt[:, 0] * pt[:, 1] * angle) / 1000.0
    isolated = (events.photon_ptcone30[:, :2] < 0.065 * pt) & (
        events.photon_etcone20[:, :2] < 0.065 * pt
    )
    gap = (np.abs(eta) > 1.37) & (np.abs(eta) < 1.52)
    hard = (pt[:, 0] > 350 * mass) & (pt[:, 1] > 250 * mass) & (mass > 105) & (mass < 160)
    chosen = ak.all(isolated & ~gap, axis=1) & hard & events.trigP
    return events[chosen], np.asarray(mass[chosen])


def _photon_weight(events: ak.Array) -> np.ndarray:
    weight = events.mcWeight * events.XSection / events.SumWeights * 10_060
    for factor in ("PILEUP", "PHOTON", "PhotonTRIGGER"):
        weight = weight * events[f"scaleFactor_{factor}"]
    return np.asarray(weight, float)


def test_higgs_bosons_decay_to_two_photons_as_often_as_published(bundled: Bundled) -> None:
    """ATLAS, PRD 98 052005, scaled from 36.1 to 10.06 fb⁻¹: about 440, width 1.6 to 2.2 GeV."""
    total = 0.0
    files = ("343981", "345041", "345318", "345319", "341081")
    for dsid in files:
        events, mass = _diphotons(bundled, f"GamGam/MC/mc_{dsid}")
        total += _photon_weight(events).sum()
        low, middle, high = np.quantile(mass, [0.16, 0.5, 0.84])
        assert middle == pytest.approx(125.0, abs=0.3), dsid
        assert 1.4 < (high - low) / 2 < 2.2, dsid
    assert total == pytest.approx(440, rel=0.2)


def test_diphotons_are_as_many_as_published(bundled: Bundled) -> None:
    """Same paper: 92,000 candidates in 10.06 fb⁻¹, 79 % two photons, 19 % one and a jet."""
    both = [
        _photon_weight(_diphotons(bundled, f"GamGam/MC/mc_{name}")[0]).sum()
        for name in ("900101.gamgam", "900102.gamjet")
    ]
    assert both[0] == pytest.approx(73_000, rel=0.12)
    assert 0.12 < both[1] / sum(both) < 0.23
    data, mass = _diphotons(bundled, "GamGam/Data")
    assert len(data) == pytest.approx(92_000, rel=0.12)
    counts, _ = np.histogram(mass, bins=[105, 121, 129, 160])
    assert counts.min() > 5000


def test_a_broken_manifest_is_explained(tmp_path: Path, bundled: Bundled) -> None:
    with pytest.raises(SampleError, match=r"manifest\.json is missing: run `nox -s samples`"):
        read_manifest(tmp_path)
    raw = json.loads((bundled[0] / NAME).read_text("utf-8"))
    raw["samples"][3]["recorded"] = True
    (tmp_path / NAME).write_text(json.dumps(raw), "utf-8")
    with pytest.raises(SampleError, match=r"@ '/samples/3/recorded'"):
        read_manifest(tmp_path)
