"""What the generator hands to the detector: flat tables, one row per particle; GeV and mm."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from build_tools.detector.constants import Floats
from build_tools.detector.tables import Table

# Columns of each table, besides "event", which counts from 0 and ascends.
COLUMNS = {
    # Electrons and muons. Electrons include the photons within 0.1 of them.
    #   kind: 11 or 13; d0: of the line of flight with respect to the collision, signed
    #   prompt: from a boson or a tau, not from a hadron
    #   charged30: pT sum of the charged hadrons above 1 GeV within 0.3
    #   all20: pT sum of all hadrons and photons within 0.2, the electron's own left out
    "leptons": ("kind", "charge", "pt", "eta", "phi", "d0", "prompt", "charged30", "all20"),
    # Photons that do not come from a hadron.
    "photons": ("pt", "eta", "phi", "charged30", "all20"),
    # What can be seen of taus that decay to hadrons; prongs: charged ones.
    "taus": ("charge", "pt", "eta", "phi", "mass", "prongs"),
    # Anti-kt jets, R = 0.4, of what leaves energy in the calorimeter. flavour: 5, 4, 15 or 0
    "jets": ("pt", "eta", "phi", "mass", "flavour"),
    # Anti-kt jets, R = 1.0, trimmed (subjets of 0.2 below 5 % of the pT left out).
    "large_jets": ("pt", "eta", "phi", "mass", "d2", "tau32"),
}
WHOLE = frozenset({"event", "kind", "charge", "prongs", "flavour"})
YES_OR_NO = frozenset({"prompt"})


@dataclass(frozen=True)
class Truth:
    """A batch of generated events."""

    weight: Floats  # per event
    neutrinos_x: Floats  # per event: sum of all that no detector sees
    neutrinos_y: Floats
    leptons: Table
    photons: Table
    taus: Table
    jets: Table
    large_jets: Table

    @property
    def count(self) -> int:
        """Number of events."""
        return len(self.weight)


def table(name: str, **columns: np.ndarray) -> Table:
    """A table of a kind, with the right types; without columns, an empty one."""
    return {
        column: np.asarray(columns.get(column, ()), _type(column))
        for column in ("event", *COLUMNS[name])
    }


def _type(column: str) -> type:
    if column in WHOLE:
        return np.int64
    return np.bool_ if column in YES_OR_NO else np.float64


def concatenated(batches: list[Truth]) -> Truth:
    """One batch of several, events numbered through."""
    starts = np.cumsum([0, *(batch.count for batch in batches)])
    merged: dict[str, Any] = {}
    for field in fields(Truth):
        parts = [getattr(batch, field.name) for batch in batches]
        if field.name in COLUMNS:
            merged[field.name] = {
                column: np.concatenate(
                    [
                        part[column] + start if column == "event" else part[column]
                        for part, start in zip(parts, starts[:-1], strict=True)
                    ]
                )
                for column in parts[0]
            }
        else:
            merged[field.name] = np.concatenate(parts)
    return Truth(**merged)
