"""One command, measured: wall time, processor time and peak memory of all its processes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

from build_tools.execution.sandbox import adopt_orphans

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: Seconds between two looks at the memory.
_INTERVAL = 0.25
#: Seconds after which what a command left running is ended.
_PATIENCE = 10


@dataclass(frozen=True)
class Measured:
    """What a command took."""

    wall: float  #: seconds
    cpu: float  #: seconds of processor, user and system, of the command and its descendants
    memory: float  #: MB (10⁶ bytes), largest sum over the process tree that was seen


class CommandFailed(RuntimeError):  # noqa: N818  it says what happened
    """A measured command did not end with status 0; carries the end of what it said."""


def measure(
    command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str] | None = None
) -> Measured:
    """Run a command to its end and measure it.

    Memory is the sum of the processes' proportional set sizes where the system knows them, so that
    pages shared after a fork count once; else of their resident sizes. Raises CommandFailed.
    """
    if sys.platform == "linux":
        # servers of processes end after the command: their time counts when this process, to which
        # they fall, has waited for them
        adopt_orphans()
    before = _children_cpu()
    started = time.perf_counter()
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env=None if env is None else dict(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
    ) as process:
        watch = _MemoryWatch()
        watch.start()
        said, _ = process.communicate()
        wall = time.perf_counter() - started
        watch.stop()
    _wait_for_orphans()
    if process.returncode:
        tail = said.decode("utf-8", "replace")[-2000:]
        raise CommandFailed(f"{command[0]} ended with status {process.returncode}:\n{tail}")
    return Measured(wall, _children_cpu() - before, watch.peak / 1e6)


def _wait_for_orphans() -> None:
    """Wait for what a command left behind, and end what does not end."""
    deadline = time.monotonic() + _PATIENCE
    with suppress(ChildProcessError):
        while True:
            process, _ = os.waitpid(-1, os.WNOHANG)
            if process:
                continue
            if time.monotonic() > deadline:
                for left in psutil.Process().children(recursive=True):
                    with suppress(psutil.Error):
                        left.kill()
            time.sleep(0.01)


def _children_cpu() -> float:
    times = os.times()
    return times.children_user + times.children_system


class _MemoryWatch(threading.Thread):
    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._done = threading.Event()
        self.peak = 0

    def run(self) -> None:
        while not self._done.wait(_INTERVAL):
            self.peak = max(self.peak, _tree_memory())

    def stop(self) -> None:
        self._done.set()
        self.join()


def _tree_memory() -> int:
    total = 0
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            info = process.memory_full_info()
            total += getattr(info, "pss", info.rss)
    return total
