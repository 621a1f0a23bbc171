"""Hadronic tau decays: efficiency, identification and energy resolution by pT (GeV) and η.

Sources: [T] ATL-PHYS-PUB-2015-045 and ATLAS-CONF-2017-029, reconstruction, identification and
calibration of hadronic taus. The numbers are of the size published there, from memory of the
tables and figures.
"""

import numpy as np

from build_tools.detector.constants import TAU_MAXIMUM_ETA, Booleans, Floats, Integers

ONE, THREE = 1, 3
# Identification [T]: share of the reconstructed taus beyond the medium and the tight score.
MEDIUM = {ONE: 0.55, THREE: 0.40}
TIGHT = {ONE: 0.45, THREE: 0.30}
MEDIUM_SCORE, TIGHT_SCORE = 0.55, 0.70  # where the score is put: this project's convention
SCALE_FACTOR = 0.97  # medium taus in data over simulation (ATLAS-CONF-2017-029: 0.9 to 1.0)


def by_prongs(prongs: Integers, values: dict[int, float]) -> Floats:
    """A value for each tau by its number of charged particles; 0 for neither 1 nor 3."""
    return np.select([prongs == ONE, prongs == THREE], [values[ONE], values[THREE]], 0.0)


def efficiency(pt: Floats, eta: Floats, prongs: Integers) -> Floats:
    """Reconstruction with the right number of tracks (85 %, 70 % for three) times medium [T].

    A tenth less below 30 GeV; none in the gap of the calorimeters.
    """
    tracks = by_prongs(prongs, {ONE: 0.85, THREE: 0.70})
    where = (np.abs(eta) < TAU_MAXIMUM_ETA) & ~((np.abs(eta) > 1.37) & (np.abs(eta) < 1.52))  # noqa: PLR2004
    return np.where(where, tracks * by_prongs(prongs, MEDIUM) * (1.0 - 0.2 * np.exp(-pt / 25.0)), 0)


def tight_given_medium(prongs: Integers) -> Floats:
    """Share of the medium taus that are tight."""
    return by_prongs(prongs, {p: TIGHT[p] / MEDIUM[p] for p in (ONE, THREE)})


def draw_score(tight: Booleans, rng: np.random.Generator) -> Floats:
    """Draw the score of the decision tree: 0.7 to 1 for tight taus, 0.55 to 0.7 for the others."""
    u = rng.random(tight.shape)
    high = 1.0 - (1.0 - TIGHT_SCORE) * u**2
    return np.where(tight, high, MEDIUM_SCORE + (TIGHT_SCORE - MEDIUM_SCORE) * u)


def resolution(pt: Floats, prongs: Integers) -> Floats:
    """Relative resolution of the visible pT: 13 % at 20 GeV, 7 % at 100, after [T]."""
    return np.hypot(0.55 / np.sqrt(pt), 0.05) * np.where(prongs == THREE, 1.1, 1.0)


def trigger_efficiency(pt: Floats) -> Floats:
    """One leg of a tau trigger (25 GeV, medium): 90 % on the plateau (ATLAS-CONF-2017-061)."""
    return 0.90 / (1.0 + np.exp(-(pt - 27.0) / 2.0))
