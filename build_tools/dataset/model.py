"""What the tables say, as texts in one language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from build_tools.localisation.numbers import format_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from build_tools.opendata.catalogue import Collection
    from build_tools.samples.catalogue import Branch

#: Groups of branches, in the order of the file.
GROUPS = (
    "event",
    "weight",
    "trigger",
    "lepton",
    "missing",
    "jet",
    "photon",
    "tau",
    "systematic",
    "large_jet",
)
#: NumPy name of a value's type → message of the interface catalogue.
KINDS = {
    "bool": "yes or no",
    "int32": "whole number",
    "uint32": "whole number",
    "float32": "number",
}
#: Branch that counts the objects → message that says what a branch has one value for.
OBJECTS = {
    None: "event",
    "lep_n": "lepton",
    "jet_n": "jet",
    "photon_n": "photon",
    "tau_n": "tau",
    "largeRjet_n": "large jet",
}
#: What the DOIs of all collections begin with.
DOIS = "10.7483/OPENDATA.ATLAS."
_UNIT = re.compile(r"(\d) (GeV)")  # which stay on one line
_MEGABYTE = 1_000_000
#: Names of branches and symbols inside a text, which are set as code.
CODE = re.compile(r"\b(?:lep|jet|met|tau|photon|largeRjet|mc|scale)[A-Z_]\w*")


@dataclass(frozen=True)
class BranchRow:
    """One line of the table of branches."""

    name: str
    kind: str
    unit: str
    meaning: str
    note: str


def unknown_groups(groups: Iterable[str]) -> list[str]:
    """Which of these are no groups of branches."""
    return [group for group in groups if group not in GROUPS]


def branch_rows(
    branches: Iterable[Branch], groups: Sequence[str], language: str, say: Callable[[str], str]
) -> list[BranchRow]:
    """The branches of some groups, in the order of the file; ``say`` translates messages."""
    return [
        BranchRow(
            name=branch.name,
            kind=say("{kind}, one per {object}").format(
                kind=say(KINDS[branch.type]), object=say(OBJECTS[branch.counter])
            ),
            unit=branch.unit or "",
            meaning=branch.meaning.in_language(language),
            note=_sentence(branch.note.in_language(language)) if branch.note else "",
        )
        for branch in branches
        if branch.group in groups
    ]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


@dataclass(frozen=True)
class CollectionRow:
    """One line of the table of collections."""

    name: str
    requires: str
    data: str
    simulation: str
    doi: str
    short_doi: str  # its end: all DOIs begin with `DOIS`


def collection_rows(
    collections: Iterable[Collection], language: str, say: Callable[[str], str]
) -> list[CollectionRow]:
    """The collections, in the order of the catalogue."""
    return [
        CollectionRow(
            name=collection.name,
            requires=_UNIT.sub(
                "\\1\N{NO-BREAK SPACE}\\2", collection.requires.in_language(language)
            ),
            data=format_bytes(collection.data_mb * _MEGABYTE, language),
            simulation=say("about {size}" if collection.about else "{size}").format(
                size=format_bytes(collection.simulation_mb * _MEGABYTE, language)
            )
            + say(" in {count} files").format(count=collection.simulations),
            doi=collection.doi,
            short_doi=collection.doi.removeprefix(DOIS),
        )
        for collection in collections
    ]
