"""A keeper: starts one program's worker, holds its limits from outside, reports to the build."""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import re
import select
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from build_tools.execution import sandbox
from build_tools.execution.limits import Limits
from build_tools.execution.recorder import OUTPUT_LIMIT, Captured, Recorder
from build_tools.execution.session import cell_number

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from build_tools.execution.recorder import Shell

#: Seconds between two looks at a worker's processes: few enough for a fork bomb to stay small.
_LOOK = 0.02

#: Seconds between two looks at their memory.
_LOOK_AT_MEMORY = 0.2

#: Seconds that a cell has to answer the interrupt that tells where it hangs.
_GRACE = 1.0

_MIB = 1024 * 1024

#: Events of Python by which a process is started.
_STARTS_A_PROCESS = frozenset(
    {"os.fork", "os.forkpty", "os.posix_spawn", "os.system", "subprocess.Popen"}
)
_CRASH_PLACE = re.compile(r'File "([^"]+)", line (\d+)')


def receive(build: socket.socket) -> dict[str, Any]:
    """A request of the build's: its length in eight bytes, then JSON."""
    size = int.from_bytes(_exactly(build, 8), "big")
    request: dict[str, Any] = json.loads(_exactly(build, size))
    return request


def _exactly(build: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        piece = build.recv(min(size - len(data), _MIB))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


def keep(build: socket.socket, shell: Shell) -> None:
    """Run the program that the build asks for and send back what came of it, as JSON."""
    request = receive(build)
    limits = Limits(**request["limits"])
    os.chdir("/")
    os.setsid()
    sandbox.adopt_orphans()
    group = _group(limits)
    closed = sandbox.enter()
    with contextlib.ExitStack() as stack:
        files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        texts, crash = [file.fileno() for file in files[:2]], files[2].fileno()
        reader, writer = os.pipe()
        world = _start(
            lambda own_proc: _work(
                {**request, "own_proc": own_proc, "own_users": "users" in closed},
                shell,
                limits,
                _Ends(writer, texts, crash),
            ),
            closed=closed,
            workplace=request["folder"],
            limits=limits,
            group=group,
        )
        os.close(writer)
        watch = _Watch(build, world, reader, texts, limits, group)
        try:
            watch.until_it_ends()
        finally:
            sandbox.end_tree(os.getpid())
            if group is not None:
                group.remove()
        if watch.gone:  # the build has gone, and cannot tidy up
            shutil.rmtree(request["folder"], ignore_errors=True)
            return
        answer = watch.answer(os.pread(crash, _MIB, 0).decode("utf-8", "replace"))
        build.sendall(json.dumps(answer).encode())


def _group(limits: Limits) -> sandbox.Group | None:
    with contextlib.suppress(OSError):
        return sandbox.Group(f"lessons-{os.getppid()}-{os.getpid()}", _held_by_the_kernel(limits))
    return None


def _held_by_the_kernel(limits: Limits) -> int:
    return limits.tasks + 1  # the first process, which is ours


@dataclass(frozen=True)
class _Ends:
    """File descriptors on which a worker tells what it does."""

    writer: int  #: of the pipe to the keeper
    texts: list[int]  #: files that take the place of its standard output and error
    crash: int  #: file in which Python's fault handler writes


@dataclass
class _World:
    """The first process of a program's, and how its worker ended."""

    process: int
    status: int  #: file descriptor on which the worker's exit status comes


def _start(
    work: Callable[[bool], None],
    *,
    closed: list[str],
    workplace: str,
    limits: Limits,
    group: sandbox.Group | None,
) -> _World:
    """Fork a first process, which forks the worker, waits for it and tells how it ended.

    Where processes have a world of their own, everything in it ends with the first.
    """
    reader, writer = os.pipe()
    first = os.fork()
    if first:
        os.close(writer)
        return _World(first, reader)
    sandbox.die_with_parent()
    sandbox.adopt_orphans()
    if group is not None:
        group.join()
    own_proc = False
    if "processes" in closed:
        with contextlib.suppress(OSError):
            sandbox.close_files(workplace)
            own_proc = True
            sandbox.hold_numbers(_held_by_the_kernel(limits))
    worker = os.fork()
    if worker == 0:
        os.close(writer)
        sandbox.die_with_parent()
        try:
            work(own_proc)
        finally:
            os._exit(1)
    while True:
        ended, status = os.wait()
        if ended == worker:
            os.write(writer, str(os.waitstatus_to_exitcode(status)).encode())
            os._exit(0)


def _work(
    request: dict[str, Any],
    shell: Shell,
    limits: Limits,
    ends: _Ends,
) -> None:
    """The worker: a clean process, the cells, and what they did, written to the pipe."""
    os.setsid()
    for handle, text in enumerate(ends.texts, 1):
        os.dup2(text, handle)
    handles = {0, 1, 2, ends.writer, ends.crash}
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    _close_others(handles)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(request["workplace"])
    os.environ.update(request["environment"])
    tempfile.tempdir = None
    faulthandler.enable(ends.crash)
    sandbox.set_limits(limits, count_processes=request["own_users"])

    def say(message: dict[str, Any]) -> None:
        data = json.dumps(message).encode() + b"\n"
        while data:
            data = data[os.write(ends.writer, data) :]

    def give_up(failure: dict[str, Any]) -> None:
        say({"failure": failure})
        os._exit(1)

    def count(event: str, _: object) -> None:
        if event in _STARTS_A_PROCESS and sandbox.processes_in_sight() > limits.tasks:
            give_up(recorder.here("", _too_many_words(limits)))

    captured = (Captured("stdout", 1), Captured("stderr", 2))
    recorder = Recorder(limits.output, captured=captured, give_up=give_up)
    if request["own_proc"]:
        # the keeper sees them too, but a moment late: a fork bomb of large processes is slow to end
        sys.addaudithook(count)
    failure = shell.run(request["cells"], recorder, lambda cell: say({"cell": cell}))
    cells = [cell.outputs for cell in recorder.notebook.cells]
    say({"failure": failure} if failure else {"cells": cells})
    os._exit(0)


def _close_others(handles: set[int]) -> None:
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208  the listing's own is among them
        if int(name) not in handles:
            with contextlib.suppress(OSError):
                os.close(int(name))


def _too_many_words(limits: Limits) -> str:
    return f"started more than {limits.tasks} processes and threads, and was stopped"


@dataclass
class _Watch:
    """What the keeper sees of its worker."""

    build: socket.socket
    world: _World
    reader: int
    texts: list[int]
    limits: Limits
    group: sandbox.Group | None
    cell: int = 0
    cell_started: float = field(default_factory=time.monotonic)
    started: float = field(default_factory=time.monotonic)
    gone: bool = False  #: the build has closed its end
    broken: str = ""  #: the limit that was met, in words
    interrupted: float = 0.0
    status: int | None = None
    _said: list[bytes] = field(default_factory=list)
    _size: int = 0
    _last: dict[str, Any] = field(default_factory=dict)

    def until_it_ends(self) -> None:
        """Watch, and come back when the worker has ended or meets a limit."""
        poll = select.poll()
        for handle in (self.reader, self.world.status, self.build.fileno()):
            poll.register(handle, select.POLLIN)
        looked_at_memory = time.monotonic()
        while not self.gone and self.status is None and "failure" not in self._last:
            for handle, _ in poll.poll(_LOOK * 1000):
                if handle == self.reader and not self._listen():
                    poll.unregister(self.reader)
                elif handle == self.build.fileno():
                    self.gone = True
                elif handle == self.world.status:
                    self._end()
            now = time.monotonic()
            with_memory = now - looked_at_memory > _LOOK_AT_MEMORY
            if with_memory:
                looked_at_memory = now
            if self._too_many() or self._too_much(with_memory=with_memory) or self._too_long(now):
                return

    def _end(self) -> None:
        self.status = int(os.read(self.world.status, 16) or b"-9")
        while self._listen(wait=False):
            pass

    def _listen(self, *, wait: bool = True) -> bool:
        if not wait and not select.select([self.reader], [], [], 0)[0]:
            return False
        piece = os.read(self.reader, _MIB)
        self._size += len(piece)
        # the outputs, which are counted as the worker counts them, in JSON
        if self._size > 4 * self.limits.output + _MIB:
            self._last = {"failure": None}
            self.broken = self._output_words()
            return False
        *lines, rest = (b"".join(self._said) + piece).split(b"\n")
        self._said = [rest]
        for line in lines:
            with contextlib.suppress(ValueError):
                self._hear(json.loads(line))
        return bool(piece)

    def _hear(self, message: Any) -> None:
        if not isinstance(message, dict):
            return
        if "cell" in message:
            self.cell = int(message["cell"])
            self.cell_started = time.monotonic()
        else:
            self._last = message

    def _too_many(self) -> bool:
        if self.group is not None and self.group.refused():
            self.broken = _too_many_words(self.limits)
            return True
        count = -1  # the first process is ours
        for _, threads in sandbox.tree(os.getpid()):
            count += threads
            if count > self.limits.tasks:  # at once: a bomb grows while it is counted
                self.broken = _too_many_words(self.limits)
                return True
        return False

    def _too_much(self, *, with_memory: bool) -> bool:
        written = sum(os.fstat(handle).st_size for handle in self.texts)
        if written > self.limits.output:
            self.broken = self._output_words()
            return True
        if not with_memory:
            return False
        processes = [process for process, _ in sandbox.tree(os.getpid())]
        # the quick look first: the exact one takes long where many processes are
        for look in (sandbox.resident, sandbox.share):
            if sum(map(look, processes)) <= self.limits.memory:
                return False
        self.broken = self._memory_words()
        return True

    def _too_long(self, now: float) -> bool:
        if self.interrupted:
            return now - self.interrupted > _GRACE
        if now - self.cell_started > self.limits.cell_seconds:
            self.broken = f"ran longer than {self.limits.cell_seconds:g} s and was stopped"
        elif now - self.started > self.limits.program_seconds:
            self.broken = (
                f"was running when the page had run for {self.limits.program_seconds:g} s,"
                " and was stopped"
            )
        if self.broken:
            # its traceback tells the line
            self.interrupted = now
            for process, _ in sandbox.tree(self.world.process):
                with contextlib.suppress(OSError):
                    os.kill(process, signal.SIGINT)
                break
        return False

    def _output_words(self) -> str:
        return (
            f"printed and showed more than {self.limits.output / _MIB:g} MiB"
            " on this page, and was stopped"
        )

    def _memory_words(self) -> str:
        return f"used more than {self.limits.memory / _MIB:g} MiB of memory, and was stopped"

    def answer(self, crash: str) -> dict[str, Any]:
        """What to tell the build."""
        failure = self._last.get("failure")
        if "cells" in self._last and not self.broken:
            return {"cells": self._last["cells"]}
        if not isinstance(failure, dict):
            failure = {"cell": self.cell, "line": 0, "error": "", "called_from": None}
            failure["message"] = self.broken or self._end_words()
            if not self.broken and crash:
                failure |= _place(crash)
        elif self.broken or failure["error"] == OUTPUT_LIMIT:
            failure |= {"error": "", "message": self.broken or self._output_words()}
        elif failure["error"].endswith("MemoryError"):
            words = f"a page may use {self.limits.memory / _MIB:g} MiB"
            failure["message"] = f"{failure['message']} ({words})".strip()
        elif failure["error"] == "BlockingIOError" or "start new thread" in failure["message"]:
            words = f"a page may have {self.limits.tasks} processes and threads"
            failure["message"] = f"{failure['message']} ({words})"
        return {"failure": failure}

    def _end_words(self) -> str:
        status = self.status if self.status is not None else -signal.SIGKILL
        if status == -signal.SIGKILL:
            return "lost its Python process: it was killed from outside (kill -9, or out of memory)"
        if status < 0:
            name = signal.Signals(-status).name
            return f"took the Python process down: a crash in compiled code ({name})"
        return f"ended the Python process (exit status {status}); a page must not"


def _place(crash: str) -> dict[str, Any]:
    """The innermost line of the page in what Python's fault handler wrote."""
    for filename, line in _CRASH_PLACE.findall(crash):
        if cell_number(filename) is not None:
            return {"line": int(line)}
    return {}
