"""The b-tagging score MV2c10 of a jet, drawn for its flavour.

The three working points are the release's: 70 % of b-jets above 0.8244273, 77 % above 0.645925,
85 % above 0.1758475. Rejections of c, tau and light jets at each: ATL-PHYS-PUB-2016-012.
"""

import numpy as np

from build_tools.detector.constants import Floats, Integers

WORKING_POINTS = (0.8244273, 0.645925, 0.1758475)
# Fraction of jets of a flavour beyond each working point. Between them the score is spread evenly;
# below, the light jets of the 4lep data (median -0.69) give the shape.
EFFICIENCY = {
    5: (0.70, 0.77, 0.85),
    4: (1 / 12, 1 / 6, 1 / 3.1),
    15: (1 / 55, 1 / 22, 1 / 8.2),
    0: (1 / 381, 1 / 134, 1 / 33),
}
_LOW_SCORES = (-0.30, -0.70, -0.85, -0.972)
_LOW_SHARES = (
    0.15,
    0.47,
    0.72,
    1.0,
)  # of the jets below the loosest working point, beyond each score
B_JET = 5
SCALE_FACTOR = 0.98  # b-jets tagged at 70 % in data over simulation (arXiv:1907.05120: 0.95 to 1.0)


def pt_dependence(pt: Floats) -> Floats:
    """Efficiency for b-jets relative to its mean: 0.85 at 20 GeV, 1.02 at 100, falling beyond 150.

    Shape after arXiv:1907.05120.
    """
    return (1.06 - 0.32 * np.exp(-pt / 45.0)) * (
        1.0 - 0.25 * np.clip((pt - 150.0) / 600.0, 0.0, 1.0)
    )


def draw_score(flavour: Integers, pt: Floats, rng: np.random.Generator, *, as_data: bool) -> Floats:
    """Draw MV2c10 (−1 to 1) for each jet of a flavour (5, 4, 15, 0)."""
    quantile = rng.random(flavour.shape)  # the fraction of jets with a higher score
    score = np.empty(flavour.shape)
    for key, beyond in EFFICIENCY.items():
        chosen = flavour == key
        u = quantile[chosen]
        if key == B_JET:
            relative = pt_dependence(pt[chosen]) * (SCALE_FACTOR if as_data else 1.0)
            u = _stretch(u, relative, beyond[-1])
        loosest = beyond[-1]
        shares = [0.0, *beyond, *(loosest + (1.0 - loosest) * share for share in _LOW_SHARES)]
        scores = [1.0, *WORKING_POINTS, *_LOW_SCORES]
        score[chosen] = np.interp(u, shares, scores)
    return score


def _stretch(quantile: Floats, relative: Floats, loosest: float) -> Floats:
    """Move quantiles so that every working point's efficiency is multiplied by `relative`."""
    edge = relative * loosest
    below = loosest + (quantile - edge) * (1.0 - loosest) / (1.0 - edge)
    return np.where(quantile < edge, quantile / relative, below)


def tagging_weight(score: Floats, flavour: Integers) -> Floats:
    """Scale factor of each jet at the 70 % working point: of tagging a b-jet, or of missing it."""
    tagged = score > WORKING_POINTS[0]
    inefficiency = (1.0 - SCALE_FACTOR * EFFICIENCY[B_JET][0]) / (1.0 - EFFICIENCY[B_JET][0])
    return np.where(flavour == B_JET, np.where(tagged, SCALE_FACTOR, inefficiency), 1.0)
