"""What Linux offers to close a process in: namespaces, limits, and its whole tree of children.

Each part that the system does not permit is left out, and ``probe`` says which.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import resource
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from build_tools.execution.limits import Limits

# from <sched.h>, <sys/mount.h>, <sys/prctl.h> and <linux/mount.h>
_CLONE_NEWNS, _CLONE_NEWIPC = 0x00020000, 0x08000000
_CLONE_NEWUSER, _CLONE_NEWPID, _CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
_MS_BIND, _MS_REC, _MS_PRIVATE = 4096, 16384, 1 << 18
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC = 2, 4, 8
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
_MOUNT_ATTR_RDONLY, _AT_RECURSIVE, _AT_FDCWD = 1, 0x8000, -100
_SYS_MOUNT_SETATTR = 442  # the same on every architecture

_PAGE = os.sysconf("SC_PAGE_SIZE")

_libc = ctypes.CDLL(None, use_errno=True)


class _MountAttributes(ctypes.Structure):
    _fields_ = (
        ("attr_set", ctypes.c_uint64),
        ("attr_clr", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("userns_fd", ctypes.c_uint64),
    )


def _call(name: str, *arguments: object) -> None:
    if getattr(_libc, name)(*arguments) == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def enter() -> list[str]:
    """Leave what processes share, as far as the system permits; returns what was closed.

    ``network``: no network. ``processes``: the next child is the first process of a world of its
    own, which ends with it. ``users``: a limit on processes counts these only.
    """
    closed = []
    user, group = os.getuid(), os.getgid()
    if os.geteuid() != 0:
        with contextlib.suppress(OSError):
            _call("unshare", _CLONE_NEWUSER)
            _write("/proc/self/setgroups", "deny")
            _write("/proc/self/uid_map", f"{user} {user} 1")
            _write("/proc/self/gid_map", f"{group} {group} 1")
            closed.append("users")
    for name, flag in (
        ("network", _CLONE_NEWNET),
        ("processes", _CLONE_NEWPID),
        ("messages", _CLONE_NEWIPC),
    ):
        with contextlib.suppress(OSError):
            _call("unshare", flag)
            closed.append(name)
    return closed


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123  no more than one write
        file.write(text)


class Group:
    """A control group in which the kernel itself holds the number of processes and threads.

    Only where the system lets this process make one: as root, mostly. Raises OSError elsewhere.
    """

    def __init__(self, name: str, tasks: int) -> None:
        for parent in groups("pids"):
            place = parent / name
            try:
                place.mkdir()
            except OSError:
                continue
            try:
                _write(f"{place}/pids.max", str(tasks))
            except OSError:
                place.rmdir()
                continue
            self.place = place
            return
        raise OSError("no control group for processes can be made")

    def join(self) -> None:
        """Put this process into the group, with all that it will start."""
        _write(f"{self.place}/cgroup.procs", "0")

    def refused(self) -> bool:
        """Whether the kernel had to refuse a process or a thread."""
        with contextlib.suppress(OSError):
            return not (self.place / "pids.events").read_text(encoding="utf-8").startswith("max 0")
        return False

    def remove(self) -> None:
        """Take the group away; its processes have ended."""
        for _ in range(50):
            try:
                self.place.rmdir()
            except FileNotFoundError:
                return
            except OSError:  # the last of them is still on its way
                time.sleep(0.02)
            else:
                return


def remove_groups(prefix: str) -> None:
    """Take away groups whose makers were killed before they could."""
    for parent in groups("pids"):
        for place in parent.glob(f"{prefix}*"):
            with contextlib.suppress(OSError):
                place.rmdir()


def groups(controller: str) -> Iterator[Path]:
    """This process's place in the trees of control groups with a controller, or with any."""
    paths: dict[str, str] = {}
    for line in Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines():
        number, controllers, path = line.split(":", 2)
        if controller in controllers.split(","):
            paths["cgroup"] = path
        elif number == "0":
            paths["cgroup2"] = path
    for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines():
        mount, _, rest = line.partition(" - ")
        kind, _, options = rest.split(" ", 2)
        if kind in paths and (kind == "cgroup2" or controller in options.split(",")):
            yield Path(mount.split()[4]) / paths[kind].lstrip("/")


#: Since Linux 6.14 each world of processes has a largest number of its own; before, there was one
#: for the whole machine, which is not ours to set.
_OWN_LARGEST_SINCE = (6, 14)

#: Numbers up to here are given once only; 301 is the least that the kernel takes.
_RESERVED_NUMBERS = 300


def hold_numbers(tasks: int) -> None:
    """Have the kernel end the numbers of this world of processes; its /proc must be its own.

    Raises OSError where the kernel has no such limit for one world alone.
    """
    release = os.uname().release.split(".")
    if tuple(int(re.match(r"\d*", part)[0] or 0) for part in release[:2]) < _OWN_LARGEST_SINCE:  # type: ignore[index]
        raise OSError("this kernel has one largest process number for the whole machine")
    _write("/proc/sys/kernel/pid_max", str(_RESERVED_NUMBERS + max(tasks, 2)))


