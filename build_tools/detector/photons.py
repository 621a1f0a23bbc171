"""Photons: efficiency, conversion, energy resolution and identification by pT (GeV) and η.

Sources: [P] photon identification in 2015 and 2016, arXiv:1810.05087; [E] electron and photon
calibration, arXiv:1812.03848; [R] electron and photon performance, arXiv:1908.00005. The numbers
are smooth curves of the size published there, from memory of the figures, not fits to them; the
abstracts, which say no sizes but those of uncertainties, do not contradict them.
"""

import numpy as np

from build_tools.detector.constants import PHOTON_MAXIMUM_ETA, Booleans, Floats, Integers
from build_tools.detector.electrons import CRACK, in_crack

ANGLE = 0.002  # η resolution once the vertex is known; it adds 0.1 % to a diphoton mass
# How converted photons are seen: one silicon track, one TRT track, two silicon, two TRT, one each.
CONVERSION_TYPES = (1, 2, 3, 4, 5)
CONVERSION_SHARES = (0.08, 0.17, 0.47, 0.23, 0.05)  # of the order of [R]: half have silicon tracks
SCALE_FACTOR = 0.985  # identification in data over simulation: 0.98 to 1 above 25 GeV [P]


def conversion_probability(eta: Floats) -> Floats:
    """Share of reconstructed photons that are converted: 20 % at η = 0, 45 % at 1.7, 40 % at 2.3.

    It follows the material of the tracker, about 0.5 to 2 radiation lengths [R].
    """
    size = np.abs(eta)
    return np.interp(size, [0.0, 0.6, 0.8, 1.37, 1.7, 2.37], [0.20, 0.21, 0.28, 0.38, 0.45, 0.40])


def draw_conversion(eta: Floats, rng: np.random.Generator) -> Integers:
    """Draw photon_convType: 0 unconverted, 1 to 5 as in the release."""
    converted = rng.random(eta.shape) < conversion_probability(eta)
    kind = rng.choice(CONVERSION_TYPES, size=eta.shape, p=CONVERSION_SHARES)
    return np.where(converted, kind, 0).astype(np.int64)


def reconstruction(pt: Floats, eta: Floats) -> Floats:
    """Reconstruction times a loose identification: 96 % at 25 GeV, 98 % beyond 50 [R].

    In the gap between the calorimeters, 80 % of that.
    """
    inside = np.abs(eta) < PHOTON_MAXIMUM_ETA
    plateau = 0.985 - 0.05 * np.exp(-(pt - 15.0) / 15.0)
    return np.where(inside, plateau * np.where(in_crack(eta), 0.8, 1.0), 0.0)


def tight_fraction(pt: Floats, eta: Floats, converted: Booleans) -> Floats:
    """Tight among loose photons: 88 % (unconverted) or 85 % at 25 GeV, 96 and 97 % at 100 [P]."""
    plain = 0.965 - 0.16 * np.exp(-(pt - 10.0) / 24.0)
    with_tracks = 0.975 - 0.22 * np.exp(-(pt - 10.0) / 26.0)
    edge = np.where(np.abs(eta) > CRACK[1], 0.98, 1.0)
    return np.where(converted, with_tracks, plain) * edge


def resolution(energy: Floats, eta: Floats, converted: Booleans) -> Floats:
    """Relative energy resolution: 10 % (barrel) or 15 %/√E, constant 1.15 or 1.8 %, after [E].

    A tenth worse for converted photons. H → γγ then has a width of 1.7 GeV (68 %), as published
    (PRD 98 052005: 1.6 to 2.2 GeV, by category). In the gap the constant term is 3 %.
    """
    barrel = np.abs(eta) < CRACK[0]
    sampling = np.where(barrel, 0.10, 0.15)
    constant = np.where(barrel, 0.0115, np.where(in_crack(eta), 0.03, 0.018))
    return np.hypot(sampling / np.sqrt(energy), constant) * np.where(converted, 1.1, 1.0)


def trigger_efficiency(pt: Floats, threshold: float) -> Floats:
    """Efficiency of one leg of the diphoton trigger of 2016 (35 and 25 GeV, loose).

    99 % from 2 GeV above the threshold (arXiv:1909.00761).
    """
    return 0.99 / (1.0 + np.exp(-(pt - threshold) / 0.4))
