"""One at a time: two builds in one folder would take each other's files away.

The system holds the lock and lets go of it when the process ends, however it ends, so that no lock
is ever left behind; the file only says who has it.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from build_tools.building.project import Project

#: Where the byte lies that Windows locks: behind all that is read, since it keeps others from
#: reading what is locked.
_FAR = 1 << 20
#: What a system says when another process has the lock.
_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}


class BusyError(Exception):
    """Another process builds here."""

    def __init__(self, project: Project, verb: str, process: int | None) -> None:
        who = f"`nox -s {verb}`" + (f" (process {process})" if process else "")
        advice = (
            "It makes every change that is saved; end it with Ctrl+C to build by hand."
            if verb == "live"
            else "Wait until it is done, and run this again."
        )
        super().__init__(f"{who} is building in {project.root}, so nothing was done here. {advice}")


@contextmanager
def alone(project: Project, verb: str) -> Iterator[None]:
    """Build with no other process doing so in this folder. Raises BusyError at once otherwise."""
    file = project.build / "lock"
    project.build.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _take(handle)
        except OSError as error:
            if error.errno in _TAKEN:
                raise BusyError(project, *_owner(file)) from None
            # a file system without locks: there it is as if there were none
        text = json.dumps({"verb": verb, "process": os.getpid()})
        os.ftruncate(handle, 0)
        os.write(handle, text.encode())
        yield
    finally:
        os.close(handle)


def _take(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  there only

        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
    else:
        import fcntl  # noqa: PLC0415  not there on Windows

        # of this process alone: those that it forks do not keep it when this one is gone
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _owner(file: Path) -> tuple[str, int | None]:
    """The verb and the process that have the lock, as far as the file says."""
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
        return str(known["verb"]), int(known["process"])
    except (OSError, ValueError, KeyError, TypeError):
        return "site", None  # it has the lock and has not written its name yet
