"""Write a ROOT file that reads as the release's do; its bytes depend on its contents alone."""

import contextlib
import datetime as dt
import hashlib
import lzma
import types
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest import mock

import awkward as ak
import numpy as np
import uproot
from uproot.writing import _cascade, _cascadetree

from build_tools.samples.catalogue import Branch
from build_tools.samples.columns import Columns

TREE = "mini"
# uproot stamps each record with the time of writing. This is the release's day.
WRITTEN = dt.datetime(2020, 8, 19)  # noqa: DTZ001  # ROOT stores times without a zone
# Preset 9 would clear 64 MB of dictionary for each basket, which takes forty times as long; no
# basket of the samples has more than 1 MB.
_LZMA = {"id": lzma.FILTER_LZMA2, "preset": 9, "dict_size": 4 * 1024**2}
# Ways to see a basket's bytes before they are packed; every reader of xz streams undoes them. Its
# values and offsets are numbers of 4 bytes: the second way is told so, the third packs differences,
# so that what grows evenly (event numbers, offsets of two photons each) costs nothing.
_FILTERS = (
    [_LZMA],
    [{**_LZMA, "lc": 2, "lp": 2}],
    [{"id": lzma.FILTER_DELTA, "dist": 4}, {**_LZMA, "lc": 0, "lp": 2}],
)
# Measured on 2,524 events of Z → μμ: LZMA 219 kB, Zstandard 274 kB, zlib 311 kB; on 72,325 diphoton
# events: LZMA 2.25 MB, with the filters that suit each basket 1.93 MB.
COMPRESSION = uproot.LZMA(9)


def _smallest(_compression: uproot.LZMA, data: bytes) -> bytes:
    """Compress with the filters that make the data smallest; replaces `uproot.LZMA.compress`."""
    packed = (
        lzma.compress(data, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC32, filters=filters)
        for filters in _FILTERS
    )
    return min(packed, key=len)


class _Clock(dt.datetime):
    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]  # noqa: ARG003
        return WRITTEN


@contextlib.contextmanager
def _faithful() -> Iterator[None]:
    """While active, uproot's clock stands still, its counters are unsigned, its LZMA has filters.

    uproot offers no setting for these, so this reaches into the modules that write a TTree;
    the tests compare types and bytes, and fail if a new version of uproot works differently.
    """
    make = _cascadetree.Tree._branch_np  # noqa: SLF001

    def branch(
        tree: Any, name: str, shape: Any, dtype: Any, *, counter: Any = None, kind: str = "normal"
    ) -> Any:
        if kind == "counter":
            shape = dtype = np.dtype(np.uint32)
        return make(tree, name, shape, dtype, counter=counter, kind=kind)

    clock = types.SimpleNamespace(datetime=_Clock)
    with (
        mock.patch.object(_cascadetree.Tree, "_branch_np", branch),
        mock.patch.object(uproot.LZMA, "compress", _smallest),
        mock.patch.object(_cascade, "datetime", clock),
        mock.patch.object(_cascadetree, "datetime", clock),
    ):
        yield


@contextlib.contextmanager
def opened(
    path: Path,
    kinds: Mapping[str, Any],
    branches: tuple[Branch, ...],
    *,
    compression: uproot.compression.Compression = COMPRESSION,
) -> Iterator[tuple[Any, Any]]:
    """Give a new file and its TTree `mini`, to which events are added by `tree.extend(columns)`.

    `kinds` has the type of each column, in file order, as Awkward Array or NumPy has it.
    """
    counter_of = {branch.name: branch.counter for branch in branches if branch.counter}
    counters = {counter_of[name] for name in kinds if name in counter_of}
    ordered = {
        name: np.dtype(np.uint32) if name in counters else kind for name, kind in kinds.items()
    }
    identity = uuid.UUID(bytes=hashlib.sha256(path.name.encode()).digest()[:16])
    with (
        _faithful(),
        uproot.recreate(path, compression=compression, uuid_function=lambda: identity) as file,
    ):
        tree = file.mktree(
            TREE,
            ordered,
            title=TREE,
            counter_name=counter_of.__getitem__,
            initial_basket_capacity=2,
        )
        yield file, tree


def write(path: Path, columns: Columns, branches: tuple[Branch, ...]) -> None:
    """Write the columns, complete and in file order, as the TTree `mini` of a new file."""
    kinds = {branch.name: ak.type(columns[branch.name]).content for branch in branches}
    with opened(path, kinds, branches) as (_file, tree):
        tree.extend(dict(columns))
