"""The whole response: generated events in; what the detector reconstructs of them out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from build_tools.detector import (
    btagging,
    ditau,
    electrons,
    fakes,
    isolation,
    jets,
    large_jets,
    missing,
    muons,
    photons,
    pileup,
    taus,
    tracks,
)
from build_tools.detector.constants import (
    ELECTRON,
    JET_MAXIMUM_ETA,
    JET_MINIMUM_PT,
    LARGE_JET_MAXIMUM_ETA,
    LARGE_JET_MINIMUM_PT,
    LEPTON_MINIMUM_PT,
    PHOTON_MINIMUM_PT,
    TAU_MINIMUM_PT,
    Floats,
    Integers,
)
from build_tools.detector.tables import (
    Table,
    any_of,
    joined,
    near,
    ordered,
    product,
    rows,
    sum_vectors,
)
from build_tools.detector.truth import Truth

OVERLAP = 0.2  # a jet this near to a lepton, photon or tau is that; so is a tau near a lepton
PHOTON_OVERLAP = 0.4  # a photon this near to a lepton is its radiation
# Trigger efficiencies in data over simulation (arXiv:1909.00761, arXiv:2004.13447).
TRIGGER_SCALE_FACTOR = 0.98
PHOTON_TRIGGER_SCALE_FACTOR = 0.99
PHOTON_THRESHOLDS = (35.0, 25.0)  # GeV, of the diphoton trigger


@dataclass(frozen=True)
class Reconstructed:
    """What the detector saw of a batch; GeV and mm. Objects by event, then by falling pT."""

    leptons: Table
    photons: Table
    taus: Table
    jets: Table
    large_jets: Table
    events: Table  # one row per event of the batch


def respond(
    truth: Truth,
    rng: np.random.Generator,
    *,
    as_data: bool,
    objects: frozenset[str] = frozenset(),
    fake: str | None = None,
) -> Reconstructed:
    """Measure a batch of events.

    `objects` says whether "photons" and "taus" are looked for; otherwise they are jets, as in the
    release's lepton collections.

    `as_data` draws with the efficiencies and the pile-up of data; otherwise with those of the
    simulation, for which the scale factors that lead from one to the other are filled.

    With `fake` ("photon", "tau" or "lepton"), one jet of each event is taken for that, and the
    probability of it multiplies the event's weight: 0 where no jet can be. Leptons that the
    generator found in hadron decays are left out, since they are what "lepton" stands for.
    Without, jets are mistaken at random for photons and taus, and leptons of hadron decays are
    measured like others.
    """
    count = truth.count
    mu = pileup.draw_pileup(count, rng, as_data=as_data)
    found_leptons = _leptons(truth.leptons, mu, rng, as_data=as_data, prompt_only=fake is not None)
    no = np.zeros(0, np.int64)
    true_photons = truth.photons if "photons" in objects else rows(truth.photons, no)
    found_photons = _photons(true_photons, mu, rng, as_data=as_data)
    found_photons = rows(found_photons, ~near(found_photons, found_leptons, PHOTON_OVERLAP))
    true_taus = truth.taus if "taus" in objects else rows(truth.taus, no)
    found_taus = _taus(true_taus, rng, as_data=as_data)
    found_taus = rows(found_taus, ~near(found_taus, found_leptons, OVERLAP))
    found_jets, shift = _jets(
        truth, (found_leptons, found_photons, found_taus), mu, rng, as_data=as_data
    )
    weight = truth.weight
    if fake is None:
        kinds = [kind for kind in ("photon", "tau") if f"{kind}s" in objects]
        mistaken = {kind: rows(found_jets, fakes.draw(found_jets, kind, rng)) for kind in kinds}
    else:
        chosen = fakes.choose_one(found_jets, fake, count, rng)
        mistaken = {fake: rows(found_jets, chosen.jet)}
        weight = weight * chosen.probability
    if "lepton" in mistaken:
        fake_leptons = _fake_leptons(mistaken["lepton"], rng)
        found_leptons = ordered(joined(found_leptons, fake_leptons))
    if "photon" in mistaken:
        fake_photons = _fake_photons(mistaken["photon"], rng)
        found_photons = ordered(joined(found_photons, fake_photons))
    if "tau" in mistaken:
        found_taus = ordered(joined(found_taus, _fake_taus(mistaken["tau"], rng)))
    # What is left of the jets once everything else is found.
    for others in (found_leptons, found_photons, found_taus):
        found_jets = rows(found_jets, ~near(found_jets, others, OVERLAP))
    found_jets = rows(found_jets, found_jets["pt"] > JET_MINIMUM_PT)
    found_jets = rows(found_jets, np.abs(found_jets["eta"]) < JET_MAXIMUM_ETA)
    seen = [(found_leptons, found_leptons["real"]), (found_photons, found_photons["real"])]
    seen += [(found_taus, found_taus["real"])]
    for table, real in seen:
        excess = np.where(real, table["pt"] - table["true_pt"], 0.0)
        parts = sum_vectors(table["event"], excess, table["phi"], count)
        shift = (shift[0] + parts[0], shift[1] + parts[1])
    met, met_phi = missing.measure(truth.neutrinos_x, truth.neutrinos_y, *shift, mu, rng)
    events = {
        "weight": weight,
        "met": met,
        "met_phi": met_phi,
        "ditau_mass": _ditau(found_leptons, found_taus, met, met_phi, mu),
        "pileup_weight": pileup.pileup_weight(mu),
        **_lepton_events(found_leptons, count),
        **_photon_events(found_photons, count),
        "tau_weight": product(found_taus["event"], found_taus["scale_factor"], count),
        "btag_weight": product(found_jets["event"], found_jets["btag_weight"], count),
    }
    return Reconstructed(
        leptons=found_leptons,
        photons=found_photons,
        taus=found_taus,
        jets=found_jets,
        large_jets=_large_jets(truth.large_jets, rng),
        events=events,
    )


Response = Callable[[Floats, Floats], Floats]


def _by_kind(
    of_electrons: Response, of_muons: Response, kind: Integers, pt: Floats, eta: Floats
) -> Floats:
    """A function that electrons and muons both have, for a mixture of them."""
    return np.where(kind == ELECTRON, of_electrons(pt, eta), of_muons(pt, eta))


def _leptons(
    truth: Table, mu: Floats, rng: np.random.Generator, *, as_data: bool, prompt_only: bool
) -> Table:
    if prompt_only:
        truth = rows(truth, truth["prompt"])
    kind, pt, eta = truth["kind"], truth["pt"], truth["eta"]
    scale_factor = _by_kind(electrons.scale_factor, muons.scale_factor, kind, pt, eta)
    efficiency = _by_kind(electrons.efficiency, muons.efficiency, kind, pt, eta)
    if as_data:
        efficiency = efficiency * scale_factor
    found = rng.random(pt.shape) < efficiency
    kept, scale_factor = rows(truth, found), scale_factor[found]
    true_pt, eta, kind = kept["pt"], kept["eta"], kept["kind"]
    width = np.where(
        kind == ELECTRON,
        electrons.resolution(true_pt * np.cosh(eta), eta),
        muons.resolution(true_pt, eta),
    )
    loss = np.where(kind == ELECTRON, electrons.bremsstrahlung_loss(eta, rng), 0.0)
    pt = true_pt * np.maximum(1.0 + rng.normal(0.0, width), 0.05) * (1.0 - loss)
    d0, significance = tracks.measure_d0(kept["d0"], true_pt, eta, rng)
    table = {
        **{name: kept[name] for name in ("event", "kind", "charge", "eta", "phi")},
        "pt": pt,
        "true_pt": true_pt,
        "scale_factor": scale_factor,
        "ptcone30": isolation.track_isolation(kept["charged30"], kind, rng),
        "etcone20": isolation.calorimeter_isolation(kept["all20"], kind, mu[kept["event"]], rng),
        "d0": d0,
        "d0_significance": significance,
        "real": np.ones(pt.shape, bool),
    }
    _identify_and_trigger(table, rng, as_data=as_data)
    return ordered(rows(table, pt > LEPTON_MINIMUM_PT))


def _identify_and_trigger(table: Table, rng: np.random.Generator, *, as_data: bool) -> None:
    """Add what leptons and jets taken for leptons have alike."""
    kind, pt, eta = table["kind"], table["pt"], table["eta"]
    trigger = _by_kind(electrons.trigger_efficiency, muons.trigger_efficiency, kind, pt, eta)
    table["trigger_efficiency"] = trigger
    fired = rng.random(pt.shape) < trigger * (TRIGGER_SCALE_FACTOR if as_data else 1.0)
    table["trigger_matched"] = fired
    tight = _by_kind(electrons.tight_fraction, muons.tight_fraction, kind, pt, eta)
    table["tight"] = rng.random(pt.shape) < tight
    table["z0"] = tracks.measure_z0(pt, eta, rng)


def _fake_leptons(jet: Table, rng: np.random.Generator) -> Table:
    flavour = jet["flavour"]
    kind = fakes.lepton_kind(flavour, rng)
    pt = jet["pt"] * fakes.lepton_share(flavour, rng)
    charged, around = fakes.lepton_isolation(pt, kind, rng)
    d0, significance = tracks.measure_d0(fakes.lepton_d0(flavour, rng), pt, jet["eta"], rng)
    table = {
        **{name: jet[name] for name in ("event", "eta", "phi")},
        "kind": kind,
        "charge": rng.choice([-1, 1], pt.shape),
        "pt": pt,
        "true_pt": pt,
        "scale_factor": np.ones(pt.shape),
        "ptcone30": charged,
        "etcone20": around,
        "d0": d0,
        "d0_significance": significance,
        "real": np.zeros(pt.shape, bool),
    }
    _identify_and_trigger(table, rng, as_data=False)
    table["tight"] &= rng.random(pt.shape) < fakes.TIGHT_LEPTON
    table["trigger_matched"] &= False  # isolated at the trigger: fakes rarely are
    table["trigger_efficiency"] = np.zeros(pt.shape)
    return rows(table, pt > LEPTON_MINIMUM_PT)


def _photons(truth: Table, mu: Floats, rng: np.random.Generator, *, as_data: bool) -> Table:
    efficiency = photons.reconstruction(truth["pt"], truth["eta"])
    kept = rows(truth, rng.random(efficiency.shape) < efficiency)
    true_pt, eta = kept["pt"], kept["eta"]
    conversion = photons.draw_conversion(eta, rng)
    converted = conversion > 0
    width = photons.resolution(true_pt * np.cosh(eta), eta, converted)
    pt = true_pt * np.maximum(1.0 + rng.normal(0.0, width), 0.05)
    measured_eta = eta + rng.normal(0.0, photons.ANGLE, eta.shape)
    tight = photons.tight_fraction(true_pt, eta, converted)
    tight_in_data = tight * photons.SCALE_FACTOR
    table = {
        "event": kept["event"],
        "pt": pt,
        "eta": measured_eta,
        "phi": kept["phi"],
        "true_pt": true_pt,
        "conversion": conversion,
        "tight": rng.random(pt.shape) < (tight_in_data if as_data else tight),
        "ptcone30": isolation.photon_track_isolation(kept["charged30"], rng),
        "etcone20": isolation.photon_calorimeter_isolation(kept["all20"], mu[kept["event"]], rng),
        "real": np.ones(pt.shape, bool),
        **_photon_legs(pt, rng, as_data=as_data),
    }
    table["scale_factor"] = np.full(pt.shape, photons.SCALE_FACTOR)
    return ordered(rows(table, (pt > PHOTON_MINIMUM_PT) & table["tight"]))


def _photon_legs(pt: Floats, rng: np.random.Generator, *, as_data: bool) -> Table:
    """Which legs of the diphoton trigger a photon fires; the higher one implies the lower."""
    u = rng.random(pt.shape) / (PHOTON_TRIGGER_SCALE_FACTOR if as_data else 1.0)
    high, low = PHOTON_THRESHOLDS
    return {
        "leading_leg": u < photons.trigger_efficiency(pt, high),
        "trigger_matched": u < photons.trigger_efficiency(pt, low),
    }


def _fake_photons(jet: Table, rng: np.random.Generator) -> Table:
    pt = jet["pt"] * fakes.photon_share(jet["pt"].shape[0], rng)
    charged, around = fakes.photon_isolation(pt, rng)
    table = {
        **{name: jet[name] for name in ("event", "eta", "phi")},
        "pt": pt,
        "true_pt": pt,
        "conversion": photons.draw_conversion(jet["eta"], rng),
        "tight": np.ones(pt.shape, bool),
        "ptcone30": charged,
        "etcone20": around,
        "real": np.zeros(pt.shape, bool),
        **_photon_legs(pt, rng, as_data=False),
        "scale_factor": np.ones(pt.shape),
    }
    return rows(table, pt > PHOTON_MINIMUM_PT)


def _taus(truth: Table, rng: np.random.Generator, *, as_data: bool) -> Table:
    efficiency = taus.efficiency(truth["pt"], truth["eta"], truth["prongs"])
    if as_data:
        efficiency = efficiency * taus.SCALE_FACTOR
    kept = rows(truth, rng.random(efficiency.shape) < efficiency)
    true_pt, prongs = kept["pt"], kept["prongs"]
    pt = true_pt * np.maximum(1.0 + rng.normal(0.0, taus.resolution(true_pt, prongs)), 0.1)
    tight = rng.random(pt.shape) < taus.tight_given_medium(prongs)
    table = {
        **{name: kept[name] for name in ("event", "charge", "eta", "phi", "mass", "prongs")},
        "pt": pt,
        "true_pt": true_pt,
        "tight": tight,
        "score": taus.draw_score(tight, rng),
        "trigger_matched": rng.random(pt.shape) < taus.trigger_efficiency(pt),
        "scale_factor": np.full(pt.shape, taus.SCALE_FACTOR),
        "real": np.ones(pt.shape, bool),
    }
    return ordered(rows(table, pt > TAU_MINIMUM_PT))


def _fake_taus(jet: Table, rng: np.random.Generator) -> Table:
    pt = jet["pt"] * fakes.tau_share(jet["pt"].shape[0], rng)
    tight = rng.random(pt.shape) < fakes.TIGHT_TAU
    table = {
        **{name: jet[name] for name in ("event", "eta", "phi")},
        "charge": rng.choice([-1, 1], pt.shape),
        "mass": np.full(pt.shape, 0.8),
        "prongs": fakes.tau_prongs(pt.shape[0], rng),
        "pt": pt,
        "true_pt": pt,
        "tight": tight,
        "score": taus.draw_score(tight, rng),
        "trigger_matched": rng.random(pt.shape) < taus.trigger_efficiency(pt),
        "scale_factor": np.ones(pt.shape),
        "real": np.zeros(pt.shape, bool),
    }
    return rows(table, pt > TAU_MINIMUM_PT)


def _jets(
    truth: Truth,
    others: tuple[Table, ...],
    mu: Floats,
    rng: np.random.Generator,
    *,
    as_data: bool,
) -> tuple[Table, tuple[Floats, Floats]]:
    """All jets that are nothing else, and by how much their sum is measured wrongly.

    Those below the preselection are there: they can be taken for something else.
    """
    hard = truth.jets
    response = jets.smear(hard["pt"], mu[hard["event"]], rng)
    apart = np.ones(response.shape, bool)
    for table in others:
        apart &= ~near(hard, table, OVERLAP)
    # A lepton's own jet is measured as the lepton: it must not shift the missing momentum twice.
    excess = np.where(apart, (response - 1.0) * hard["pt"], 0.0)
    shift = sum_vectors(hard["event"], excess, hard["phi"], truth.count)
    first = {
        **{name: hard[name][apart] for name in ("event", "eta", "phi", "flavour")},
        "pt": (hard["pt"] * response)[apart],
        "mass": (hard["mass"] * response)[apart],
        "hard": np.ones(int(apart.sum()), bool),
    }
    count, pt, eta, phi = jets.pileup_jets(mu, rng)
    second = {
        "event": np.repeat(np.arange(truth.count), count),
        "eta": eta,
        "phi": phi,
        "flavour": np.zeros(pt.shape, np.int64),
        "pt": pt,
        "mass": 0.12 * pt,
        "hard": np.zeros(pt.shape, bool),
    }
    for table in others:
        second = rows(second, ~near(second, table, OVERLAP))
    table = ordered(joined(first, second))
    table["jvt"] = jets.vertex_tagger(table["hard"], table["eta"], rng)
    table["score"] = btagging.draw_score(table["flavour"], table["pt"], rng, as_data=as_data)
    table["btag_weight"] = btagging.tagging_weight(table["score"], table["flavour"])
    return table, shift


def _large_jets(truth: Table, rng: np.random.Generator) -> Table:
    pt = large_jets.smear(truth["pt"], large_jets.pt_resolution(truth["pt"]), rng)
    width = large_jets.mass_resolution(truth["pt"], truth["mass"])
    table = {
        **{name: truth[name] for name in ("event", "eta", "phi")},
        "pt": pt,
        "mass": large_jets.smear(truth["mass"], width, rng, least=1.0),
        "d2": large_jets.smear(truth["d2"], large_jets.D2_RESOLUTION, rng),
        "tau32": np.minimum(
            large_jets.smear(truth["tau32"], large_jets.TAU32_RESOLUTION, rng), 1.2
        ),
    }
    kept = (pt > LARGE_JET_MINIMUM_PT) & (np.abs(truth["eta"]) < LARGE_JET_MAXIMUM_ETA)
    return ordered(rows(table, kept))


def _lepton_events(leptons: Table, count: int) -> Table:
    """Triggers and weights of the events, from their leptons."""
    event, fired, factor = leptons["event"], leptons["trigger_matched"], leptons["scale_factor"]
    electron = leptons["kind"] == ELECTRON
    return {
        "electron_trigger": any_of(event[fired & electron], count),
        "muon_trigger": any_of(event[fired & ~electron], count),
        "electron_weight": product(event, np.where(electron, factor, 1), count),
        "muon_weight": product(event, np.where(electron, 1, factor), count),
        "trigger_weight": trigger_weight(leptons, count),
    }


def _photon_events(found: Table, count: int) -> Table:
    """The diphoton trigger needs two photons, one of them above the higher threshold."""
    event = found["event"]
    two = np.bincount(event[found["trigger_matched"]], minlength=count) > 1
    fired = two & any_of(event[found["leading_leg"]], count)
    return {
        "photon_trigger": fired,
        "photon_weight": product(event, found["scale_factor"], count),
        "photon_trigger_weight": np.where(fired, PHOTON_TRIGGER_SCALE_FACTOR**2, 1.0),
    }


def trigger_weight(leptons: Table, count: int) -> Floats:
    """Scale factor of "at least one lepton fired": data over simulation, per event."""
    fails = product(leptons["event"], 1.0 - leptons["trigger_efficiency"], count)
    fails_in_data = product(
        leptons["event"], 1.0 - TRIGGER_SCALE_FACTOR * leptons["trigger_efficiency"], count
    )
    return np.divide(1.0 - fails_in_data, 1.0 - fails, out=np.ones(count), where=fails < 1.0)


def _ditau(leptons: Table, found: Table, met: Floats, phi: Floats, mu: Floats) -> Floats:
    """Mass of the leading lepton and the leading tau of each event; 0 where one is missing."""
    count = len(met)
    first = [_leading(table, count) for table in (leptons, found)]
    both = np.flatnonzero((first[0] >= 0) & (first[1] >= 0))
    result = np.zeros(count)
    result[both] = ditau.mass(
        rows(leptons, first[0][both]),
        rows(found, first[1][both]),
        (met * np.cos(phi))[both],
        (met * np.sin(phi))[both],
        missing.soft_resolution(mu[both]) * 1.5,
    )
    return result


def _leading(table: Table, count: int) -> Integers:
    """Row of the first object of each event, or −1."""
    result = np.full(count, -1)
    event, first = np.unique(table["event"], return_index=True)
    result[event] = first
    return result
