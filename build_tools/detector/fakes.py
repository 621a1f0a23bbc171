"""Jets that are taken for something else: how often, and what they then look like.

Sizes are of the order of published ones, from memory, and each function says which. They are used
in two ways (see `response`): every jet may be mistaken, or, where that is too rare to wait for, one
jet of each event is, and the event's weight is the probability.
"""

from dataclasses import dataclass

import numpy as np

from build_tools.detector.constants import (
    ELECTRON,
    ELECTRON_MAXIMUM_ETA,
    MUON,
    PHOTON_MAXIMUM_ETA,
    TAU_MAXIMUM_ETA,
    Floats,
    Integers,
)
from build_tools.detector.tables import Table, sum_of
from build_tools.detector.taus import ONE, THREE

HEAVY = (5, 4)
B_JET, C_JET = HEAVY
# GeV, of a jet: below, what it is taken for is below the preselection.
LEAST_PT = {"photon": 20.0, "tau": 18.0, "lepton": 12.0}
KINDS = ("photon", "tau", "lepton")
# Largest probability of an event that pseudo-data can represent: see `produce`.
CAPS = {"photon": 2.0e-3, "tau": 0.06, "lepton": 0.04}


def photon_probability(pt: Floats, eta: Floats, flavour: Integers) -> Floats:
    """A jet taken for a tight photon: 1 in 770 at 30 GeV, 1 in 1800 at 100 GeV; b-jets less.

    One in four of these is isolated: 1 in 3000, as published for the quark jets that accompany a
    photon (CERN-OPEN-2008-020: 2000 to 3000 for quark jets, several times as many gluon jets; from
    memory). With the cross-section in the catalogue, one photon and one jet then make 13 % of the
    candidates of H → γγ; PRD 98 052005 has 19 %.
    """
    rate = 1.3e-3 * np.exp(-(pt - 30.0) / 80.0)
    rate = np.maximum(rate, 3.0e-4) * np.where(flavour == B_JET, 0.3, 1.0)
    return np.where((pt > LEAST_PT["photon"]) & (np.abs(eta) < PHOTON_MAXIMUM_ETA), rate, 0.0)


def tau_probability(pt: Floats, eta: Floats, flavour: Integers) -> Floats:
    """A jet taken for a medium tau: 1.3 % at 20 GeV, 0.9 % at 100; a quarter has three tracks.

    After rejections of 50 (one track) and 110 (three) for candidates, which half of the jets are
    (ATL-PHYS-PUB-2015-045).
    """
    rate = 0.013 * np.exp(-(pt - 20.0) / 200.0) * np.where(flavour == B_JET, 0.6, 1.0)
    return np.where((pt > LEAST_PT["tau"]) & (np.abs(eta) < TAU_MAXIMUM_ETA), rate, 0.0)


def lepton_probability(pt: Floats, eta: Floats, flavour: Integers) -> Floats:
    """A jet giving a loose lepton that is not prompt: 2.5 % of b-jets, 1 % of c-jets, 0.15 % else.

    Most are leptons of the decays of heavy quarks; for light jets, hadrons and conversions taken
    for electrons. Of the size that loose lepton identification leaves of jets (arXiv:1902.04655);
    chosen, not published.
    """
    rate = np.select([flavour == B_JET, flavour == C_JET], [0.025, 0.010], 0.0015)
    rise = 1.0 - np.exp(-(pt - 8.0) / 20.0)
    inside = (pt > LEAST_PT["lepton"]) & (np.abs(eta) < ELECTRON_MAXIMUM_ETA)
    return np.where(inside, rate * rise, 0.0)


PROBABILITY = {
    "photon": photon_probability,
    "tau": tau_probability,
    "lepton": lepton_probability,
}
TIGHT_TAU = 0.55  # of medium fakes, after ATL-PHYS-PUB-2015-045
TIGHT_LEPTON = (
    0.65  # of what loose prompt leptons have: what 4lep data with a wrong charge sum have
)


@dataclass(frozen=True)
class Chosen:
    """One jet in each event that has a candidate, and the probability that there is one at all."""

    jet: Integers  # row of the chosen jet
    probability: Floats  # per event of the batch; 0 where no jet qualifies


