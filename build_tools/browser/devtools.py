"""Run a Chromium-like program and talk to it, in the DevTools protocol over two pipes.

The commands and events are those of https://chromedevtools.github.io/devtools-protocol/.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_PIECE: Final = 1 << 20
"""Bytes that are read at once at most."""

_PATIENCE: Final = 5
"""Seconds that the program has to end by itself."""

#: The program reads from 3 and writes to 4; a shell puts the pipes there, whatever is open here. It
#: tidies up too: this process may be gone by then.
_SHELL: Final = '"$@" 3<&0 4>&1 </dev/null >/dev/null; rm -rf "$0"'


class BrowserError(Exception):
    """The browser cannot be used or refuses a command; says why, in words."""


class Connection:
    """A running browser: commands to it, each with its answer, and events.

    All but ``close`` is called where the event loop runs that it was made in.
    """

    def __init__(self, program: Path, profile: Path, options: Sequence[str]) -> None:
        """Start the program, which keeps its files in a folder of its own, the ``profile``.

        Raises BrowserError where that is not possible.
        """
        self._loop = asyncio.get_running_loop()
        self._numbers = count(1)
        self._answers: dict[int, tuple[str, asyncio.Future[dict[str, Any]]]] = {}
        self._events: defaultdict[tuple[str, str], list[asyncio.Future[dict[str, Any]]]]
        self._events = defaultdict(list)
        self._gone = ""
        theirs_in, self._mouth = os.pipe()
        self._ears, theirs_out = os.pipe()
        try:
            self._process = _started(program, profile, options, theirs_in, theirs_out)
        except OSError as error:
            os.close(self._mouth)
            os.close(self._ears)
            raise BrowserError(str(error)) from error
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        # A pipe that nobody empties blocks who writes: never the event loop.
        self._writer = ThreadPoolExecutor(1, "browser-writer")
        self._reader = threading.Thread(target=self._listen, name="browser-reader", daemon=True)
        self._reader.start()

    def is_there(self) -> bool:
        """Whether the program runs and listens."""
        return not self._gone and self._process.poll() is None

    async def call(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """What a command returns. Raises BrowserError."""
        if self._gone:
            raise BrowserError(self._gone)
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        answer: asyncio.Future[dict[str, Any]] = self._loop.create_future()
        self._answers[number] = session, answer
        self._writer.submit(self._say, json.dumps(message).encode() + b"\0")
        try:
            return await answer
        finally:
            self._answers.pop(number, None)

    def event(self, method: str, session: str) -> asyncio.Future[dict[str, Any]]:
        """The next event of that name."""
        future = self._loop.create_future()
        self._events[session, method].append(future)
        return future

    def close(self) -> None:
        """End the program, and wait until it is gone."""
        self._writer.submit(self._say, b'{"id":0,"method":"Browser.close"}\0')
        try:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_PATIENCE)
        finally:
            _kill(self._process)
        self._process.wait()
        self._reader.join(_PATIENCE)
        self._writer.shutdown()
        os.close(self._mouth)
        os.close(self._ears)

    def _say(self, message: bytes) -> None:
        rest = memoryview(message)
        with suppress(OSError):  # it is gone, which `_listen` sees too
            while rest:
                rest = rest[os.write(self._mouth, rest) :]

    def _listen(self) -> None:
        """Read what comes until the program is gone."""
        whole = bytearray()
        with suppress(RuntimeError):  # the event loop is closed: nobody waits
            while piece := os.read(self._ears, _PIECE):
                *ends, rest = piece.split(b"\0")
                for end in ends:
                    self._loop.call_soon_threadsafe(self._take, bytes(whole) + end)
                    whole.clear()
                whole += rest
            self._loop.call_soon_threadsafe(self._end)

    def _take(self, text: bytes) -> None:
        message = json.loads(text)
        method, session = message.get("method", ""), message.get("sessionId", "")
        if "id" in message:
            _, answer = self._answers.get(message["id"], ("", None))
            if answer is None or answer.done():
                return
            if error := message.get("error"):
                answer.set_exception(BrowserError(error["message"]))
            else:
                answer.set_result(message["result"])
        elif method == "Inspector.targetCrashed":
            self._fail("the page crashed", session)
        else:
            for future in self._events.pop((session, method), ()):
                if not future.done():
                    future.set_result(message["params"])

    def _end(self) -> None:
        self._gone = "it has stopped"
        self._fail(self._gone)

    def _fail(self, reason: str, session: str = "") -> None:
        """Let everyone know who waits, for a session or for any."""
        events = [(own, future) for (own, _), waiting in self._events.items() for future in waiting]
        for own, future in [*self._answers.values(), *events]:
            if session in {"", own} and not future.done():
                future.set_exception(BrowserError(reason))


def _started(
    program: Path, profile: Path, options: Sequence[str], reads: int, writes: int
) -> subprocess.Popen[bytes]:
    command: list[str | Path]
    command = [program, "--remote-debugging-pipe", f"--user-data-dir={profile}", *options]
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  there only

        handles = [msvcrt.get_osfhandle(own) for own in (reads, writes)]
        for handle in handles:
            os.set_handle_inheritable(handle, True)  # noqa: FBT003  it takes no keyword
        pipes = ",".join(map(str, handles))
        return subprocess.Popen(
            [*command, f"--remote-debugging-io-pipes={pipes}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            close_fds=False,
            creationflags=subprocess.CREATE_NEW_PROCESS_GROUP,  # Ctrl+C is for us
        )
    if not os.access(program, os.X_OK):
        raise FileNotFoundError(f"{program} is no program")
    return subprocess.Popen(
        ["/bin/sh", "-c", _SHELL, profile, *command],
        stdin=reads,
        stdout=writes,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C is for us; and all that it starts can be ended at once
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started, if they are still there."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):  # macOS: of a group of zombies
            os.killpg(process.pid, signal.SIGKILL)
