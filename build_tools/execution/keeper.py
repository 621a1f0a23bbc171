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
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from build_tools.execution import sandbox
from build_tools.execution.limits import Limits
from build_tools.execution.recorder import OUTPUT_LIMIT, Captured, Recorder
from build_tools.execution.session import cell_number
from build_tools.execution.twin import (
    PART_OF_MEMORY,
    Surroundings,
    after_the_program,
    alike,
    can_wait,
)

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from build_tools.execution.recorder import Shell

#: Seconds between two looks at a worker's processes: few enough for a fork bomb to stay small.
_LOOK = 0.02

#: Seconds between two close looks: at their memory, and at what the kernel counts as well.
_LOOK_CLOSELY = 0.2

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
    """Run the program that the build asks for and send back what came of it, a line of JSON.

    Where it has a twin, another line tells what came of that.
    """
    request = receive(build)
    limits = Limits(**request["limits"])
    room = _with_ours(limits, twin=bool(request["twin"]))
    os.chdir("/")
    os.setsid()
    sandbox.adopt_orphans()
    group = _group(room)
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
            room=room,
            group=group,
        )
        os.close(writer)
        watch = _Watch(build, world, reader, texts, limits, room, group, bool(request["twin"]))
        try:
            watch.until_it_ends()
        finally:
            sandbox.end_tree(os.getpid())
            if group is not None:
                group.remove()
        if watch.gone:  # the build has gone, and cannot tidy up
            shutil.rmtree(request["folder"], ignore_errors=True)
            return
        watch.tell(os.pread(crash, _MIB, 0).decode("utf-8", "replace"))


def _with_ours(limits: Limits, *, twin: bool) -> Limits:
    """The limits, and room for what is not the page's: a first process, and one that waits."""
    if not twin:
        return replace(limits, tasks=limits.tasks + 1)
    memory = limits.memory + limits.memory // PART_OF_MEMORY
    return replace(limits, tasks=limits.tasks + 2, memory=memory)


def _group(room: Limits) -> sandbox.Group | None:
    with contextlib.suppress(OSError):
        return sandbox.Group(f"lessons-{os.getppid()}-{os.getpid()}", room.tasks)
    return None


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
    room: Limits,
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
            sandbox.hold_numbers(room.tasks)
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
    _clean_up(request, ends)
    sandbox.set_limits(limits, count_processes=request["own_users"])

    def say(message: dict[str, Any]) -> None:
        data = json.dumps(message).encode() + b"\n"
        while data:
            data = data[os.write(ends.writer, data) :]

    def give_up(failure: dict[str, Any]) -> None:
        say({"failure": failure})
        os._exit(1)

    def count(event: str, _: object) -> None:
        if event in _STARTS_A_PROCESS and sandbox.processes_in_sight() > most:
            give_up(recorder.here("", _too_many_words(limits)))

    most = limits.tasks + bool(request["twin"])
    captured = (Captured("stdout", 1), Captured("stderr", 2))
    recorder = Recorder(limits.output, captured=captured, give_up=give_up)
    if request["own_proc"]:
        # the keeper sees them too, but a moment late: a fork bomb of large processes is slow to end
        sys.addaudithook(count)
    shell.begin(request["cells"], recorder)
    failure = _run(request, shell, limits, recorder, say)
    cells = [cell.outputs for cell in recorder.notebook.cells]
    say({"failure": failure} if failure else {"cells": cells})
    os._exit(0)


def _run(
    request: dict[str, Any],
    shell: Shell,
    limits: Limits,
    recorder: Recorder,
    say: Callable[[dict[str, Any]], None],
) -> dict[str, Any] | None:
    """Run the cells of the program and, in what that was forked from, the rest of its twin's."""

    def starts(cell: int) -> None:
        say({"cell": cell})

    cells, others = request["cells"], request["twin"]
    if not others:
        return shell.run(cells, range(len(cells)), starts)
    surroundings = Surroundings(request["folder"])
    differ = alike(cells, others)
    if failure := shell.run(cells, range(differ), starts):
        return failure
    if surroundings.untouched() and can_wait(limits.memory) and after_the_program():
        if not surroundings.untouched():
            os._exit(0)
        recorder.rewind()
        say({"twin": True})
        cells = others
    return shell.run(cells, range(differ, len(cells)), starts)


def _clean_up(request: dict[str, Any], ends: _Ends) -> None:
    """Leave behind what the worker has of the zygote's."""
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
    room: Limits  #: the limits, and what our own processes take
    group: sandbox.Group | None
    twin: bool  #: a twin may follow
    cell: int = 0
    cell_started: float = field(default_factory=time.monotonic)
    started: float = field(default_factory=time.monotonic)
    gone: bool = False  #: the build has closed its end
    broken: str = ""  #: the limit that was met, in words
    interrupted: float = 0.0
    status: int | None = None
    over: bool = False  #: the program ended without a word, and what is said now is its twin's
    _said: list[bytes] = field(default_factory=list)
    _size: int = 0
    _last: dict[str, Any] = field(default_factory=dict)

    def until_it_ends(self) -> None:
        """Watch, and come back when the worker has ended or meets a limit."""
        poll = select.poll()
        for handle in (self.reader, self.world.status, self.build.fileno()):
            poll.register(handle, select.POLLIN)
        looked_closely = time.monotonic()
        while not self.gone and self.status is None and "failure" not in self._last:
            for handle, _ in poll.poll(_LOOK * 1000):
                if handle == self.reader and not self._listen():
                    poll.unregister(self.reader)
                elif handle == self.build.fileno():
                    self.gone = True
                elif handle == self.world.status:
                    self._end()
            now = time.monotonic()
            closely = now - looked_closely > _LOOK_CLOSELY
            if closely:
                looked_closely = now
            if (
                self._too_many(closely=closely)
                or self._too_much(closely=closely)
                or self._too_long(now)
            ):
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
        if self.over or not isinstance(message, dict):
            return
        if "cell" in message:
            self.cell = int(message["cell"])
            self.cell_started = time.monotonic()
        elif "twin" in message:
            self._go_on_with_the_twin()
        else:
            self._last = message

    def _go_on_with_the_twin(self) -> None:
        """The program has ended: tell what came of it, and watch its twin like a new one."""
        if "cells" not in self._last:
            self.status, self.over = 0, True
        elif self.twin and not self.broken:
            self.twin = False
            try:
                self.tell()
            except OSError:
                self.gone = True
            self.started = self.cell_started = time.monotonic()
            self._last, self._size = {}, 0

    def _too_many(self, *, closely: bool) -> bool:
        if self.group is not None:
            if self.group.refused():
                self.broken = _too_many_words(self.limits)
                return True
            if not closely:  # the kernel does
                return False
        count = 0
        for _, threads in sandbox.tree(os.getpid()):
            count += threads
            if count > self.room.tasks:  # at once: a bomb grows while it is counted
                self.broken = _too_many_words(self.limits)
                return True
        return False

    def _too_much(self, *, closely: bool) -> bool:
        written = sum(os.fstat(handle).st_size for handle in self.texts)
        if written > self.limits.output:
            self.broken = self._output_words()
            return True
        if not closely:
            return False
        processes = [process for process, _ in sandbox.tree(os.getpid())]
        # the quick look first: the exact one takes long where many processes are
        for look in (sandbox.resident, sandbox.share):
            if sum(map(look, processes)) <= self.room.memory:
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

    def tell(self, crash: str = "") -> None:
        """Tell the build what came of it."""
        self.build.sendall(json.dumps(self._answer(crash)).encode() + b"\n")

    def _answer(self, crash: str) -> dict[str, Any]:
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
