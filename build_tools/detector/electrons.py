"""Electrons: efficiency, energy resolution and identification as functions of pT (GeV) and η.

Sources: [ID] ATLAS electron reconstruction and identification, arXiv:1902.04655;
[E] electron and photon calibration, arXiv:1812.03848. The numbers are smooth
curves of the size published there, not fits to the figures.
"""

import numpy as np

from build_tools.detector.constants import ELECTRON_MAXIMUM_ETA, Booleans, Floats

CRACK = (1.37, 1.52)  # the gap between barrel and end-cap calorimeters
EDGE = 2.0  # |η| from which the tracker's outer part is missing
THIN_TRACKER = 1.0  # |η| up to which little material lies before the calorimeter


def in_crack(eta: Floats) -> Booleans:
    """Tell which |η| lie in the gap between the barrel and the end-cap calorimeters."""
    return (np.abs(eta) > CRACK[0]) & (np.abs(eta) < CRACK[1])


# What the release's preselection costs beyond the published efficiencies (isolation, cleaning,
# overlap removal): fitted, not published. With this and the muons' factor, 16 % of the generated
# gg → H → 4ℓ reach the collection 4lep. The release keeps 164,716; that these are 17 % follows from
# 985,000 generated, which is inferred from its sum of weights and a mean weight of 28.3, not
# documented. The two factors' ratio makes 4e as frequent as 4μ among ZZ pairs, as in the data.
RELEASE_PRESELECTION = 0.92


def efficiency(pt: Floats, eta: Floats) -> Floats:
    """Reconstruction (97 to 99 %) times loose identification (88 % at 10 GeV, 95 at 50) [ID].

    A few per cent are lost towards the edge, where there is more material. None is left in the gap:
    the release's 4lep data have no electron there.
    """
    reconstruction = 0.985 - 0.06 * np.exp(-(pt - 4.0) / 6.0)
    identification = 0.955 - 0.10 * np.exp(-(pt - 7.0) / 12.0)
    where = np.where(in_crack(eta), 0.0, np.where(np.abs(eta) > EDGE, 0.96, 1.0))
    inside = np.abs(eta) < ELECTRON_MAXIMUM_ETA
    return np.where(inside, RELEASE_PRESELECTION * reconstruction * identification * where, 0.0)


def tight_fraction(pt: Floats, eta: Floats) -> Floats:
    """Tight among loose electrons: 75 % at 10 GeV to 94 % at 80.

    The release's 4lep data have 79 % below 25 GeV, 85 % at 30, 93 % beyond 60; slope with η after
    [ID].
    """
    return (0.945 - 0.24 * np.exp(-(pt - 7.0) / 20.0)) * np.where(np.abs(eta) > CRACK[0], 0.96, 1.0)


def resolution(energy: Floats, eta: Floats) -> Floats:
    """Relative energy resolution: sampling 10 % (barrel) or 14 %/√E, constant 1.4 or 2.2 %.

    After [E].
    """
    barrel = np.abs(eta) < CRACK[0]
    sampling = np.where(barrel, 0.10, 0.14)
    constant = np.where(barrel, 0.014, 0.022)
    return np.hypot(sampling / np.sqrt(energy), constant)


def bremsstrahlung_loss(eta: Floats, rng: np.random.Generator) -> Floats:
    """Fraction of the energy lost before the calorimeter and not recovered: the tail of the Z peak.

    One electron in ten in the barrel and one in five beyond, where the tracker has two to three
    times the material, loses 4 % on average (chosen for the tail, after [E]).
    """
    probability = np.where(np.abs(eta) < THIN_TRACKER, 0.10, 0.20)
    lost = rng.random(eta.shape) < probability
    return np.where(lost, np.minimum(rng.exponential(0.04, eta.shape), 0.5), 0.0)


def scale_factor(pt: Floats, eta: Floats) -> Floats:
    """Efficiency in data over that in simulation: 0.97 at 7 GeV to 0.99 at 50 ([ID])."""
    return 0.99 - 0.02 * np.exp(-(pt - 7.0) / 20.0) - np.where(np.abs(eta) > EDGE, 0.01, 0.0)


def trigger_efficiency(pt: Floats, _eta: Floats) -> Floats:
    """Single-electron trigger of 2016 (26 GeV, tight, isolated): plateau 76 to 93 %.

    After arXiv:1909.00761, relative to loose electrons and the same at all η; the release's 4lep
    data have 76 % of the electrons at 30 GeV matched, 80 % at 45 and 95 % beyond 60, where triggers
    without isolation help.
    """
    turn_on = 1.0 / (1.0 + np.exp(-(pt - 25.5) / 0.6))
    plateau = 0.93 - 0.17 * np.exp(-(pt - 26.0) / 20.0)
    return turn_on * plateau
