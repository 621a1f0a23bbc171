"""Two programs that begin with the same cells: the beginning runs once, for both.

Where their cells begin to differ the worker is forked. The fork goes on with the program; what it
was forked from waits until the program has ended, and then goes on with the *twin's* cells as if
it had run the beginning for itself. The program never meets its twin, and the twin finds nothing of
the program's: where that is not certain, there is none.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
from typing import TYPE_CHECKING, Any

from build_tools.execution import sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: What waits may take this part of the memory that a page may use, and a page may use as much more.
PART_OF_MEMORY = 8

#: Where a page can write, beside its own folder.
_SHARED_MEMORY = "/dev/shm"  # noqa: S108  where multiprocessing keeps its locks


def alike(cells: Sequence[dict[str, Any]], others: Sequence[dict[str, Any]]) -> int:
    """How many cells two programs of one length have in common before the first that differs."""
    pairs = enumerate(zip(cells, others, strict=True))
    return next((n for n, (own, other) in pairs if own != other), len(cells))


class Surroundings:
    """What cells can leave behind: processes, threads, open files, alarms, files."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._before = self._look()

    def untouched(self) -> bool:
        """Whether all is as it was, so that a fork is whole and what comes later finds no trace."""
        return self._look() == self._before

    def _look(self) -> tuple[Any, ...]:
        return (
            list(sandbox.tree(os.getppid())),
            sandbox.open_files(),
            signal.getitimer(signal.ITIMER_REAL),
            [*_files(self._folder), *_files(_SHARED_MEMORY)],
        )


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    for place, _, names in os.walk(folder):
        for path in (place, *(f"{place}/{name}" for name in names)):
            with contextlib.suppress(FileNotFoundError):
                status = os.lstat(path)
                yield path, status.st_mtime_ns, status.st_size


def can_wait(memory: int) -> bool:
    """Whether a fork of this process has memory of its own, and not too much of a page's."""
    small = sandbox.resident(os.getpid()) <= memory // PART_OF_MEMORY
    return small and not sandbox.shares_memory()


def after_the_program() -> bool:
    """Fork: False in the fork, at once; True in what it was forked from, when the fork has ended.

    Meanwhile that stands for the program: it passes on an interrupt, and ends as the program does
    where that ends otherwise than with its last cell.
    """
    numbers = random.getstate()
    program = os.fork()
    if program == 0:
        sandbox.die_with_parent()  # for systems that end it with no world of its own
        random.setstate(numbers)  # Python seeds the generator of a fork anew
        return False
    before = signal.signal(signal.SIGINT, lambda *_: os.kill(program, signal.SIGINT))
    status = os.waitstatus_to_exitcode(os.waitpid(program, 0)[1])
    signal.signal(signal.SIGINT, before)
    if status < 0:
        with contextlib.suppress(OSError):  # of SIGKILL there is no other way
            signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    if status:
        os._exit(status)
    return True
