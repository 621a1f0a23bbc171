"""From a batch of Pythia's events to what the detector response needs, without a loop over them."""

from collections.abc import Callable

import awkward as ak
import fastjet
import numpy as np

from build_tools.detector.constants import ELECTRON, MUON
from build_tools.detector.tables import Table, distance, near, pairs, rows, sum_of
from build_tools.detector.truth import Truth, table
from build_tools.samples.needs import Needs

LEPTON_MINIMUM_PT = 5.0  # GeV, below the preselection by more than the resolution
LEPTON_MAXIMUM_ETA = 2.75
PHOTON_MINIMUM_PT = 20.0
PHOTON_MAXIMUM_ETA = 2.45
TAU_MINIMUM_PT = 15.0
TAU_MAXIMUM_ETA = 2.6
JET_MINIMUM_PT = 10.0
JET_MAXIMUM_ETA = 2.9
LARGE_JET_MINIMUM_PT = 200.0
LARGE_JET_MAXIMUM_ETA = 2.1
CALORIMETER_END = 4.9
DRESSING = 0.1  # photons this near to an electron end in its cluster
CONE_OF_TRACKS, CONE_OF_CALORIMETER = 0.3, 0.2
TRACK_MINIMUM_PT = 1.0
FLAVOUR_DISTANCE = 0.3  # of a heavy hadron to the axis of its jet
FLAVOUR_MINIMUM_PT = 5.0
TRIMMING_RADIUS, TRIMMING_SHARE = 0.2, 0.05
LARGE_RADIUS = 1.0
TAU, PHOTON = 15, 22
B_QUARK, C_QUARK = 5, 4
INVISIBLE = (12, 14, 16, 1_000_022)  # neutrinos, and the lightest neutralino
HADRONS = (100, 1_000_000)  # numbers between these
MADE_IN_DECAYS = 81  # Pythia's status codes from here on: hadronisation and decays

Charge = Callable[[int], float]


def reduce_batch(particles: ak.Array, needs: Needs, charge: Charge) -> tuple[Truth, np.ndarray]:
    """Reduce a batch (events × particles, as `Pythia.nextBatch` has them).

    Returns the events that meet the needs, numbered from 0, and their rows in the batch.
    """
    everything = _flat(particles, charge)
    count = len(particles)
    final = everything["status"] > 0
    found = _objects(everything, final)
    kept = np.ones(count, bool)
    for name in ("leptons", "photons", "taus"):
        number = np.bincount(found[name]["event"], minlength=count)
        kept &= number >= getattr(needs, name)
    heard = rows(everything, final & ~np.isin(everything["kind"], (*INVISIBLE, MUON)))
    if needs.large_jets:
        kept &= sum_of(heard["event"], heard["pt"], count) > LARGE_JET_MINIMUM_PT
    invisible = rows(everything, final & np.isin(everything["kind"], INVISIBLE))
    new_number = np.cumsum(kept) - 1

    def of_kept(part: Table) -> Table:
        part = rows(part, kept[part["event"]])
        part["event"] = new_number[part["event"]]
        return part

    total = int(kept.sum())
    invisible, heard = of_kept(invisible), of_kept(heard)
    leptons, photons, taus = (of_kept(found[name]) for name in ("leptons", "photons", "taus"))
    activity = of_kept(
        rows(everything, final & ((everything["kind"] == PHOTON) | everything["hadron"]))
    )
    inside = rows(heard, np.abs(heard["eta"]) < CALORIMETER_END)
    jets = _jets(inside, total)
    heavy = of_kept(rows(everything, everything["heavy"] > 0))
    jets["flavour"] = _flavour(jets, heavy)
    large = _large_jets(inside, total) if needs.large_jets else {}
    truth = Truth(
        weight=np.ones(total),
        neutrinos_x=sum_of(invisible["event"], invisible["px"], total),
        neutrinos_y=sum_of(invisible["event"], invisible["py"], total),
        leptons=table("leptons", **_leptons(leptons, activity)),
        photons=table("photons", **_photons(photons, activity)),
        taus=table("taus", **taus),
        jets=table("jets", **jets),
        large_jets=table("large_jets", **large),
    )
    return truth, np.flatnonzero(kept)


def _flat(particles: ak.Array, charge: Charge) -> Table:
    """All particles of the batch in one table."""
    number = np.asarray(ak.num(particles))

    def flat(values: ak.Array) -> np.ndarray:
        return np.asarray(ak.flatten(values))

    momentum, place = particles["p"], particles["vProd"]
    signed = flat(particles["id"])
    kind = np.abs(signed)
    result = {
        "event": np.repeat(np.arange(len(number)), number),
        "kind": kind.astype(np.int64),
        "status": flat(particles["status"]),
        "x": flat(ak.fill_none(place["px"], 0.0)),
        "y": flat(ak.fill_none(place["py"], 0.0)),
        "e": flat(momentum["e"]),
        **{name: flat(momentum[name]) for name in ("px", "py", "pz")},
    }
    result |= _directions(result)
    first = np.repeat(np.cumsum(number) - number, number)
    result["mother"] = first + flat(particles["mother1"])
    names, inverse = np.unique(signed, return_inverse=True)
    result["charge"] = np.round(np.array([charge(int(name)) for name in names])[inverse])
    result["hadron"] = (kind > HADRONS[0]) & (kind < HADRONS[1])
    result["heavy"] = np.where(result["pt"] > FLAVOUR_MINIMUM_PT, _heaviest(result), 0)
    return result


