"""Muons: efficiency, momentum resolution and identification as functions of pT (GeV) and η.

Sources: [MU] ATLAS muon reconstruction performance, arXiv:1603.05598; [T] muon triggers,
arXiv:2004.13447. The numbers are smooth curves of the size published there, not fits to the
figures.
"""

import numpy as np

from build_tools.detector.constants import MUON_MAXIMUM_ETA, Floats

# |η| up to which chambers are missing, and where the barrel, the trigger and the tracker end
HOLE, BARREL, TRIGGER_END, TRACKER_END = 0.1, 1.05, 2.4, 2.5
RELEASE_PRESELECTION = 0.84  # see electrons.RELEASE_PRESELECTION


def efficiency(pt: Floats, eta: Floats) -> Floats:
    """98 to 99 % above 10 GeV ([MU]), times the release's preselection.

    55 % of that for |η| < 0.1, where cables and services leave no room for chambers: [MU] has 61 %
    for medium muons, and the release's 4lep data half as many muons there as beside it.
    """
    plateau = np.where(np.abs(eta) < HOLE, 0.54, np.where(np.abs(eta) > TRACKER_END, 0.6, 0.985))
    turn_on = 1.0 - 0.03 * np.exp(-(pt - 5.0) / 3.0)
    inside = np.abs(eta) < MUON_MAXIMUM_ETA
    return np.where(inside, RELEASE_PRESELECTION * plateau * turn_on, 0.0)


def tight_fraction(pt: Floats, eta: Floats) -> Floats:
    """Tight among loose muons: 93 % in the release's 4lep data, 89 % near 7 GeV."""
    return np.where(np.abs(eta) > TRACKER_END, 0.85, 0.935) - 0.04 * np.exp(-(pt - 7.0) / 10.0)


def resolution(pt: Floats, eta: Floats) -> Floats:
    """Relative momentum resolution: about 2.2 % in the barrel and 3.1 % beyond at 45 GeV.

    [MU] measured 2.3 % in the central region and 2.9 % beyond |η| = 2.2 for muons of Z bosons; on
    the mass it is a factor √2 less. Multiple scattering gives the constant, the detector's spatial
    resolution the growth with pT (10 % at 1 TeV).
    """
    barrel = np.abs(eta) < BARREL
    scattering = np.where(barrel, 0.0215, 0.030)
    spatial = np.where(barrel, 1.0e-4, 1.5e-4)  # 1/GeV
    return np.hypot(scattering, spatial * pt)


def scale_factor(pt: Floats, eta: Floats) -> Floats:
    """Efficiency in data over that in simulation: 0.99, less at |η| < 0.1 and near 7 GeV ([MU])."""
    return np.where(np.abs(eta) < HOLE, 0.98, 0.992) - 0.005 * np.exp(-(pt - 7.0) / 10.0)


def trigger_efficiency(pt: Floats, eta: Floats) -> Floats:
    """Single-muon trigger of 2016 (26 GeV, isolated, or 50): 70 % in the barrel, 86 % beyond ([T]).

    The chambers cover less in the barrel, and end at |η| = 2.4 for the trigger.
    """
    turn_on = 1.0 / (1.0 + np.exp(-(pt - 25.5) / 0.4))
    plateau = np.where(np.abs(eta) < BARREL, 0.70, np.where(np.abs(eta) < TRIGGER_END, 0.86, 0.0))
    return turn_on * plateau
