"""From reconstructed events to the branches of the release: selection, units, layout."""

from collections.abc import Mapping

import awkward as ak
import numpy as np

from build_tools.detector.constants import ELECTRON
from build_tools.detector.response import Reconstructed, Table
from build_tools.samples.catalogue import Branch

LEPTONS_NEEDED = {"2lep": 2, "4lep": 4}
LEADING_PT = 25.0  # GeV, of the leading lepton, in every lepton collection
MEV = 1000.0  # per GeV
TRUTH = ("lep_truthMatched", "jet_trueflav", "jet_truthMatched")

# Momenta are stored in 32-bit floats of which 24 bits are significant, and measured to a per cent:
# the last bits are noise that no compression can remove. What is kept is 50 times finer than the
# detector's resolution.
SIGNIFICANT_BITS = {
    "lep_pt": 14, "lep_E": 14, "lep_eta": 13, "lep_phi": 14,
    "lep_z0": 9, "lep_trackd0pvunbiased": 9, "lep_tracksigd0pvunbiased": 9,
    "lep_ptcone30": 9, "lep_etcone20": 9,
    "met_et": 10, "met_phi": 10,
    "jet_pt": 11, "jet_E": 11, "jet_eta": 10, "jet_phi": 10, "jet_jvt": 8, "jet_MV2c10": 10,
    "scaleFactor_PILEUP": 9, "scaleFactor_ELE": 9, "scaleFactor_MUON": 9,
    "scaleFactor_LepTRIGGER": 9, "scaleFactor_BTAG": 9,
}  # fmt: skip

Columns = dict[str, np.ndarray | ak.Array]


def select(seen: Reconstructed, collection: str) -> np.ndarray:
    """Tell which events belong to a collection: enough leptons, leading pT, a lepton trigger."""
    count = len(seen.events["met"])
    event = seen.leptons["event"]
    number = np.bincount(event, minlength=count)
    leading = np.zeros(count)
    np.maximum.at(leading, event, seen.leptons["pt"])
    fired = seen.events["electron_trigger"] | seen.events["muon_trigger"]
    return (number >= LEPTONS_NEEDED[collection]) & (leading > LEADING_PT) & fired


def fill(seen: Reconstructed, chosen: np.ndarray, *, as_data: bool) -> Columns:
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
        "scaleFactor_PHOTON": np.ones(chosen.sum()),
        "scaleFactor_TAU": np.ones(chosen.sum()),
        "scaleFactor_PhotonTRIGGER": np.ones(chosen.sum()),
    }
    flat = {
        **{name: np.zeros_like(values) if as_data else values for name, values in weights.items()},
        "trigE": events["electron_trigger"],
        "trigM": events["muon_trigger"],
        "met_et": events["met"] * MEV,
        "met_phi": events["met_phi"],
    }
    momentum = leptons["pt"] * np.cosh(leptons["eta"])
    mass = np.where(leptons["kind"] == ELECTRON, 0.000511, 0.10566)
    per_lepton = {
        "lep_truthMatched": np.ones(len(momentum), bool),
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
    return {
        **flat,
        **{name: ak.unflatten(values, lepton_counts) for name, values in per_lepton.items()},
        **{name: ak.unflatten(values, jet_counts) for name, values in per_jet.items()},
    }


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
            result[branch.counter] = ak.Array(np.zeros(count, np.uint32))
    result["lep_n"] = ak.values_astype(ak.num(result["lep_pt"]), np.uint32)
    result["jet_n"] = ak.values_astype(ak.num(result["jet_pt"]), np.uint32)
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
