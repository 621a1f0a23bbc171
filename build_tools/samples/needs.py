"""What an event must have for the detector response to be worth its while."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Needs:
    """Fewest generated objects of each kind, in acceptance."""

    leptons: int = 0
    photons: int = 0
    taus: int = 0
    large_jets: int = 0