def _directions(table_: Table) -> Table:
    px, py, pz = (table_[name] for name in ("px", "py", "pz"))
    pt = np.maximum(np.hypot(px, py), 1e-9)
    return {"pt": pt, "eta": np.arcsinh(pz / pt), "phi": np.arctan2(py, px)}


def _heaviest(everything: Table) -> np.ndarray:
    """5 or 4 for hadrons with that quark, 15 for taus, else 0."""
    kind = everything["kind"]
    digit = np.maximum(kind // 100 % 10, kind // 1000 % 10)
    quark = np.where(everything["hadron"] & np.isin(digit, (B_QUARK, C_QUARK)), digit, 0)
    return np.where(kind == TAU, TAU, quark)


def _objects(everything: Table, final: np.ndarray) -> dict[str, Table]:
    kind, pt, size = everything["kind"], everything["pt"], np.abs(everything["eta"])
    mother_kind = kind[everything["mother"]]
    prompt = (everything["status"] < MADE_IN_DECAYS) | (mother_kind == TAU)
    leptons = rows(
        everything | {"prompt": prompt},
        final
        & np.isin(kind, (ELECTRON, MUON))
        & (pt > LEPTON_MINIMUM_PT)
        & (size < LEPTON_MAXIMUM_ETA),
    )
    photons = rows(
        everything,
        final
        & (kind == PHOTON)
        & (everything["status"] < MADE_IN_DECAYS)
        & (pt > PHOTON_MINIMUM_PT)
        & (size < PHOTON_MAXIMUM_ETA),
    )
    return {"leptons": leptons, "photons": photons, "taus": _taus(everything, mother_kind)}


def _taus(everything: Table, mother_kind: np.ndarray) -> Table:
    """What can be seen of the taus that decay to hadrons: their momentum less the neutrinos'."""
    kind = everything["kind"]
    children = np.flatnonzero((mother_kind == TAU) & (kind != TAU) & (kind != PHOTON))
    parents, child_of = np.unique(everything["mother"][children], return_inverse=True)
    count = len(parents)

    def add(values: np.ndarray) -> np.ndarray:
        return sum_of(child_of, values, count)

    leptonic = add(np.isin(kind[children], (ELECTRON, MUON))) > 0
    unseen = np.isin(kind[children], INVISIBLE)
    visible = {
        name: add(np.where(unseen, 0.0, everything[name][children]))
        for name in ("px", "py", "pz", "e")
    }
    visible |= _directions(visible)
    momentum = visible["pt"] * np.cosh(visible["eta"])
    visible |= {
        "event": everything["event"][parents],
        "charge": everything["charge"][parents],
        "mass": np.sqrt(np.maximum(visible["e"] ** 2 - momentum**2, 0.0)),
        "prongs": add(everything["charge"][children] != 0),
    }
    wanted = (visible["pt"] > TAU_MINIMUM_PT) & (np.abs(visible["eta"]) < TAU_MAXIMUM_ETA)
    names = ("event", "charge", "pt", "eta", "phi", "mass", "prongs")
    return rows({name: visible[name] for name in names}, wanted & ~leptonic)


def _cones(probes: Table, activity: Table, *, dressed: bool) -> Table:
    """Sums of pT around the probes, and for electrons the momentum of the photons they radiated."""
    count = len(probes["event"])
    i, j = pairs(probes["event"], activity["event"])
    apart = distance(probes, activity, i, j)
    photon = activity["kind"][j] == PHOTON
    itself = photon & (apart < 1e-6)  # noqa: PLR2004  # a photon is in its own cone
    i, j, apart, photon = (
        values[(apart < CONE_OF_TRACKS) & ~itself] for values in (i, j, apart, photon)
    )
    own = photon & (apart < DRESSING) & (probes["kind"][i] == ELECTRON) & dressed
    pt = activity["pt"][j]
    track = (activity["charge"][j] != 0) & (pt > TRACK_MINIMUM_PT)
    near_enough = (apart < CONE_OF_CALORIMETER) & ~own
    return {
        "charged30": sum_of(i[track], pt[track], count),
        "all20": sum_of(i[near_enough], pt[near_enough], count),
        **{name: sum_of(i[own], activity[name][j][own], count) for name in ("px", "py", "pz")},
    }


def _leptons(leptons: Table, activity: Table) -> Table:
    cones = _cones(leptons, activity, dressed=True)
    dressed = _directions({name: leptons[name] + cones[name] for name in ("px", "py", "pz")})
    d0 = (leptons["x"] * leptons["py"] - leptons["y"] * leptons["px"]) / leptons["pt"]
    return {
        **{name: leptons[name] for name in ("event", "kind", "charge", "prompt")},
        **dressed,
        "d0": d0,
        "charged30": cones["charged30"],
        "all20": cones["all20"],
    }


def _photons(photons: Table, activity: Table) -> Table:
    cones = _cones(photons, activity, dressed=False)
    return {
        **{name: photons[name] for name in ("event", "pt", "eta", "phi")},
        "charged30": cones["charged30"],
        "all20": cones["all20"],
    }


def _grouped(inside: Table, count: int) -> ak.Array:
    momenta = ak.zip(
        {"px": inside["px"], "py": inside["py"], "pz": inside["pz"], "E": inside["e"]},
        with_name="Momentum4D",
    )
    return ak.unflatten(momenta, np.bincount(inside["event"], minlength=count))


def _table_of(found: ak.Array) -> Table:
    """A table of clustered jets, by event."""
    number = np.asarray(ak.num(found))
    flat = ak.flatten(found)
    momenta = {name: np.asarray(flat[name]) for name in ("px", "py", "pz")}
    directions = _directions(momenta)
    squares = np.asarray(flat["E"]) ** 2 - (directions["pt"] * np.cosh(directions["eta"])) ** 2
    return {
        "event": np.repeat(np.arange(len(number)), number),
        **directions,
        "mass": np.sqrt(np.maximum(squares, 0.0)),
    }


def _jets(inside: Table, count: int) -> Table:
    if not count:
        return table("jets")
    definition = fastjet.JetDefinition(fastjet.antikt_algorithm, 0.4)
    clustered = fastjet.ClusterSequence(_grouped(inside, count), definition)
    jets = _table_of(clustered.inclusive_jets(min_pt=JET_MINIMUM_PT))
    return rows(jets, np.abs(jets["eta"]) < JET_MAXIMUM_ETA)


def _large_jets(inside: Table, count: int) -> Table:
    """Anti-kt jets of R = 1.0, trimmed, with D2 (β = 1) and τ32 of what is left."""
    if not count:
        return {}
    definition = fastjet.JetDefinition(fastjet.antikt_algorithm, LARGE_RADIUS)
    clustered = fastjet.ClusterSequence(_grouped(inside, count), definition)
    parts = clustered.constituents(min_pt=LARGE_JET_MINIMUM_PT)
    event = np.repeat(np.arange(count), np.asarray(ak.num(parts)))
    parts = ak.flatten(parts)
    if not len(parts):
        return {}
    subjet_definition = fastjet.JetDefinition(fastjet.kt_algorithm, TRIMMING_RADIUS)
    subclustered = fastjet.ClusterSequence(parts, subjet_definition)
    subjets = subclustered.inclusive_jets(min_pt=0.0)
    whole = np.hypot(ak.sum(parts["px"], axis=1), ak.sum(parts["py"], axis=1))
    wanted = np.hypot(subjets["px"], subjets["py"]) > TRIMMING_SHARE * whole
    trimmed = ak.flatten(subclustered.constituents(min_pt=0.0)[wanted], axis=2)
    sums = ak.zip({name: ak.sum(trimmed[name], axis=1) for name in ("px", "py", "pz", "E")})
    jets = _table_of(ak.unflatten(sums, np.ones(len(event), np.int64))) | {"event": event}
    jets |= _substructure(trimmed)
    return rows(jets, np.abs(jets["eta"]) < LARGE_JET_MAXIMUM_ETA)


def _substructure(trimmed: ak.Array) -> Table:
    everything = fastjet.ClusterSequence(
        trimmed, fastjet.JetDefinition(fastjet.cambridge_algorithm, 10.0)
    )
    first, second, third = (
        np.asarray(
            everything.exclusive_jets_energy_correlator(
                njets=1, beta=1, npoint=points, normalized=False
            )
        ).reshape(-1)
        for points in (1, 2, 3)
    )
    subjettiness = everything.njettiness(
        measure_definition="NormalizedMeasure",
        axes_definition="OnePass_WTA_KT_Axes",
        njets=[2, 3],
        R0=LARGE_RADIUS,
    )
    two, three = (np.asarray(subjettiness[:, n], float) for n in (0, 1))
    d2 = np.divide(third * first**3, second**3, out=np.zeros(len(first)), where=second > 0)
    tau32 = np.divide(three, two, out=np.zeros(len(first)), where=two > 0)
    return {"d2": d2, "tau32": tau32}


def _flavour(jets: Table, heavy: Table) -> np.ndarray:
    """Flavour of each jet: b before c before tau, within 0.3 of its axis."""
    result = np.zeros(len(jets["event"]), np.int64)
    for flavour in (TAU, C_QUARK, B_QUARK):
        some = rows(heavy, heavy["heavy"] == flavour)
        result[near(jets, some, FLAVOUR_DISTANCE)] = flavour
    return result
