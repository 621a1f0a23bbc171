"""One command, measured: wall time, processor time and peak memory of all its processes.

Processor time is the account of a control group that the command gets for itself. Where none can
be made it is that of the processes that were waited for. Some of ours are not: a worker that runs
cells is the first process of a world of its own, and the system drops its time when that world
ends. So our time is not given there, rather than given too low.
"""

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

from build_tools.execution.sandbox import adopt_orphans, groups

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

#: Seconds between two looks at the memory.
_INTERVAL = 0.25
#: Seconds after which what a command left running is ended.
_PATIENCE = 10


@dataclass(frozen=True)
class Measured:
    """What a command took."""

    wall: float  #: seconds
    #: seconds of processor, user and system, of the command and its descendants; 0: not known
    cpu: float
    memory: float  #: MB (10⁶ bytes), largest sum over the process tree that was seen


class CommandFailed(RuntimeError):  # noqa: N818  it says what happened
    """A measured command did not end with status 0; carries the end of what it said."""


def measure(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    confines: bool = False,
) -> Measured:
    """Run a command to its end and measure it; ``confines``: it makes worlds of processes.

    Memory is the sum of the processes' proportional set sizes where the system knows them, so that
    pages shared after a fork count once; else of their resident sizes. Raises CommandFailed.
    """
    if sys.platform == "linux":
        # servers of processes end after the command: their time counts when this process, to which
        # they fall, has waited for them
        adopt_orphans()
    others = {child.pid for child in psutil.Process().children(recursive=True)}
    account = _Account()
    started = time.perf_counter()
    with subprocess.Popen(
        account.entered_by([str(part) for part in command]),
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
    _wait_for_orphans(others)
    if process.returncode:
        tail = said.decode("utf-8", "replace")[-2000:]
        raise CommandFailed(f"{command[0]} ended with status {process.returncode}:\n{tail}")
    used = account.close()
    cpu = 0.0 if confines and not account.whole else used
    return Measured(wall, cpu, watch.peak / 1e6)


class _Account:
    """Counts the processor time of a command."""

    def __init__(self) -> None:
        self._place: Path | None = None
        self._before = _children_cpu()
        for parent in [*groups("cpuacct"), *groups("cpu")]:
            place = parent / f"lessons-bench-{os.getpid()}"
            with suppress(OSError):
                place.mkdir(exist_ok=True)
                if _used(place) is not None and os.access(place / "cgroup.procs", os.W_OK):
                    self._place = place
                    self._before = _used(place) or 0.0
                    return
                place.rmdir()

    @property
    def whole(self) -> bool:
        """Whether nothing escapes it."""
        return self._place is not None

    def entered_by(self, command: list[str]) -> list[str]:
        """The command, so that it is counted from its beginning."""
        if self._place is None:
            return command
        enter = 'echo 0 > "$0/cgroup.procs" && exec "$@"'  # 0 is who writes it
        return ["/bin/sh", "-c", enter, str(self._place), *command]

    def close(self) -> float:
        """Seconds that were used."""
        if self._place is None:
            return _children_cpu() - self._before
        used = (_used(self._place) or 0.0) - self._before
        for _ in range(50):
            with suppress(OSError):  # the last of the processes is still on its way
                self._place.rmdir()
                break
            time.sleep(0.02)
        return used


def _used(group: Path) -> float | None:
    """Seconds of processor that a control group has used; None where it does not count them."""
    with suppress(OSError, ValueError):
        return int((group / "cpuacct.usage").read_text(encoding="ascii")) / 1e9
    with suppress(OSError, ValueError):
        text = (group / "cpu.stat").read_text(encoding="ascii")
        known = dict(line.split() for line in text.splitlines())
        if "usage_usec" in known:
            return int(known["usage_usec"]) / 1e6
    return None


def _wait_for_orphans(others: AbstractSet[int]) -> None:
    """Wait for what a command left behind, and end what does not end; ``others`` are not its."""
    deadline = time.monotonic() + _PATIENCE
    while left := [
        child for child in psutil.Process().children(recursive=True) if child.pid not in others
    ]:
        for child in left:
            with suppress(ChildProcessError):  # the child of a child: its parent waits
                os.waitpid(child.pid, os.WNOHANG)
            if time.monotonic() > deadline:
                with suppress(psutil.Error):
                    child.kill()
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