def choose_one(jets: Table, kind: str, count: int, rng: np.random.Generator) -> Chosen:
    """Choose one jet per event in proportion to its probability; the jets are ordered by event."""
    p = PROBABILITY[kind](jets["pt"], jets["eta"], jets["flavour"])
    total = sum_of(jets["event"], p, count)
    running = np.cumsum(p)
    before = np.concatenate([[0.0], running])[np.searchsorted(jets["event"], np.arange(count))]
    target = before + rng.random(count) * total
    row = np.minimum(np.searchsorted(running, target, "right"), max(len(p) - 1, 0))
    return Chosen(row[total > 0].astype(np.int64), total)


def draw(jets: Table, kind: str, rng: np.random.Generator) -> Integers:
    """Rows of the jets that are mistaken, each with its own probability."""
    p = PROBABILITY[kind](jets["pt"], jets["eta"], jets["flavour"])
    return np.flatnonzero(rng.random(p.shape) < p)


def photon_share(count: int, rng: np.random.Generator) -> Floats:
    """Part of the jet's pT that the photon candidate has: 70 to 100 %."""
    return 0.7 + 0.3 * rng.beta(2.0, 1.2, count)


def tau_share(count: int, rng: np.random.Generator) -> Floats:
    """Part of the jet's pT that the tau candidate has: 70 to 105 %."""
    return 0.7 + 0.35 * rng.beta(2.0, 1.5, count)


def photon_isolation(pt: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """ptcone30 and etcone20 of a jet taken for a photon: what else the jet holds.

    A leading π⁰ carries most of the energy; one in four passes 0.065 of pT in both cones.
    """
    charged = np.where(rng.random(pt.shape) < 0.3, 0.0, 1.0 + rng.exponential(0.10 * pt + 2.0))  # noqa: PLR2004
    around = rng.normal(0.3, 1.2, pt.shape) + rng.exponential(0.05 * pt + 0.5)
    return charged, around


def lepton_isolation(pt: Floats, kind: Integers, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """ptcone30 and etcone20 of a lepton in a jet: half of them beyond 0.3 of its pT.

    As what real 4lep events with a wrong sum of charges have.
    """
    charged = np.where(rng.random(pt.shape) < 0.25, 0.0, 1.0 + rng.exponential(5.0, pt.shape))  # noqa: PLR2004
    around = rng.normal(0.0, 0.5, pt.shape) + rng.exponential(
        np.where(kind == ELECTRON, 2.5, 3.5), pt.shape
    )
    return charged, around


def lepton_kind(flavour: Integers, rng: np.random.Generator) -> Integers:
    """Electron or muon: evenly in heavy jets, nine in ten electrons in light ones."""
    electron = rng.random(flavour.shape) < np.where(np.isin(flavour, HEAVY), 0.45, 0.9)
    return np.where(electron, ELECTRON, MUON).astype(np.int64)


def lepton_share(flavour: Integers, rng: np.random.Generator) -> Floats:
    """Its part of the jet's pT: 10 to 60 % in heavy jets, 40 to 100 % in light ones."""
    heavy = 0.1 + 0.5 * rng.beta(1.5, 2.5, flavour.shape)
    return np.where(np.isin(flavour, HEAVY), heavy, 0.4 + 0.6 * rng.beta(2.0, 1.5, flavour.shape))


def lepton_d0(flavour: Integers, rng: np.random.Generator) -> Floats:
    """Distance of closest approach (mm): leptons of heavy quarks come from 0.1 mm away."""
    size = np.where(np.isin(flavour, HEAVY), 0.09, 0.008)
    side = np.where(rng.random(flavour.shape) < 0.5, -1.0, 1.0)  # noqa: PLR2004
    return side * rng.exponential(size)


def tau_prongs(count: int, rng: np.random.Generator) -> Integers:
    """Tracks of a jet taken for a tau: three in a quarter of the cases."""
    return np.where(rng.random(count) < 0.25, THREE, ONE).astype(np.int64)  # noqa: PLR2004
