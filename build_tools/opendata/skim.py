"""A part of an official file that is too large to download: read over the network, written here.

Cells have no network, on purpose, so what a lesson reads is on the disk before it runs. A skim
brings the branches and the events that a lesson needs, under the file's own name.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import awkward as ak
import numpy as np
import uproot

from build_tools.opendata.connection import TransferError
from build_tools.opendata.download import today
from build_tools.opendata.index import Held, Skim
from build_tools.opendata.remote import RemoteFile
from build_tools.opendata.selection import Selection
from build_tools.samples.error import SampleError
from build_tools.samples.inspect import PROVENANCE, TREE, inspect
from build_tools.samples.locate import sha256_of
from build_tools.samples.paths import require_path
from build_tools.samples.rootfile import opened
from build_tools.samples.schema import (
    catalogued,
    complaint_about_branches,
    complaint_about_units,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from build_tools.opendata.connection import Connection
    from build_tools.opendata.download import Folder
    from build_tools.samples.catalogue import Branch

#: Memory for the events that are looked at together.
STEP = "16 MB"
COMPRESSION = uproot.ZLIB(5)  # a skim is read more often than it is moved
#: Without these a file has no luminosity and no normalisation: they are always kept.
_ALWAYS = frozenset({"event", "weight"})


def kept_branches(asked: Iterable[str]) -> tuple[Branch, ...]:
    """The branches of a skim, in file order: what was asked for, and what it means nothing without.

    Nothing asked for is everything. Raises SampleError for a name that there is not.
    """
    known = catalogued()
    asked = set(asked)
    if unknown := sorted(asked - set(known)):
        raise SampleError(
            f"--branches: there is no branch called {', '.join(unknown)}. The page “The data set” "
            "lists them all."
        )
    if not asked:
        return tuple(known.values())
    counters = {known[name].counter for name in asked}
    return tuple(
        branch
        for branch in known.values()
        if branch.name in asked | counters or branch.group in _ALWAYS
    )


def skim(
    path: str,
    folder: Folder,
    connection: Connection,
    *,
    address: str,
    branches: Sequence[str] = (),
    where: str = "",
    advance: Callable[[int, int], None] = lambda _done, _all: None,
) -> Held:
    """Write the chosen part of an official file into a folder; returns its index entry.

    ``advance`` is told how many events of how many were looked at. The file is there whole or not
    at all. Raises SampleError.
    """
    target = folder.root / require_path(path)
    if target.exists():
        raise SampleError(f"{target} is there already. Move it away, or use another folder.")
    kept = kept_branches(branches)
    selection = Selection(where, catalogued())
    url = address.rstrip("/") + "/" + path
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.skim")
    try:
        made = _write(part, RemoteFile(connection, url), kept, selection, advance)
        events = inspect(part, called=path)
        held = Held(
            path=path,
            size=part.stat().st_size,
            sha256=sha256_of(part),
            events=events,
            source=url,
            day=today(),
            skim=made,
        )
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    folder.record(held)
    return held


def _write(
    part: Path,
    remote: RemoteFile,
    kept: tuple[Branch, ...],
    selection: Selection,
    advance: Callable[[int, int], None],
) -> Skim:
    names = [branch.name for branch in kept]
    try:
        root = uproot.open(remote)
    except TransferError:
        raise
    except Exception as error:  # whatever other bytes make uproot raise
        raise SampleError(f"{remote.url} is not a ROOT file that can be read.") from error
    with root:
        if TREE not in root:
            raise SampleError(f"{remote.url} holds no tree called {TREE}.")
        tree = root[TREE]
        complaint = complaint_about_branches(tree) or complaint_about_units(tree)
        if complaint:
            raise SampleError(f"{remote.url} is not a file of the release of 2020: {complaint}.")
        total = int(tree.num_entries)
        made = Skim(branches=tuple(names), where=selection.text, events_read=total)
        kinds = {branch.name: _kind(branch) for branch in kept}
        done = passed = 0
        with opened(part, kinds, kept, compression=COMPRESSION) as (file, out):
            reading = sorted({*names, *selection.names})
            for events in tree.iterate(reading, step_size=STEP):
                keep = selection.passed(events, len(events))
                if keep.any():
                    out.extend({branch.name: _column(events[keep], branch) for branch in kept})
                done += len(events)
                passed += int(keep.sum())
                advance(done, total)
            note = {"source": remote.url, **made.model_dump(mode="json")}
            file[PROVENANCE] = json.dumps(note, ensure_ascii=False)
    if not passed:
        raise SampleError(f"None of {total:,} events passes --where {selection.text!r}.")
    return made


def _kind(branch: Branch) -> Any:
    empty = ak.Array(np.zeros(0, branch.dtype))
    if not branch.counter:
        return branch.dtype
    return ak.type(ak.unflatten(empty, np.zeros(1, np.int64))).content


def _column(events: Any, branch: Branch) -> Any:
    """A branch of the chosen events, as a file with one counter for all of an object's can hold it.

    In recorded files what compares with the generator is empty, whatever the counter says. It
    becomes false or 0, as in the samples of this project.
    """
    values = events[branch.name]
    if branch.counter and branch.content == "simulation" and branch.counter in events.fields:
        counts = ak.to_numpy(events[branch.counter]).astype(np.int64)
        if counts.sum() and not ak.count(values):
            values = ak.unflatten(np.zeros(counts.sum(), branch.dtype), counts)
    return ak.values_astype(values, branch.dtype)
