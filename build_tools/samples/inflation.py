"""How large the records of a ROOT file become, found out before anything relies on it.

A record is compressed in blocks, each with a header that says how large it becomes. The headers are
added up, and what a block could become beyond its word is bounded: one that could grow far is
inflated here first, into a space of the size that it states.

Layout: https://github.com/root-project/root/blob/master/core/zip/src/RZip.cxx and
https://root.cern/doc/master/classTKey.html.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import cramjam

if TYPE_CHECKING:
    from typing import BinaryIO

_KEY = ">ihiIh"  # bytes with header, version, bytes when inflated, date, bytes of the header
_BLOCK_HEADER = 9  # bytes: two for the method, one for its version, three and three for the sizes
#: How many times smaller than its contents a block can be, by the method that its header names.
#: LZ4 is left out: its library refuses to write more than it was told.
_SMALLEST = {b"ZL": 1_032, b"XZ": 7_500, b"ZS": 33_000}
#: Bytes that a block may become beyond its word without harm.
HARMLESS = 64 * 1024**2


class DishonestError(ValueError):
    """A record is not what its headers say."""


def inflated_size(stream: BinaryIO, seek: int, *, cap: int) -> int:
    """Bytes that the record at a place of a file becomes, header aside; DishonestError if it lies.

    Nothing beyond ``cap`` is inflated.
    """
    stream.seek(seek)
    head = stream.read(struct.calcsize(_KEY))
    if len(head) < struct.calcsize(_KEY):
        raise DishonestError("a record lies beyond the end")
    packed, _version, becomes, _date, header = struct.unpack(_KEY, head)
    if packed < header or header < len(head) or becomes < 0:
        raise DishonestError(f"a record of {packed:,} bytes claims to hold {becomes:,}")
    if packed - header == becomes or becomes > cap:
        return int(becomes)
    place, end, total = seek + header, seek + packed, 0
    while place < end:
        stream.seek(place)
        block = stream.read(_BLOCK_HEADER)
        if len(block) < _BLOCK_HEADER:
            raise DishonestError("a record is cut short")
        small = int.from_bytes(block[3:6], "little")
        large = int.from_bytes(block[6:9], "little")
        total += large
        if total > becomes or small == 0:
            break
        if small * _SMALLEST.get(block[:2], 0) > HARMLESS:
            _inflate(block[:2], stream.read(small), large)
        place += _BLOCK_HEADER + small
    if total != becomes:
        raise DishonestError(
            f"{packed:,} bytes claim to hold {becomes:,}, but their parts claim {total:,}"
        )
    return total


def _inflate(method: bytes, data: bytes, large: int) -> None:
    """Inflate a block into no more than it says; DishonestError if that is not enough."""
    try:
        if method == b"ZL":
            inflater = zlib.decompressobj()
            honest = len(inflater.decompress(data, large + 1)) == large
        else:
            codec = cramjam.zstd if method == b"ZS" else cramjam.xz
            honest = codec.decompress_into(data, bytearray(large)) == large
    except (zlib.error, cramjam.DecompressionError):
        honest = False
    if not honest:
        raise DishonestError(f"{len(data):,} bytes do not become the {large:,} that they claim")
