"""Look at a file before its events are read.

Is it there, whole, the right one, laid out as the release's and in its units, and not too large?
"""

from __future__ import annotations

import json
import os
import struct
from typing import TYPE_CHECKING, Any, BinaryIO

from build_tools.samples.error import SampleError
from build_tools.samples.inflation import DishonestError, inflated_size
from build_tools.samples.locate import sha256_of
from build_tools.samples.schema import complaint_about_branches, complaint_about_units

if TYPE_CHECKING:
    from pathlib import Path

TREE = "mini"
# A lesson's cells may read a whole tree into memory; 4 GiB is half of what a small laptop has, and
# more than any file of the release's 4lep collection.
UNCOMPRESSED_CAP = 4 * 1024**3
_RESTORE = "Run `nox -s samples`, or restore it from version control."
_AGAIN = "Download it again."
#: Object beside the tree of a skim: how it was made, as JSON.
PROVENANCE = "provenance"
# The tree's own record is read whole to know anything of the tree. In small files it holds the
# events, too. The largest of the release's is some megabytes.
_RECORD_CAP = 256 * 1024**2
_HEADER = 20  # bytes up to the end of `fEND`
_LARGE_FILE = 1_000_000  # from which ROOT writes 64-bit positions in the header


def inspect(
    file: Path,
    *,
    expected_sha256: str | None = None,
    uncompressed_cap: int = UNCOMPRESSED_CAP,
    called: str | None = None,
) -> int:
    """Return the number of events; raise SampleError if the file cannot be read as a sample.

    No more is read than the file's table of contents and the momenta of its first events.
    `expected_sha256` is the manifest's, for a bundled file. `called` takes the place of the file's
    name in messages.
    """
    name = called or str(file)
    remedy = _RESTORE if expected_sha256 else _AGAIN
    inspect_bytes(file, name=name, remedy=remedy)
    if expected_sha256 and (found := sha256_of(file)) != expected_sha256:
        raise SampleError(
            f"{name} is not the file that the manifest describes: its sha256 is {found}, "
            f"expected {expected_sha256}. {remedy}"
        )
    try:
        return _inspect_tree(file, name, remedy, uncompressed_cap)
    except SampleError:
        raise
    except Exception as error:  # whatever broken bytes make uproot raise
        raise SampleError(
            f"{name} is damaged: its table of contents cannot be read "
            f"({type(error).__name__}). {remedy}"
        ) from error


def inspect_bytes(file: Path, *, name: str = "", remedy: str = _AGAIN) -> None:
    """Raise SampleError unless a ROOT file is there and whole."""
    name = name or str(file)
    if not file.is_file():
        raise SampleError(f"{file.name} is missing in {file.parent}. {remedy}")
    size = file.stat().st_size
    if size == 0:
        raise SampleError(f"{name} is empty (0 bytes). {remedy}")
    end = _end_in_header(file, name, remedy)
    if size < end:
        raise SampleError(
            f"{name} is cut short: {size:,} bytes of the {end:,} that it announces. {remedy}"
        )


def _end_in_header(file: Path, name: str, remedy: str) -> int:
    """Size that the file had when ROOT closed it (`fEND`)."""
    with file.open("rb") as stream:
        head = stream.read(_HEADER)
    if head[:4] != b"root":
        raise SampleError(
            f"{name} is not a ROOT file: it begins with {head[:12]!r} instead of b'root'. "
            f"Was a web page saved in its place? {remedy}"
        )
    if len(head) < _HEADER:
        raise SampleError(f"{name} is cut short: {len(head)} bytes, less than a header. {remedy}")
    version, _begin = struct.unpack(">ii", head[4:12])
    layout, start = (">q", 12) if version >= _LARGE_FILE else (">i", 12)
    (end,) = struct.unpack(layout, head[start : start + struct.calcsize(layout)])
    return int(end)


def _inspect_tree(file: Path, name: str, remedy: str, cap: int) -> int:
    import uproot  # noqa: PLC0415  slow to load; a build that changes nothing inspects nothing

    with uproot.open(file) as root:
        if root.classname_of(TREE) != "TTree" if TREE in root else True:
            names = ", ".join(root.keys(cycle=False)) or "nothing"
            raise SampleError(
                f"{name} holds no tree called {TREE}, but {names}. "
                "The lessons read the release of 2020; a later one is laid out differently."
            )
        tree = open_tree(file, root, TREE, name=name, remedy=remedy, cap=cap)
        complaint = complaint_about_branches(tree, complete=PROVENANCE not in root)
        if complaint:
            raise SampleError(
                f"{name} is not laid out as the release of 2020: {complaint}. "
                "Use a file of that release, or a skim of one made by `nox -s data -- skim`."
            )
        complaint = complaint_about_units(tree)
        if complaint:
            raise SampleError(
                f"{name} would give wrong numbers: {complaint}. Use the official file."
            )
        return int(tree.num_entries)


def open_tree(
    file: Path, root: Any, tree_name: str, *, name: str = "", remedy: str = _AGAIN, cap: int
) -> Any:
    """A tree of an open file, whose sizes were looked at; raises SampleError if they are too large.

    ``cap`` is what all its values may need, in bytes.
    """
    name = name or str(file)
    try:
        with file.open("rb") as stream:
            for seek in (root.key(tree_name).fSeekKey, root.file.fSeekInfo):
                size = inflated_size(stream, seek, cap=_RECORD_CAP)
                if size > _RECORD_CAP:
                    raise _too_large(size, name, _RECORD_CAP)
            tree = root[tree_name]
            _require_room(stream, tree, name=name, remedy=remedy, cap=cap)
    except DishonestError as error:
        raise SampleError(
            f"{name} is not to be trusted: {error}. It was not opened. Remove it, and use the "
            "official file."
        ) from error
    return tree


def provenance_of(root: Any) -> dict[str, Any]:
    """How an open file was made, if it is a skim of another; empty for any other file."""
    if PROVENANCE not in root:
        return {}
    try:
        data = json.loads(str(root[PROVENANCE]))
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _require_room(stream: BinaryIO, tree: Any, *, name: str, remedy: str, cap: int) -> None:
    """Add up what the baskets become, before one is inflated.

    The tree's own sum cannot be relied on: whoever makes a bad file writes that, too.
    """
    if tree.uncompressed_bytes > cap:
        raise _too_large(tree.uncompressed_bytes, name, cap)
    size = stream.seek(0, os.SEEK_END)
    inflated = 0
    for branch in tree.branches:
        seeks = branch.member("fBasketSeek")[: branch.num_baskets]
        sizes = branch.member("fBasketBytes")[: branch.num_baskets]
        for seek, length in zip(seeks, sizes, strict=True):
            if seek == 0:  # the last ones may lie in the tree's own record, bounded above
                continue
            if seek + length > size:
                raise SampleError(
                    f"{name} is damaged: the values of {branch.name} lie beyond its end. {remedy}"
                )
            inflated += inflated_size(stream, int(seek), cap=cap)
            if inflated > cap:
                raise _too_large(inflated, name, cap)


def _too_large(needed: int, name: str, cap: int) -> SampleError:
    return SampleError(
        f"{name} needs {needed / 1024**3:.1f} GiB of memory, "
        f"more than the {cap / 1024**3:.1f} GiB allowed. "
        "Use a smaller file, or a part of it: `nox -s data -- skim`."
    )
