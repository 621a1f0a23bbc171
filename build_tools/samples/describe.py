"""What is in a file: its tree, its branches and their values, where it comes from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import awkward as ak
import numpy as np
import uproot

from build_tools.samples.error import SampleError
from build_tools.samples.inspect import inspect_bytes, open_tree, provenance_of
from build_tools.samples.locate import sha256_of
from build_tools.samples.luminosity import of_release
from build_tools.samples.schema import (
    catalogued,
    complaint_about_branches,
    complaint_about_units,
    type_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from build_tools.samples.manifest import Manifest

#: Memory for the events that are looked at together.
STEP = "16 MB"
_NO_CAP = 1 << 62  # a file is read in steps, so it may be of any size


@dataclass
class BranchSummary:
    """The values of one branch, in all events."""

    name: str
    type: str
    unit: str | None
    meaning: str  # empty for a branch that the release does not have
    values: int = 0
    mean: float | None = None
    smallest: float | None = None
    largest: float | None = None
    empty: float = 0.0  # share of the events without a value

    _sum: float = field(default=0.0, repr=False)
    _empty: int = field(default=0, repr=False)

    def add(self, array: Any) -> None:
        """Take in some events."""
        if array.ndim > 1:
            self._empty += int(ak.sum(ak.num(array) == 0))
        flat = ak.to_numpy(ak.flatten(array, axis=None)).astype(np.float64)
        self.values += len(flat)
        if not len(flat):
            return
        self._sum += float(flat.sum())
        low, high = float(flat.min()), float(flat.max())
        self.smallest = low if self.smallest is None else min(self.smallest, low)
        self.largest = high if self.largest is None else max(self.largest, high)

    def finish(self, events: int) -> None:
        """Work out what needs all events."""
        if self.values:
            self.mean = self._sum / self.values
        if events:
            self.empty = self._empty / events


@dataclass(frozen=True)
class Description:
    """A file, for people and programs."""

    file: str
    size: int  # bytes
    sha256: str
    tree: str
    events: int
    kind: str  # where the events come from, as far as that is known
    complaints: tuple[str, ...]  # what would keep a lesson from reading it
    luminosity_fb: float | None
    dsid: int | None
    cross_section_pb: float | None
    sum_of_weights: float | None
    skim: dict[str, Any]
    branches: tuple[BranchSummary, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        data = asdict(self)
        for branch in data["branches"]:
            del branch["_sum"], branch["_empty"]
        return data


def describe(
    file: Path,
    *,
    manifest: Manifest,
    recorded: str | None = None,
    language: str = "en",
    advance: Callable[[int, int], None] = lambda _done, _all: None,
) -> Description:
    """Read a whole file, some events at a time, and sum it up.

    ``recorded`` says what an index of downloads knows of the digest. ``advance`` is told how many
    events of how many were read. Raises SampleError for what is no ROOT file with a tree.
    """
    inspect_bytes(file)
    digest = sha256_of(file)
    try:
        root = uproot.open(file)
    except Exception as error:  # whatever broken bytes make uproot raise
        raise SampleError(f"{file} is damaged: its table of contents cannot be read.") from error
    with root:
        name, tree = _tree_of(root, file)
        summaries = [_summary(branch, language) for branch in tree.branches]
        events = int(tree.num_entries)
        done = 0
        for chunk in tree.iterate([s.name for s in summaries], step_size=STEP):
            for summary in summaries:
                summary.add(chunk[summary.name])
            done += len(chunk)
            advance(done, events)
        for summary in summaries:
            summary.finish(events)
        made = provenance_of(root)
        complaints = [complaint_about_branches(tree, complete=not made)] if name == "mini" else []
        complaints += [complaint_about_units(tree)] if name == "mini" else ["the tree is not mini"]
    values = {summary.name: summary for summary in summaries}
    sample = next((entry for entry in manifest.samples if entry.sha256 == digest), None)
    simulated = _constant(values, "XSection") not in {None, 0.0, 1.0}
    if sample:
        kind = f"bundled, {sample.kind}, made by this project"
    elif recorded:
        kind = recorded
    else:
        kind = "of unknown origin: neither bundled nor recorded by a download"
    luminosity = None if simulated else of_release(file.name)
    channel = _constant(values, "channelNumber")
    return Description(
        file=str(file),
        size=file.stat().st_size,
        sha256=digest,
        tree=name,
        events=events,
        kind=kind,
        complaints=tuple(text for text in complaints if text),
        luminosity_fb=sample.luminosity_fb if sample else luminosity,
        dsid=int(channel) if simulated and channel is not None else None,
        cross_section_pb=_constant(values, "XSection") if simulated else None,
        sum_of_weights=_constant(values, "SumWeights") if simulated else None,
        skim=made,
        branches=tuple(summaries),
    )


def _tree_of(root: Any, file: Path) -> tuple[str, Any]:
    trees = root.keys(filter_classname="TTree", cycle=False)
    if not trees:
        raise SampleError(f"{file} holds no table of events (TTree).")
    name = "mini" if "mini" in trees else trees[0]
    return name, open_tree(file, root, name, cap=_NO_CAP)


def _summary(branch: Any, language: str) -> BranchSummary:
    known = catalogued().get(branch.name)
    return BranchSummary(
        name=branch.name,
        type=type_of(branch),
        unit=known.unit if known else None,
        meaning=known.meaning.in_language(language) if known else "",
    )


def _constant(values: dict[str, BranchSummary], name: str) -> float | None:
    summary = values.get(name)
    if summary is None or summary.smallest != summary.largest:
        return None
    return summary.smallest
