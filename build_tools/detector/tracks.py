"""Impact parameters (mm) of a lepton's track with respect to the beam line and the primary vertex.

Source: ATLAS track reconstruction with the insertable B-layer, ATL-PHYS-PUB-2015-018: σ(d0) is
10 μm at high pT, and 0.1 mm at 1 GeV from multiple scattering, which grows as √(cosh η).
"""

import numpy as np

from build_tools.detector.constants import Floats

# The beam spot's and the vertex's own size is not part of a track's quoted uncertainty, so that the
# significance is wider than 1: its median is 1.0 to 1.1 for prompt leptons of the 4lep data.
VERTEX_TRANSVERSE = 0.012  # mm


def d0_uncertainty(pt: Floats, eta: Floats) -> Floats:
    """Uncertainty of d0 in mm."""
    return np.hypot(0.0085, 0.09 / pt * np.sqrt(np.cosh(eta)))


def z0_uncertainty(pt: Floats, eta: Floats) -> Floats:
    """Uncertainty of z0 in mm: that of z0·sinθ is about 50 μm, plus multiple scattering."""
    return np.hypot(0.045, 0.25 / pt) * np.cosh(eta)


def measure_d0(
    true_d0: Floats, pt: Floats, eta: Floats, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Measure d0; return it in mm and its significance |d0|/uncertainty."""
    uncertainty = d0_uncertainty(pt, eta)
    d0 = true_d0 + rng.normal(0.0, 1.0, pt.shape) * np.hypot(uncertainty, VERTEX_TRANSVERSE)
    return d0, np.abs(d0) / uncertainty


def measure_z0(pt: Floats, eta: Floats, rng: np.random.Generator) -> Floats:
    """Measure z0 with respect to the right vertex, in mm."""
    return rng.normal(0.0, 1.0, pt.shape) * z0_uncertainty(pt, eta)
