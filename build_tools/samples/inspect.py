"""Look at a file before its events are read: is it there, whole, the right one, not too large."""

import struct
from pathlib import Path

import uproot

from build_tools.samples.error import SampleError
from build_tools.samples.locate import sha256_of

TREE = "mini"
# A lesson's cells may read a whole tree into memory; 4 GiB is half of what a small laptop has, and
# more than any file of the release's 4lep collection.
UNCOMPRESSED_CAP = 4 * 1024**3
_RESTORE = "Run `nox -s samples`, or restore it from version control."
_AGAIN = "Download it again."
_HEADER = 20  # bytes up to the end of `fEND`
_LARGE_FILE = 1_000_000  # from which ROOT writes 64-bit positions in the header


def inspect(
    file: Path, *, expected_sha256: str | None = None, uncompressed_cap: int = UNCOMPRESSED_CAP
) -> None:
    """Raise SampleError if the file cannot be read as a sample; read no event.

    `expected_sha256` is the manifest's, for a bundled file.
    """
    remedy = _RESTORE if expected_sha256 else _AGAIN
    if not file.is_file():
        raise SampleError(f"{file.name} is missing in {file.parent}. {remedy}")
    size = file.stat().st_size
    if size == 0:
        raise SampleError(f"{file} is empty (0 bytes). {remedy}")
    end = _end_in_header(file, remedy)
    if size < end:
        raise SampleError(
            f"{file} is cut short: {size:,} bytes of the {end:,} that it announces. {remedy}"
        )
    if expected_sha256 and (found := sha256_of(file)) != expected_sha256:
        raise SampleError(
            f"{file} is not the file that the manifest describes: its sha256 is {found}, "
            f"expected {expected_sha256}. {remedy}"
        )
    try:
        _inspect_tree(file, size, remedy, uncompressed_cap)
    except SampleError:
        raise
    except Exception as error:  # whatever broken bytes make uproot raise
        raise SampleError(
            f"{file} is damaged: its table of contents cannot be read "
            f"({type(error).__name__}). {remedy}"
        ) from error


def _end_in_header(file: Path, remedy: str) -> int:
    """Size that the file had when ROOT closed it (`fEND`)."""
    with file.open("rb") as stream:
        head = stream.read(_HEADER)
    if head[:4] != b"root":
        raise SampleError(
            f"{file} is not a ROOT file: it begins with {head[:12]!r} instead of b'root'. "
            f"Was a web page saved in its place? {remedy}"
        )
    if len(head) < _HEADER:
        raise SampleError(f"{file} is cut short: {len(head)} bytes, less than a header. {remedy}")
    version, _begin = struct.unpack(">ii", head[4:12])
    layout, start = (">q", 12) if version >= _LARGE_FILE else (">i", 12)
    (end,) = struct.unpack(layout, head[start : start + struct.calcsize(layout)])
    return int(end)


def _inspect_tree(file: Path, size: int, remedy: str, uncompressed_cap: int) -> None:
    with uproot.open(file) as root:
        if root.classname_of(TREE) != "TTree" if TREE in root else True:
            names = ", ".join(root.keys(cycle=False)) or "nothing"
            raise SampleError(
                f"{file} holds no tree called {TREE}, but {names}. "
                "The lessons read the release of 2020; a later one is laid out differently."
            )
        tree = root[TREE]
        if tree.uncompressed_bytes > uncompressed_cap:
            raise SampleError(
                f"{file} needs {tree.uncompressed_bytes / 1024**3:.1f} GiB of memory, "
                f"more than the {uncompressed_cap / 1024**3:.1f} GiB allowed. "
                "Use a smaller file, or read it in parts outside the lessons."
            )
        for branch in tree.branches:
            seeks = branch.member("fBasketSeek")[: branch.num_baskets]
            sizes = branch.member("fBasketBytes")[: branch.num_baskets]
            if any(seek + length > size for seek, length in zip(seeks, sizes, strict=True)):
                raise SampleError(
                    f"{file} is damaged: the values of {branch.name} lie beyond its end. {remedy}"
                )
