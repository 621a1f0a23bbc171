"""The number of collisions per bunch crossing, μ."""

import numpy as np

from build_tools.detector.constants import Floats

# Mean and width of the profile in 2016, about 25 in a range of 8 to 45
# (https://twiki.cern.ch/twiki/bin/view/AtlasPublic/LuminosityPublicResultsRun2; range:
# ATL-OREACH-PUB-2020-001). The simulation is made with a wider profile, as ATLAS's was, and
# weighted to the one of data.
DATA_MEAN, DATA_WIDTH = 24.5, 6.5
SIMULATION_MEAN, SIMULATION_WIDTH = 24.0, 7.5
RANGE = (8.0, 45.0)


def draw_pileup(count: int, rng: np.random.Generator, *, as_data: bool) -> Floats:
    """Draw μ for `count` events from the profile of data or of simulation."""
    mean, width = (DATA_MEAN, DATA_WIDTH) if as_data else (SIMULATION_MEAN, SIMULATION_WIDTH)
    mu = rng.normal(mean, width, count)
    while (outside := (mu < RANGE[0]) | (mu > RANGE[1])).any():
        mu[outside] = rng.normal(mean, width, int(outside.sum()))
    return mu


def _density(mu: Floats, mean: float, width: float) -> Floats:
    grid = np.linspace(*RANGE, 2001)
    norm = np.trapezoid(np.exp(-0.5 * ((grid - mean) / width) ** 2), grid)
    density: Floats = np.exp(-0.5 * ((mu - mean) / width) ** 2) / norm
    return density


def pileup_weight(mu: Floats) -> Floats:
    """Weight that turns the simulation's profile of μ into that of data; 1 on average."""
    return _density(mu, DATA_MEAN, DATA_WIDTH) / _density(mu, SIMULATION_MEAN, SIMULATION_WIDTH)
