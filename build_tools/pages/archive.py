"""Zips of which the same content always gives the same bytes."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import IO

#: Compressed already.
_STORED: Final = (".woff2", ".png", ".jpg", ".webp", ".avif", ".zip", ".pdf", ".root")
#: No day is better than another, and one must be written: the first that a zip can hold.
_DAY: Final = (1980, 1, 1, 0, 0, 0)


def write_archive(file: Path | IO[bytes], folder: str, content: Mapping[str, bytes]) -> None:
    """Write a zip with one folder in it: path below the folder → bytes, sorted.

    Raises OSError where the disk is full.
    """
    with zipfile.ZipFile(file, "w") as archive:
        for path in sorted(content):
            info = zipfile.ZipInfo(f"{folder}/{path}", _DAY)
            info.external_attr = 0o644 << 16
            info.create_system = 3  # Unix, whatever this machine is
            stored = path.endswith(_STORED)
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, content[path], compresslevel=9)
