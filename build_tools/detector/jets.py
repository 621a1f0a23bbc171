"""Jets (anti-kt, R = 0.4): energy resolution, pile-up jets and the jet vertex tagger.

Sources: [JER] jet energy scale and resolution, arXiv:2007.02645; [JVT] tagging pile-up jets,
ATLAS-CONF-2014-018 and arXiv:1510.03823.
"""

import numpy as np

from build_tools.detector.constants import JET_MAXIMUM_ETA, JET_MINIMUM_PT, Floats

TRACKING_MAXIMUM_ETA = 2.4


def resolution(pt: Floats, mu: Floats) -> Floats:
    """Relative pT resolution, noise ⊕ stochastic ⊕ constant: 22 % at 20 GeV, 5 % at 300.

    [JER] measured (24 ± 1.5) % at 20 GeV and (6 ± 0.5) % at 300.
    """
    noise = 3.2 * np.sqrt(mu / 24.0) / pt
    return np.sqrt(noise**2 + 0.65**2 / pt + 0.035**2)


def smear(pt: Floats, mu: Floats, rng: np.random.Generator) -> Floats:
    """Measured over generated pT, never below 0.1."""
    return np.maximum(rng.normal(1.0, resolution(pt, mu)), 0.1)


def pileup_jets(mu: Floats, rng: np.random.Generator) -> tuple[np.ndarray, Floats, Floats, Floats]:
    """Jets from other collisions: how many per event, and their pT, η and φ.

    About one event in twelve at μ = 24 has one beyond 20 GeV (order of magnitude of [JVT]); their
    pT falls with 6 GeV.
    """
    count = rng.poisson(0.08 * mu / 24.0)
    total = int(count.sum())
    pt = JET_MINIMUM_PT + rng.exponential(6.0, total)
    eta = rng.uniform(-JET_MAXIMUM_ETA, JET_MAXIMUM_ETA, total)
    return count, pt, eta, rng.uniform(-np.pi, np.pi, total)


def vertex_tagger(hard: np.ndarray, eta: Floats, rng: np.random.Generator) -> Floats:
    """JVT: near 1 for 92 % of the hard jets beyond the cut at 0.59 ([JVT]), near 0 for pile-up.

    -0.1 where the jet has no track: one hard jet in fifty, most pile-up jets beyond |η| = 2.4.
    """
    high = 1.0 - np.minimum(rng.exponential(0.06, eta.shape), 1.0)
    low = np.minimum(rng.exponential(0.12, eta.shape), 1.0)
    score = np.where(rng.random(eta.shape) < np.where(hard, 0.95, 0.05), high, low)
    blind = np.where(np.abs(eta) > TRACKING_MAXIMUM_ETA, 0.3, np.where(hard, 0.015, 0.3))
    return np.where(rng.random(eta.shape) < blind, -0.1, score)