def probe() -> list[str]:
    """What ``enter`` can close on this system, found out in a child.

    With ``group``, ``numbers`` or ``limit``: what the kernel holds the number of processes with.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(Exception):
            os.write(writer, " ".join(_probe()).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        found = pipe.read().split()
    os.waitpid(child, 0)
    return found


def _probe() -> list[str]:
    found = []
    with contextlib.suppress(OSError):
        Group(f"lessons-probe-{os.getpid()}", 1).remove()
        found.append("group")
    closed = enter()
    if "users" in closed:
        found.append("limit")
    if "processes" in closed:
        child = os.fork()
        if child == 0:
            try:
                close_files("/dev/shm")  # noqa: S108  any folder will do
                hold_numbers(100)
                os._exit(0)
            finally:
                os._exit(1)
        if os.waitpid(child, 0)[1] == 0:
            found.append("numbers")
    return [*closed, *found]


def processes_in_sight() -> int:
    """How many processes /proc shows: those of the page, once it shows no others."""
    return sum(name.isdigit() for name in os.listdir("/proc"))  # noqa: PTH208


def open_files() -> list[str]:
    """The files that this process has open, whose positions a fork of it would move."""
    found = []
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208  the listing's own is among them
        with contextlib.suppress(OSError):
            found.append(f"{name} {os.readlink(f'/proc/self/fd/{name}')}")  # noqa: PTH115
    return sorted(found)


def shares_memory() -> bool:
    """Whether this process has memory that it and a fork of it would both write to."""
    with open("/proc/self/maps", encoding="utf-8") as file:  # noqa: PTH123
        return any(" rw-s " in line for line in file)


def close_files(workplace: str) -> None:
    """Let this process and its children write below ``workplace`` only, and see their own /proc.

    To be called by the first process of new ``processes``. Raises OSError where the system refuses;
    what was done until then stays.
    """
    _call("unshare", _CLONE_NEWNS)
    _call("mount", None, b"/", None, _MS_REC | _MS_PRIVATE, None)
    place = os.fsencode(workplace)
    _call("mount", place, place, None, _MS_BIND, None)
    _set_read_only(b"/", _AT_RECURSIVE, read_only=True)
    _set_read_only(place, 0, read_only=False)
    flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    if Path("/dev/shm").is_dir():  # noqa: S108  where multiprocessing keeps its locks
        _call("mount", b"tmpfs", b"/dev/shm", b"tmpfs", flags, b"size=64m")
    _call("mount", b"proc", b"/proc", b"proc", flags, None)


def _set_read_only(place: bytes, flags: int, *, read_only: bool) -> None:
    attributes = _MountAttributes(
        *((_MOUNT_ATTR_RDONLY, 0) if read_only else (0, _MOUNT_ATTR_RDONLY)), 0, 0
    )
    size = ctypes.sizeof(attributes)
    _call("syscall", _SYS_MOUNT_SETATTR, _AT_FDCWD, place, flags, ctypes.byref(attributes), size)


def die_with_parent() -> None:
    """Have the kernel end this process when its parent ends, however that happens."""
    _call("prctl", _PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def adopt_orphans() -> None:
    """Become the parent of processes below whose parents end, so that none is lost sight of."""
    _call("prctl", _PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def set_limits(limits: Limits, *, count_processes: bool) -> None:
    """Limits that the kernel holds for this process and each of its children."""
    held = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_NOFILE: limits.open_files,
    }
    if count_processes:
        held[resource.RLIMIT_NPROC] = limits.tasks + 8
    for kind, value in held.items():
        hard = resource.getrlimit(kind)[1]
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (most, most))


def tree(root: int) -> Iterator[tuple[int, int]]:
    """Every living process below ``root``, with the number of its threads."""
    waiting = _children(root)
    while waiting:
        process = waiting.pop()
        with contextlib.suppress(OSError):
            threads = len(_threads(process))
            waiting += _children(process)
            yield process, threads


def _threads(process: int) -> list[str]:
    return os.listdir(f"/proc/{process}/task")  # noqa: PTH208  names, many times a second


def _children(process: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):
        for thread in _threads(process):
            path = f"/proc/{process}/task/{thread}/children"
            with contextlib.suppress(OSError), open(path, encoding="utf-8") as file:  # noqa: PTH123
                found += map(int, file.read().split())
    return found


def resident(process: int) -> int:
    """Bytes of a process in memory, with what it shares with others."""
    with (
        contextlib.suppress(OSError, IndexError),
        open(  # noqa: PTH123
            f"/proc/{process}/statm", encoding="utf-8"
        ) as file,
    ):
        return int(file.read().split()[1]) * _PAGE
    return 0


def share(process: int) -> int:
    """Bytes of a process in memory, what it shares divided among those who do; slow to find out."""
    with (
        contextlib.suppress(OSError),
        open(  # noqa: PTH123
            f"/proc/{process}/smaps_rollup", encoding="utf-8"
        ) as file,
    ):
        for line in file:
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def end_tree(root: int) -> None:
    """Kill every process below ``root``, which is this process, and wait for their ends.

    New ones may appear while the old are killed: each is stopped first, and it goes on until there
    are none.
    """
    for process in _children(root):
        with contextlib.suppress(OSError):
            os.kill(process, signal.SIGKILL)  # the first of a world of its own takes all with it
    while True:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, 0)
        living = [process for process, _ in tree(root)]
        if not living:
            return
        for sign in (signal.SIGSTOP, signal.SIGKILL):
            for process in living:
                with contextlib.suppress(OSError):
                    os.kill(process, sign)
