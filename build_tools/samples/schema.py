"""Whether a tree is laid out as the release's and in its units: branches, types, sizes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from build_tools.samples.catalogue import read_branches

if TYPE_CHECKING:
    from collections.abc import Iterable

    from build_tools.samples.catalogue import Branch

#: Momenta whose smallest values the preselection bounds: 7 GeV for leptons, more for the others.
#: In MeV none is below; a tree in GeV has all of them below.
BOUNDED = ("lep_pt", "photon_pt", "tau_pt", "jet_pt", "largeRjet_pt")
SMALLEST_MEV = 1_000.0  # far below any of these, far above any value in GeV
LARGEST_MEV = 13_000_000.0  # the energy of the collisions
#: Events that are looked at. One wrong unit makes all of them wrong.
LOOKED_AT = 500
_SHOWN = 6  # names of branches in a message


@cache
def catalogued() -> dict[str, Branch]:
    """The branches of the release, by name."""
    return {branch.name: branch for branch in read_branches()}


def type_of(branch: Any) -> str:
    """Type of an event's entry in an uproot branch, spelt as the catalogue spells it."""
    name = str(branch.typename)
    inner = name.removeprefix("std::vector<").removesuffix(">").removesuffix("[]")
    value = _TYPES.get(inner, inner)
    return f"var * {value}" if inner != name else value


_TYPES = {"int32_t": "int32", "uint32_t": "uint32", "float": "float32", "bool": "bool"}


def complaint_about_branches(tree: Any, *, complete: bool = True) -> str | None:
    """What is wrong with the branches of a tree; None if nothing is.

    A tree that is not meant to be ``complete`` may lack some.
    """
    known = catalogued()
    there = {branch.name: type_of(branch) for branch in tree.branches}
    missing = [name for name in known if name not in there]
    if complete and missing:
        return (
            f"{len(missing)} of the release's {len(known)} branches are missing: {_some(missing)}"
        )
    wrong = [
        f"{name} is {there[name]}, not {known[name].awkward_type}"
        for name in known
        if name in there and there[name] != known[name].awkward_type
    ]
    if wrong:
        return f"branches of another type than in the release: {_some(wrong)}"
    if not missing and not there:
        return "it has no branches"
    return None


def complaint_about_units(tree: Any) -> str | None:
    """What is wrong with the energies of a tree's first events; None if nothing is."""
    import numpy as np  # noqa: PLC0415  slow to load; not every build looks into files

    names = [name for name in BOUNDED if name in tree]
    for name in names:
        values = _first_values(tree, name)
        if not len(values):
            continue
        if not np.isfinite(values).all():
            return f"{name} holds values that are no numbers"
        if values.max() < SMALLEST_MEV:
            return (
                f"{name} is at most {values.max():.4g} where the release has more than 7,000: it "
                "seems to be in GeV, and the release is in MeV"
            )
        if values.min() < SMALLEST_MEV or values.max() > LARGEST_MEV:
            return (
                f"{name} goes from {values.min():.4g} to {values.max():.4g}, which cannot be MeV "
                "in collisions at 13 TeV"
            )
    return None


def _first_values(tree: Any, name: str) -> Any:
    import awkward as ak  # noqa: PLC0415  slow to load, and needed only here

    values = tree[name].array(entry_stop=LOOKED_AT)
    return ak.to_numpy(ak.flatten(values, axis=None))


def _some(texts: Iterable[str]) -> str:
    texts = list(texts)
    more = len(texts) - _SHOWN
    return ", ".join(texts[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
