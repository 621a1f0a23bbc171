"""What a page's program may use; each limit is documented in docs/reference/execution.md."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Limits of one program. Sizes are in bytes, times in seconds."""

    cell_seconds: float = 300
    program_seconds: float = 1200
    memory: int = 4096 * _MIB  #: of each process, and of all of a page's processes together
    output: int = 20 * _MIB  #: everything that a page prints and shows
    tasks: int = 64  #: processes and threads, all together
    open_files: int = 512
    file_size: int = 1024 * _MIB  #: of one file that a page writes
