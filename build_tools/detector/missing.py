"""Missing transverse momentum (GeV)."""

import numpy as np

from build_tools.detector.constants import Floats


def soft_resolution(mu: Floats) -> Floats:
    """Width of each component from what belongs to no lepton or jet, with μ collisions at once.

    9 GeV at μ = 24, after the track-based soft term in Z → μμ without jets (arXiv:1802.08168, fig. 10).
    """
    return np.hypot(6.5, 6.2 * np.sqrt(mu / 24.0))


def measure(
    neutrinos_x: Floats,
    neutrinos_y: Floats,
    mismeasured_x: Floats,
    mismeasured_y: Floats,
    mu: Floats,
    rng: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Size and azimuth: the neutrinos' sum, minus what leptons and jets were measured too high, plus soft noise.

    All inputs are per event, components in GeV.
    """
    width = soft_resolution(mu)
    x = neutrinos_x - mismeasured_x + rng.normal(0.0, width)
    y = neutrinos_y - mismeasured_y + rng.normal(0.0, width)
    return np.hypot(x, y), np.arctan2(y, x)
