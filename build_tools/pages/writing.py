"""Writing files so that no one ever meets half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, text: str) -> bool:
    """Write a file so that it is there whole or not at all.

    Unchanged text keeps the file and its date, which is what later steps go by. Returns whether the
    file changed.
    """
    return write_whole_bytes(path, text.encode())


def write_whole_bytes(path: Path, data: bytes) -> bool:
    """The same for bytes."""
    try:
        if path.read_bytes() == data:
            return False
    except OSError:
        pass  # not there yet: written anew
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)  # mkstemp gives a file that only its owner reads
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True
