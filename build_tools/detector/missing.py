"""Missing transverse momentum (GeV)."""

import numpy as np

from build_tools.detector.constants import Floats


def soft_resolution(mu: Floats) -> Floats:
    """Width of each component from what belongs to no lepton or jet, in GeV.

    9 GeV at μ = 24, after the track-based soft term in Z → μμ without jets (arXiv:1802.08168).
    """
    return np.hypot(6.5, 6.2 * np.sqrt(mu / 24.0))


def measure(  # noqa: PLR0917  # two pairs of components
    neutrinos_x: Floats,
    neutrinos_y: Floats,
    excess_x: Floats,
    excess_y: Floats,
    mu: Floats,
    rng: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Size and azimuth: the neutrinos' sum, minus the excess of leptons and jets, plus soft noise.

    All inputs are per event, components in GeV; the excess is measured minus generated.
    """
    width = soft_resolution(mu)
    x = neutrinos_x - excess_x + rng.normal(0.0, width)
    y = neutrinos_y - excess_y + rng.normal(0.0, width)
    return np.hypot(x, y), np.arctan2(y, x)
