"""From reconstructed events to the branches of the release: selection, units, layout."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import awkward as ak
import numpy as np

from build_tools.detector.constants import ELECTRON
from build_tools.detector.response import Reconstructed
from build_tools.detector.tables import Table, rows
from build_tools.samples.catalogue import Branch
from build_tools.samples.needs import Needs

LEADING_PT = 25.0  # GeV, of the leading lepton, in every collection with leptons
LEADING_PHOTON_PT = 35.0
# GeV. All diphoton events of 10 fb⁻¹ would be too many: these are the ones of H → γγ analyses.
DIPHOTON_MASS = (105.0, 160.0)
MEV = 1000.0  # per GeV
TRUTH = (
    "lep_truthMatched", "jet_trueflav", "jet_truthMatched",
    "photon_truthMatched", "tau_truthMatched", "largeRjet_truthMatched",
)  # fmt: skip

# Momenta are stored in 32-bit floats of which 24 bits are significant, and measured to a per cent:
# the last bits are noise that no compression can remove. What is kept is 50 times finer than the
# detector's resolution.
SIGNIFICANT_BITS = {
    "lep_pt": 14, "lep_E": 14, "lep_eta": 13, "lep_phi": 14,
    "lep_z0": 9, "lep_trackd0pvunbiased": 9, "lep_tracksigd0pvunbiased": 9,
    "lep_ptcone30": 9, "lep_etcone20": 9,
    "met_et": 9, "met_phi": 8,
    "jet_pt": 10, "jet_E": 10, "jet_eta": 10, "jet_phi": 10, "jet_jvt": 7, "jet_MV2c10": 9,
    "photon_pt": 12, "photon_E": 11, "photon_eta": 11, "photon_phi": 11,
    "photon_ptcone30": 7, "photon_etcone20": 7,
    "tau_pt": 11, "tau_E": 11, "tau_eta": 12, "tau_phi": 12, "tau_BDTid": 9, "ditau_m": 10,
    "largeRjet_pt": 11, "largeRjet_E": 11, "largeRjet_eta": 10, "largeRjet_phi": 10,
    "largeRjet_m": 10, "largeRjet_D2": 9, "largeRjet_tau32": 9,
    "mcWeight": 12,
    "scaleFactor_PILEUP": 9, "scaleFactor_ELE": 9, "scaleFactor_MUON": 9,
    "scaleFactor_LepTRIGGER": 9, "scaleFactor_BTAG": 9, "scaleFactor_PHOTON": 9,
    "scaleFactor_TAU": 9, "scaleFactor_PhotonTRIGGER": 9,
}  # fmt: skip

Columns = dict[str, np.ndarray | ak.Array]


@dataclass(frozen=True)
class Collection:
    """The preselection of a collection, and the objects that its files hold."""

    leptons: tuple[int, float] = (0, math.inf)  # fewest and most
    photons: int = 0  # fewest
    taus: int = 0  # exactly, where not 0
    large_jets: int = 0  # fewest

    @property
    def objects(self) -> frozenset[str]:
        """Besides leptons, jets and missing momentum."""
        return frozenset(name for name in ("photons", "taus", "large_jets") if getattr(self, name))


# ATL-OREACH-PUB-2020-001. As in the release's 4lep files, the lepton collections hold no photons,
# taus or large jets.
COLLECTIONS = {
    "1lep": Collection(leptons=(1, 1)),
    "2lep": Collection(leptons=(2, math.inf)),
    "3lep": Collection(leptons=(3, 3)),
    "4lep": Collection(leptons=(4, math.inf)),
    "GamGam": Collection(photons=2),
    "1lep1tau": Collection(leptons=(1, 1), taus=1),
    "1largeRjet1lep": Collection(leptons=(1, 1), large_jets=1),
}


def needs(collection: str, fake: str | None) -> Needs:
    """What the generator must have found, where one of the objects may be a jet."""
    wanted = COLLECTIONS[collection]
    missing = {f"{fake}s": 1} if fake else {}
    return Needs(
        leptons=int(wanted.leptons[0]) - missing.get("leptons", 0),
        photons=wanted.photons - missing.get("photons", 0),
        taus=0,  # jets are often taken for taus
        large_jets=wanted.large_jets,
    )


def select(seen: Reconstructed, collection: str) -> np.ndarray:
    """Tell which events belong to a collection: enough objects, leading pT, a trigger."""
    wanted = COLLECTIONS[collection]
    count = len(seen.events["met"])

    def number(table: Table) -> np.ndarray:
        return np.bincount(table["event"], minlength=count)

    chosen = seen.events["weight"] > 0
    if wanted.leptons[0]:
        leptons = number(seen.leptons)
        fired = seen.events["electron_trigger"] | seen.events["muon_trigger"]
        chosen &= (leptons >= wanted.leptons[0]) & (leptons <= wanted.leptons[1])
        chosen &= (_leading_pt(seen.leptons, count) > LEADING_PT) & fired
    if wanted.taus:
        chosen &= number(seen.taus) == wanted.taus
    if wanted.large_jets:
        chosen &= number(seen.large_jets) >= wanted.large_jets
    if wanted.photons:
        chosen &= number(seen.photons) >= wanted.photons
        chosen &= _leading_pt(seen.photons, count) > LEADING_PHOTON_PT
        mass = _diphoton_mass(seen.photons, count)
        chosen &= (mass > DIPHOTON_MASS[0]) & (mass < DIPHOTON_MASS[1])
        chosen &= seen.events["photon_trigger"]
    return chosen


def _leading_pt(table: Table, count: int) -> np.ndarray:
    leading = np.zeros(count)
    np.maximum.at(leading, table["event"], table["pt"])
    return leading


def _diphoton_mass(photons: Table, count: int) -> np.ndarray:
    """Mass of the two leading photons of each event, 0 where there are none (GeV)."""
    event = photons["event"]
    first = np.searchsorted(event, np.arange(count))
    has = np.flatnonzero(np.bincount(event, minlength=count) > 1)
    one, two = (rows(photons, first[has] + step) for step in (0, 1))
    mass = np.zeros(count)
    mass[has] = np.sqrt(
        2.0
        * one["pt"]
        * two["pt"]
        * (np.cosh(one["eta"] - two["eta"]) - np.cos(one["phi"] - two["phi"]))
    )
    return mass


def fill(
    seen: Reconstructed, chosen: np.ndarray, *, as_data: bool, objects: frozenset[str]
) -> Columns:
    """Fill what is known of each event without its place in a file, as branch name → values.

    Momenta in MeV, lengths in mm. Event numbers, XSection and the like are `describe`'s.
    """
    leptons, lepton_counts = _of(seen.leptons, chosen)
    jets, jet_counts = _of(seen.jets, chosen)
    events = {name: column[chosen] for name, column in seen.events.items()}
    weights = {
        "mcWeight": events["weight"],
        "scaleFactor_PILEUP": events["pileup_weight"],
        "scaleFactor_ELE": events["electron_weight"],
        "scaleFactor_MUON": events["muon_weight"],
        "scaleFactor_BTAG": events["btag_weight"],
        "scaleFactor_LepTRIGGER": events["trigger_weight"],
        "scaleFactor_PHOTON": events["photon_weight"],
        "scaleFactor_TAU": events["tau_weight"],
        "scaleFactor_PhotonTRIGGER": events["photon_trigger_weight"],
    }
    flat = {
        **{name: np.zeros_like(values) if as_data else values for name, values in weights.items()},
        "trigE": events["electron_trigger"],
        "trigM": events["muon_trigger"],
        "trigP": events["photon_trigger"],
        "ditau_m": events["ditau_mass"] * MEV,
        "met_et": events["met"] * MEV,
        "met_phi": events["met_phi"],
    }
    momentum = leptons["pt"] * np.cosh(leptons["eta"])
    mass = np.where(leptons["kind"] == ELECTRON, 0.000511, 0.10566)
    per_lepton = {
        "lep_truthMatched": leptons["real"],
        "lep_trigMatched": leptons["trigger_matched"],
        "lep_pt": leptons["pt"] * MEV,
        "lep_eta": leptons["eta"],
        "lep_phi": leptons["phi"],
        "lep_E": np.hypot(momentum, mass) * MEV,
        "lep_z0": leptons["z0"],
        "lep_charge": leptons["charge"],
        "lep_type": leptons["kind"],
        "lep_isTightID": leptons["tight"],
        "lep_ptcone30": leptons["ptcone30"] * MEV,
        "lep_etcone20": leptons["etcone20"] * MEV,
        "lep_trackd0pvunbiased": leptons["d0"],
        "lep_tracksigd0pvunbiased": leptons["d0_significance"],
        "lep_pt_syst": np.zeros(len(momentum)),
    }
    per_jet = {
        "jet_pt": jets["pt"] * MEV,
        "jet_eta": jets["eta"],
        "jet_phi": jets["phi"],
        "jet_E": np.hypot(jets["pt"] * np.cosh(jets["eta"]), jets["mass"]) * MEV,
        "jet_jvt": jets["jvt"],
        "jet_trueflav": jets["flavour"],
        "jet_truthMatched": jets["hard"],
        "jet_MV2c10": jets["score"],
        "jet_pt_syst": np.zeros(len(jets["pt"])),
    }
    filled = {
        **flat,
        **{name: ak.unflatten(values, lepton_counts) for name, values in per_lepton.items()},
        **{name: ak.unflatten(values, jet_counts) for name, values in per_jet.items()},
    }
    for name, function in _OTHER_OBJECTS.items():
        if name in objects:
            others, counts = _of(getattr(seen, name), chosen)
            values = function(others)
            filled |= {key: ak.unflatten(value, counts) for key, value in values.items()}
    return filled


def _photons(photons: Table) -> Columns:
    return {
        "photon_truthMatched": photons["real"],
        "photon_trigMatched": photons["trigger_matched"],
        "photon_pt": photons["pt"] * MEV,
        "photon_eta": photons["eta"],
        "photon_phi": photons["phi"],
        "photon_E": photons["pt"] * np.cosh(photons["eta"]) * MEV,
        "photon_isTightID": photons["tight"],
        "photon_ptcone30": photons["ptcone30"] * MEV,
        "photon_etcone20": photons["etcone20"] * MEV,
        "photon_convType": photons["conversion"],
        "photon_pt_syst": np.zeros(len(photons["pt"])),
    }


def _taus(taus: Table) -> Columns:
    return {
        "tau_pt": taus["pt"] * MEV,
        "tau_eta": taus["eta"],
        "tau_phi": taus["phi"],
        "tau_E": np.hypot(taus["pt"] * np.cosh(taus["eta"]), taus["mass"]) * MEV,
        "tau_isTightID": taus["tight"],
        "tau_truthMatched": taus["real"],
        "tau_trigMatched": taus["trigger_matched"],
        "tau_nTracks": taus["prongs"],
        "tau_BDTid": taus["score"],
        "tau_pt_syst": np.zeros(len(taus["pt"])),
        "tau_charge": taus["charge"],
    }


def _large_jets(jets: Table) -> Columns:
    momentum = jets["pt"] * np.cosh(jets["eta"])
    return {
        "largeRjet_pt": jets["pt"] * MEV,
        "largeRjet_eta": jets["eta"],
        "largeRjet_phi": jets["phi"],
        "largeRjet_E": np.hypot(momentum, jets["mass"]) * MEV,
        "largeRjet_m": jets["mass"] * MEV,
        "largeRjet_truthMatched": np.ones(len(momentum)),
        "largeRjet_D2": jets["d2"],
        "largeRjet_tau32": jets["tau32"],
        "largeRjet_pt_syst": np.zeros(len(momentum)),
    }


_OTHER_OBJECTS = {"photons": _photons, "taus": _taus, "large_jets": _large_jets}


def _of(table: Table, chosen: np.ndarray) -> tuple[Table, np.ndarray]:
    """The objects of the chosen events, and how many each event has."""
    kept = chosen[table["event"]]
    counts = np.bincount(table["event"], minlength=len(chosen))[chosen]
    return {name: column[kept] for name, column in table.items()}, counts


def complete(
    columns: Mapping[str, object], branches: tuple[Branch, ...], *, as_data: bool
) -> Columns:
    """Bring the columns into the file's order and types; what is not simulated is 0 or empty.

    In data, the branches that compare with the generator say nothing: false or 0. (The release has
    them empty, which a file with one counter for all of an object's branches cannot express.)
    """
    count = len(columns["met_et"])  # type: ignore[arg-type]
    result: Columns = {}
    for branch in branches:
        values = columns.get(branch.name)
        if values is None:
            values = _nothing(branch, count)
        elif as_data and branch.name in TRUTH:
            values = ak.zeros_like(values)
        elif branch.name in SIGNIFICANT_BITS:
            values = _rounded(values, SIGNIFICANT_BITS[branch.name])
        result[branch.name] = ak.values_astype(ak.Array(values), branch.dtype)
    for branch in branches:
        if branch.counter and branch.counter not in columns:
            result[branch.counter] = ak.values_astype(ak.num(result[branch.name]), np.uint32)
    return result


def _nothing(branch: Branch, count: int) -> ak.Array:
    if branch.counter:
        return ak.unflatten(np.zeros(0, branch.dtype), np.zeros(count, np.int64))
    return ak.Array(np.zeros(count, branch.dtype))


def _rounded(values: object, bits: int) -> ak.Array:
    """Round to a number of significant bits, ties away from zero."""
    array = ak.Array(values)
    flat = ak.to_numpy(array if array.ndim == 1 else ak.flatten(array)).astype(np.float32)
    drop = 24 - bits
    raw = flat.view(np.uint32)
    raw = (raw + np.uint32(1 << (drop - 1))) & np.uint32(~((1 << drop) - 1) & 0xFFFFFFFF)
    rounded = raw.view(np.float32)
    return ak.Array(rounded) if array.ndim == 1 else ak.unflatten(rounded, ak.num(array))
