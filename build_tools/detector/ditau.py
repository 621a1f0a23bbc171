"""Mass of a tau pair from what is seen of it: a simple missing-mass calculator.

The neutrinos are taken to fly along what is seen of their tau (the collinear approximation), and
every sharing of momentum is weighed by how well it explains the missing momentum and by how usual
it is in tau decays. The idea is arXiv:1012.4686's; that one also lets the neutrinos' angles vary.
"""

import numpy as np

from build_tools.detector.constants import Floats
from build_tools.detector.tables import Table

STEPS = 24
SMALLEST_SHARE = 0.08


def mass(lepton: Table, tau: Table, missing_x: Floats, missing_y: Floats, width: Floats) -> Floats:
    """Mass (GeV) of each pair at the mean of its possible sharings; one row of a table per event.

    `width` is the resolution of each component of the missing momentum.
    """
    share = SMALLEST_SHARE + (1.0 - SMALLEST_SHARE) * (np.arange(STEPS) + 0.5) / STEPS
    first, second = share[None, :, None], share[None, None, :]
    extra = (1.0 / first - 1.0, 1.0 / second - 1.0)
    squares = np.zeros((len(width), STEPS, STEPS))
    for missing, function in ((missing_x, np.cos), (missing_y, np.sin)):
        parts = [table["pt"] * function(table["phi"]) for table in (lepton, tau)]
        neutrinos = extra[0] * parts[0][:, None, None] + extra[1] * parts[1][:, None, None]
        squares += ((neutrinos - missing[:, None, None]) / width[:, None, None]) ** 2
    # A lepton carries little (three bodies), what is seen of a hadronic decay anything (two); those
    # that carry more are found more often.
    usual = (1.0 - first) ** 2 * (1.0 + 2.0 * first) * first * second
    weight = np.exp(-0.5 * (squares - squares.min(axis=(1, 2), keepdims=True))) * usual
    visible = np.sqrt(
        2.0
        * lepton["pt"]
        * tau["pt"]
        * (np.cosh(lepton["eta"] - tau["eta"]) - np.cos(lepton["phi"] - tau["phi"]))
    )
    # The mean of what is visible, not of its inverse: small shares would outweigh all others.
    mean = (weight * np.sqrt(first * second)).sum(axis=(1, 2)) / weight.sum(axis=(1, 2))
    return np.asarray(visible / mean)
