"""Large jets (anti-kt, R = 1.0, trimmed): resolutions of pT, mass and substructure.

Source: [L] in situ calibration of large-radius jets, arXiv:1807.09477, and boosted W and top
tagging, arXiv:1808.07858; numbers of the size published there, from memory of the figures.
"""

import numpy as np

from build_tools.detector.constants import Floats


def pt_resolution(pt: Floats) -> Floats:
    """Relative pT resolution: 9 % at 250 GeV, 5 % at 1 TeV [L]."""
    return np.hypot(1.3 / np.sqrt(pt), 0.035)


def mass_resolution(pt: Floats, mass: Floats) -> Floats:
    """Relative mass resolution: 10 % for top quarks at 500 GeV, 18 % for light jets' masses [L]."""
    return np.hypot(0.08 + 2e-5 * pt, 4.0 / np.maximum(mass, 20.0))


def smear(
    value: Floats, width: Floats | float, rng: np.random.Generator, *, least: float = 0.0
) -> Floats:
    """Measured value: relative Gaussian width, never below `least`."""
    return np.maximum(value * (1.0 + rng.normal(0.0, width, value.shape)), least)


D2_RESOLUTION, TAU32_RESOLUTION = 0.15, 0.10  # relative, of the calorimeter's granularity
