"""The warm road, seen from the build: one zygote in this process's service, programs run in forks.

Nothing that comes back is ever unpickled: a worker ran lesson code, so what it says is data, JSON
that is checked.
"""

from __future__ import annotations

import atexit
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import CancelledError
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from build_tools.execution.failure import CellFailure
from build_tools.execution.outputs import as_executed
from build_tools.execution.workplace import environment, lay_out, workplace

if TYPE_CHECKING:
    from build_tools.execution.limits import Limits
    from build_tools.execution.program import Program
    from build_tools.execution.store import Executed

#: Whether this system can fork an interpreter that has loaded the stack. On macOS system libraries
#: do not survive a fork, on Windows there is none.
SUPPORTED = sys.platform == "linux"

_ROOT = str(Path(__file__).parents[2])
_BOOT = (
    "import sys; sys.path[0] = sys.argv[1];"
    " from build_tools.execution.zygote import main; main(int(sys.argv[2]))"
)


class _Failure(BaseModel):
    model_config = ConfigDict(extra="forbid")

    cell: int
    line: int
    error: str
    message: str
    called_from: tuple[int, int] | None


class _Answer(BaseModel):
    """What a keeper may say."""

    model_config = ConfigDict(extra="forbid")

    cells: list[list[dict[str, Any]]] | None = None
    failure: _Failure | None = None


class ZygoteLostError(Exception):
    """The zygote has died, or could not be started."""


class Zygote:
    """A warm interpreter; returns at once and gets warm in the background."""

    def __init__(self) -> None:
        self._home = tempfile.mkdtemp(prefix="lessons-")
        self._control, theirs = socket.socketpair()
        self._lock = threading.Lock()
        self._hello: dict[str, Any] | None = None
        self._programs: set[socket.socket] = set()
        self.closed = False
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _BOOT, _ROOT, str(theirs.fileno())],
                cwd=self._home,
                env=environment(Path(self._home)),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                # an interrupt is for the build, which ends its programs itself
                start_new_session=True,
            )

    @property
    def sandbox(self) -> list[str]:
        """What its workers are closed in, see ``sandbox.enter``."""
        return list(self._greeted()["sandbox"])

    @property
    def threads(self) -> int:
        """How many threads it has when it forks: one, or a fork is not whole."""
        return int(self._greeted()["threads"])

    def _greeted(self) -> dict[str, Any]:
        with self._lock:
            if self.closed:
                raise CancelledError
            if self._hello is None:
                with self._control.makefile("rb") as file:
                    line = file.readline()
                self._hello = json.loads(line) if line else {"error": "it died while it started"}
            hello = self._hello
        if "error" in hello:
            raise ZygoteLostError(hello["error"])
        return hello

    def ask(self, request: dict[str, Any]) -> list[tuple[bytes, float]]:
        """Have a keeper run a program; returns what it says and when, of a twin after the program.

        It says nothing of what was still to come when it was killed.

        Raises ZygoteLostError when the zygote is gone, CancelledError when it was closed.
        """
        self._greeted()
        # what a program needs that few do, see ``zygote``
        asked = b"m" if any("matplotlib" in cell["source"] for cell in request["cells"]) else b"."
        ours, theirs = socket.socketpair()
        with ours:
            with theirs, self._lock:
                if self.closed:
                    raise CancelledError
                try:
                    socket.send_fds(self._control, [asked], [theirs.fileno()])
                except OSError as error:
                    raise ZygoteLostError(str(error)) from None
                self._programs.add(ours)
            data = json.dumps(request).encode()
            answers = []
            try:
                ours.sendall(len(data).to_bytes(8, "big") + data)
                with ours.makefile("rb") as file:
                    for line in file:
                        answers.append((line, time.perf_counter()))  # noqa: PERF401  kept when it breaks off
            except OSError:
                pass
            finally:
                self._programs.discard(ours)
        if self.closed:
            raise CancelledError
        if not answers and self.process.poll() is not None:
            raise ZygoteLostError
        return answers

    def close(self) -> None:
        """End it and every program that it runs."""
        self.closed = True
        if self._hello is None:  # it is importing, and runs nothing: who waits for it is let go
            self.process.kill()
        with self._lock:
            programs = list(self._programs)
        for program in programs:
            # its keeper sees the end of the line, and ends the program
            try:
                program.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        self._control.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self._home, ignore_errors=True)


_lock = threading.Lock()
_current: list[Zygote] = []


@atexit.register
def cool_down() -> None:
    """End this process's zygote and what it runs."""
    with _lock:
        found = list(_current)
        _current.clear()
    for zygote in found:
        zygote.close()


def warm_up() -> Zygote:
    """This process's zygote, started when there is none."""
    with _lock:
        if not _current:
            _current.append(Zygote())
        return _current[0]


def sandbox_of_current() -> list[str]:
    """What programs are closed in, see ``sandbox.enter``; nothing when none has run here."""
    with _lock:
        found = list(_current)
    return found[0].sandbox if found else []


def _drop(zygote: Zygote) -> None:
    with _lock:
        if zygote in _current:
            _current.remove(zygote)
    zygote.close()


def run_both(
    program: Program, twin: Program | None, limits: Limits
) -> tuple[Executed, Executed | None]:
    """Run a program in a fork of the zygote, and with it another, as ``run.run_both`` does.

    Raises CellFailure for the program's first cell that fails or meets a limit, CancelledError when
    ``cool_down`` was called meanwhile, ZygoteLostError when no zygote can be had.
    """
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="lesson-") as folder:
        home = Path(folder).resolve()
        lay_out(program, home)
        request = {
            "cells": _cells(program),
            "twin": _cells(twin) if twin else [],
            "folder": str(home),
            "workplace": str(workplace(home)),
            "environment": environment(home),
            "limits": asdict(limits),
        }
        (answer, ended), *more = _ask(request) or [(b"", started)]
    executed = as_executed(program, _checked(answer, program), home, ended - started)
    if twin is None or not more:
        return executed, None
    answer, later = more[0]
    try:
        return executed, as_executed(twin, _checked(answer, twin), home, later - ended)
    except CellFailure:
        return executed, None


def _cells(program: Program) -> list[dict[str, Any]]:
    return [{"source": cell.source, "tags": sorted(cell.tags)} for cell in program.cells]


def _ask(request: dict[str, Any]) -> list[tuple[bytes, float]]:
    zygote = warm_up()
    try:
        return zygote.ask(request)
    except ZygoteLostError:
        if zygote.closed:
            raise CancelledError from None
        _drop(zygote)  # once more, with a new one
        return warm_up().ask(request)


def _checked(data: bytes, program: Program) -> list[list[dict[str, Any]]]:
    cells = len(program.cells)
    if not data:
        raise CellFailure(0, 0, "", "the process that watches over this page was killed")
    try:
        answer = _Answer.model_validate_json(data)
    except ValidationError:
        raise CellFailure(0, 0, "", "the page’s process said what is no answer") from None
    if answer.failure is not None:
        failure = answer.failure
        cell = min(max(failure.cell, 0), cells - 1)
        raise CellFailure(cell, failure.line, failure.error, failure.message, failure.called_from)
    if answer.cells is None or len(answer.cells) != cells:
        raise CellFailure(0, 0, "", "the page’s process ended before its last cell")
    return answer.cells
