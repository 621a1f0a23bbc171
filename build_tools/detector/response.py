"""The whole response: generated events in; leptons, jets and missing momentum out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from build_tools.detector import (
    btagging,
    electrons,
    isolation,
    jets,
    missing,
    muons,
    pileup,
    tracks,
)
from build_tools.detector.constants import (
    ELECTRON,
    JET_MAXIMUM_ETA,
    JET_MINIMUM_PT,
    LEPTON_MINIMUM_PT,
    Booleans,
    Floats,
    Integers,
)
from build_tools.detector.truth import Truth, TruthLeptons, rows

OVERLAP = 0.2  # a jet this near to a lepton is the lepton
TRIGGER_SCALE_FACTOR = (
    0.98  # trigger efficiency in data over simulation (arXiv:1909.00761, arXiv:2004.13447)
)

Table = dict[str, np.ndarray]  # column → values, one row per object; "event" says whose


@dataclass(frozen=True)
class Reconstructed:
    """What the detector saw of a batch; GeV and mm. Objects by event, then by falling pT."""

    leptons: Table
    jets: Table
    events: Table  # one row per event of the batch


def respond(truth: Truth, rng: np.random.Generator, *, as_data: bool) -> Reconstructed:
    """Measure a batch of events.

    `as_data` draws with the efficiencies and the pile-up of data; otherwise with those of the
    simulation, for which the scale factors that lead from one to the other are filled.
    """
    mu = pileup.draw_pileup(truth.count, rng, as_data=as_data)
    leptons = _leptons(truth.leptons, mu, rng, as_data=as_data)
    found_jets, jet_shift = _jets(truth, leptons, mu, rng, as_data=as_data)
    excess = leptons["pt"] - leptons["true_pt"]
    lepton_shift = _sum_vectors(leptons["event"], excess, leptons["phi"], truth.count)
    met, met_phi = missing.measure(
        truth.neutrinos_x,
        truth.neutrinos_y,
        lepton_shift[0] + jet_shift[0],
        lepton_shift[1] + jet_shift[1],
        mu,
        rng,
    )
    electron = leptons["kind"] == ELECTRON
    fired = leptons["trigger_matched"]
    events = {
        "weight": truth.weight,
        "met": met,
        "met_phi": met_phi,
        "electron_trigger": _any(leptons["event"][fired & electron], truth.count),
        "muon_trigger": _any(leptons["event"][fired & ~electron], truth.count),
        "pileup_weight": pileup.pileup_weight(mu),
        "electron_weight": _product(
            leptons["event"], np.where(electron, leptons["scale_factor"], 1), truth.count
        ),
        "muon_weight": _product(
            leptons["event"], np.where(electron, 1, leptons["scale_factor"]), truth.count
        ),
        "trigger_weight": trigger_weight(leptons, truth.count),
        "btag_weight": _product(found_jets["event"], found_jets["btag_weight"], truth.count),
    }
    return Reconstructed(leptons=leptons, jets=found_jets, events=events)


Response = Callable[[Floats, Floats], Floats]


def _by_kind(
    of_electrons: Response, of_muons: Response, kind: Integers, pt: Floats, eta: Floats
) -> Floats:
    """A function that electrons and muons both have, for a mixture of them."""
    return np.where(kind == ELECTRON, of_electrons(pt, eta), of_muons(pt, eta))


def _leptons(truth: TruthLeptons, mu: Floats, rng: np.random.Generator, *, as_data: bool) -> Table:
    scale_factor = _by_kind(
        electrons.scale_factor, muons.scale_factor, truth.kind, truth.pt, truth.eta
    )
    efficiency = _by_kind(electrons.efficiency, muons.efficiency, truth.kind, truth.pt, truth.eta)
    if as_data:
        efficiency = efficiency * scale_factor
    kept = rows(truth, rng.random(truth.pt.shape) < efficiency)
    true_pt, eta, kind = kept["pt"], kept["eta"], kept["kind"]
    width = np.where(
        kind == ELECTRON,
        electrons.resolution(true_pt * np.cosh(eta), eta),
        muons.resolution(true_pt, eta),
    )
    loss = np.where(kind == ELECTRON, electrons.bremsstrahlung_loss(eta, rng), 0.0)
    pt = true_pt * np.maximum(1.0 + rng.normal(0.0, width), 0.05) * (1.0 - loss)
    d0, significance = tracks.measure_d0(kept["d0"], true_pt, eta, rng)
    trigger = _by_kind(electrons.trigger_efficiency, muons.trigger_efficiency, kind, pt, eta)
    trigger_in_data = trigger * TRIGGER_SCALE_FACTOR
    table = {
        "event": kept["event"],
        "kind": kind,
        "charge": kept["charge"],
        "pt": pt,
        "eta": eta,
        "phi": kept["phi"],
        "true_pt": true_pt,
        "scale_factor": _by_kind(electrons.scale_factor, muons.scale_factor, kind, true_pt, eta),
        "tight": rng.random(pt.shape)
        < _by_kind(electrons.tight_fraction, muons.tight_fraction, kind, pt, eta),
        "trigger_efficiency": trigger,
        "trigger_matched": rng.random(pt.shape) < (trigger_in_data if as_data else trigger),
        "ptcone30": isolation.track_isolation(kept["charged30"], kind, rng),
        "etcone20": isolation.calorimeter_isolation(kept["all20"], kind, mu[kept["event"]], rng),
        "d0": d0,
        "d0_significance": significance,
        "z0": tracks.measure_z0(true_pt, eta, rng),
    }
    return _sorted({name: column[pt > LEPTON_MINIMUM_PT] for name, column in table.items()})


def _jets(
    truth: Truth, leptons: Table, mu: Floats, rng: np.random.Generator, *, as_data: bool
) -> tuple[Table, tuple[Floats, Floats]]:
    hard = truth.jets
    response = jets.smear(hard.pt, mu[hard.event], rng)
    apart = ~near(hard.event, hard.eta, hard.phi, leptons)
    # A lepton's own jet is measured as the lepton: it must not shift the missing momentum twice.
    excess = np.where(apart, (response - 1.0) * hard.pt, 0.0)
    shift = _sum_vectors(hard.event, excess, hard.phi, truth.count)
    count, pt, eta, phi = jets.pileup_jets(mu, rng)
    extra_event = np.repeat(np.arange(truth.count), count)
    extra_apart = ~near(extra_event, eta, phi, leptons)
    none = np.zeros(pt.shape)
    table = {
        "event": np.concatenate([hard.event, extra_event]),
        "pt": np.concatenate([hard.pt * response, pt]),
        "eta": np.concatenate([hard.eta, eta]),
        "phi": np.concatenate([hard.phi, phi]),
        "mass": np.concatenate([hard.mass * response, 0.12 * pt]),
        "flavour": np.concatenate([hard.flavour, none.astype(np.int64)]),
        "hard": np.concatenate([np.ones(hard.pt.shape, bool), none.astype(bool)]),
        "apart": np.concatenate([apart, extra_apart]),
    }
    kept = (
        (table["pt"] > JET_MINIMUM_PT)
        & (np.abs(table["eta"]) < JET_MAXIMUM_ETA)
        & table.pop("apart")
    )
    table = {name: column[kept] for name, column in table.items()}
    table["jvt"] = jets.vertex_tagger(table["hard"], table["eta"], rng)
    table["score"] = btagging.draw_score(table["flavour"], table["pt"], rng, as_data=as_data)
    table["btag_weight"] = btagging.tagging_weight(table["score"], table["flavour"])
    return _sorted(table), shift


def near(event: Integers, eta: Floats, phi: Floats, leptons: Table) -> Booleans:
    """Tell which objects lie within 0.2 of a lepton of the same event."""
    result = np.zeros(event.shape, bool)
    starts = np.searchsorted(leptons["event"], event, "left")
    ends = np.searchsorted(leptons["event"], event, "right")
    for step in range(int((ends - starts).max(initial=0))):
        here = starts + step < ends
        index = np.where(here, starts + step, 0)
        distance = np.hypot(eta - leptons["eta"][index], wrap(phi - leptons["phi"][index]))
        result |= here & (distance < OVERLAP)
    return result


def wrap(angle: Floats) -> Floats:
    """Bring an angle into −π to π."""
    return np.mod(angle + np.pi, 2.0 * np.pi) - np.pi


def trigger_weight(leptons: Table, count: int) -> Floats:
    """Scale factor of "at least one lepton fired": data over simulation, per event."""
    fails = _product(leptons["event"], 1.0 - leptons["trigger_efficiency"], count)
    fails_in_data = _product(
        leptons["event"], 1.0 - TRIGGER_SCALE_FACTOR * leptons["trigger_efficiency"], count
    )
    return np.divide(1.0 - fails_in_data, 1.0 - fails, out=np.ones(count), where=fails < 1.0)


def _sum_vectors(event: Integers, size: Floats, phi: Floats, count: int) -> tuple[Floats, Floats]:
    """Sum of the objects' transverse vectors in each event: components x and y."""
    x, y = np.zeros(count), np.zeros(count)
    np.add.at(x, event, size * np.cos(phi))
    np.add.at(y, event, size * np.sin(phi))
    return x, y


def _sorted(table: Table) -> Table:
    order = np.lexsort((-table["pt"], table["event"]))
    return {name: column[order] for name, column in table.items()}


def _any(event: Integers, count: int) -> Booleans:
    return np.bincount(event, minlength=count) > 0


def _product(event: Integers, factor: Floats, count: int) -> Floats:
    """Product of the objects' factors in each event; 1 where there is none."""
    result = np.ones(count)
    np.multiply.at(result, event, factor)
    return result
