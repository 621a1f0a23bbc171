"""What the generator hands to the detector: flat arrays, one row per particle."""

from dataclasses import dataclass, fields

import numpy as np

from build_tools.detector.constants import Floats, Integers


@dataclass(frozen=True)
class TruthLeptons:
    """Generated electrons and muons; GeV, mm. Electrons include the photons within 0.1 of them."""

    event: Integers
    kind: Integers  # 11 or 13
    charge: Integers
    pt: Floats
    eta: Floats
    phi: Floats
    d0: Floats  # of the line of flight with respect to the collision, signed
    charged30: Floats  # pT sum of the charged hadrons above 1 GeV within 0.3
    all20: (
        Floats  # pT sum of all hadrons and photons within 0.2, the electron's own photons left out
    )


@dataclass(frozen=True)
class TruthJets:
    """Jets of generated particles without neutrinos; GeV."""

    event: Integers
    pt: Floats
    eta: Floats
    phi: Floats
    mass: Floats
    flavour: Integers  # 5, 4, 15, 0


@dataclass(frozen=True)
class Truth:
    """A batch of generated events; `event` in the tables of particles counts them from 0."""

    count: int
    weight: Floats  # per event
    neutrinos_x: Floats  # per event, GeV
    neutrinos_y: Floats
    leptons: TruthLeptons
    jets: TruthJets


def rows(table: TruthLeptons | TruthJets, chosen: np.ndarray) -> dict[str, np.ndarray]:
    """The columns of a table of particles, at the chosen rows."""
    return {field.name: getattr(table, field.name)[chosen] for field in fields(table)}
