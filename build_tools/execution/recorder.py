"""Inside a worker: Jupyter's own shell, whose messages are recorded and not sent.

The shell, its display hook, publisher and tracebacks are ipykernel's, and nbclient turns their
messages into outputs, as for an ordinary kernel; only the sockets between the two are gone.
"""

from __future__ import annotations

import asyncio
import ctypes
import io
import json
import os
import sys
import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import nbformat
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from jupyter_client.session import Session
from nbclient import NotebookClient
from traitlets.config import Config

from build_tools.execution.failure import CellFailure, failure_at, places_in
from build_tools.execution.session import cell_number, seed, start

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType

    from IPython.core.interactiveshell import ExecutionResult

_libc = ctypes.CDLL(None)


class OutputLimitError(BaseException):
    """The page has printed and shown more than it may; no `except Exception` holds it up."""


#: The name of the error that tells that a page has put out too much.
OUTPUT_LIMIT = OutputLimitError.__name__


def _as_data(failure: CellFailure) -> dict[str, Any]:
    return {
        "cell": failure.cell,
        "line": failure.line,
        "error": failure.error,
        "message": failure.message,
        "called_from": failure.called_from,
    }


@dataclass
class Captured:
    """A file behind file descriptor 1 or 2, for text that does not come by way of Python."""

    name: str
    handle: int
    position: int = 0

    def news(self) -> str:
        """What was written since the last look."""
        size = os.fstat(self.handle).st_size - self.position
        if size <= 0:
            return ""
        data = os.pread(self.handle, size, self.position)
        self.position += len(data)
        return data.decode("utf-8", "replace")

    def rewind(self) -> None:
        """Take away what was written since the last look."""
        os.ftruncate(self.handle, self.position)
        os.lseek(self.handle, self.position, os.SEEK_SET)


@dataclass
class Recorder:
    """Takes down what the session says, in order."""

    limit: int
    notebook: nbformat.NotebookNode = field(default_factory=nbformat.v4.new_notebook)
    captured: Sequence[Captured] = ()
    cell: int = 0
    size: int = 0
    numbers: dict[int, int] = field(default_factory=dict)  #: number in tracebacks → position
    #: Called when a page goes on although it was told that it has put out too much.
    give_up: Callable[[dict[str, Any]], None] = lambda _failure: None
    _texts: list[str] = field(default_factory=list)
    _stream: str = ""

    def __post_init__(self) -> None:
        self._client = NotebookClient(self.notebook)

    def write(self, name: str, text: str) -> None:
        """A piece of text on a stream of Python's own."""
        self.drain()
        self._add_text(name, text)

    def drain(self) -> None:
        """Take in what was written past Python, by C code and by other programs."""
        if self.size > self.limit:
            return  # what tells so must get through
        _libc.fflush(None)
        for captured in self.captured:
            if text := captured.news():
                self._add_text(captured.name, text)

    def message(self, kind: str, content: dict[str, Any]) -> None:
        """A message of the shell's."""
        self.drain()
        self._close_stream()
        if kind not in {"error", "clear_output"}:
            self._count(len(json.dumps(content)))
        self._process(kind, content)

    def rewind(self) -> None:
        """Take away what was written past Python since the last cell."""
        for captured in self.captured:
            captured.rewind()

    def start_cell(self, cell: int) -> None:
        """What comes from now on is of this cell."""
        self.cell = cell
        self._client.clear_before_next_output = False

    def end_cell(self) -> None:
        """Everything that is still on its way belongs to this cell."""
        for stream in (sys.__stdout__, sys.__stderr__):
            if stream is not None:
                stream.flush()
        self.drain()
        self._close_stream()

    def _add_text(self, name: str, text: str) -> None:
        self._count(len(text))
        if name != self._stream:
            self._close_stream()
            self._stream = name
        self._texts.append(text)

    def _close_stream(self) -> None:
        if self._texts:
            text = "".join(self._texts)
            self._texts.clear()
            self._process("stream", {"name": self._stream, "text": text})
        self._stream = ""

    def here(self, error: str, message: str) -> dict[str, Any]:
        """A failure on the innermost line of the page that is being run."""
        frame: FrameType | None = sys._getframe()  # noqa: SLF001  Python's own way to see a caller
        while frame is not None:
            number = cell_number(frame.f_code.co_filename)
            if number in self.numbers:
                cell, line = self.numbers[number], frame.f_lineno
                return _as_data(CellFailure(cell, line, error, message))
            frame = frame.f_back
        return _as_data(CellFailure(self.cell, 0, error, message))

    def _process(self, kind: str, content: dict[str, Any]) -> None:
        message = {"msg_type": kind, "header": {"msg_type": kind}, "parent_header": {}}
        own = self.notebook.cells[self.cell]
        self._client.process_message({**message, "content": content}, own, self.cell)

    def _count(self, more: int) -> None:
        if self.size > self.limit:
            self.give_up(self.here(OUTPUT_LIMIT, ""))
        self.size += more
        if self.size > self.limit:
            raise OutputLimitError


class _Session(Session):
    """What the shell believes to be its line to a client."""

    recorder: Recorder | None = None

    # the rest of its arguments is for sockets
    def send(self, _stream: Any, kind: Any, content: Any = None, *_: Any, **_named: Any) -> None:  # type: ignore[override]
        if isinstance(kind, dict):
            kind, content = kind["header"]["msg_type"], kind["content"]
        if self.recorder is not None:
            self.recorder.message(kind, content)


class _Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr``."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, name: str, handle: int, recorder: Recorder) -> None:
        self.name = f"<{name}>"
        self._kind = name
        self._handle = handle
        self._recorder = recorder

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._handle

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._recorder.write(self._kind, text)
        return len(text)


def _refuse_input(prompt: object = "", **_: object) -> str:
    raise StdinNotImplementedError(
        f"input({prompt!r}) asks the reader, and nobody is there when the page is built"
    )


class Shell:
    """The session that every program starts from; made once, before the forks."""

    def __init__(self) -> None:
        self._session = _Session()
        # no history: it has a thread, which a fork would lose, and a database
        config = Config(
            {
                "HistoryManager": {"enabled": False},
                # matplotlib, where a lesson uses it: one drawing, of the size that it says
                "InlineBackend": {
                    "figure_formats": {"svg"},
                    "print_figure_kwargs": {"bbox_inches": None},
                },
            }
        )
        self.shell = ZMQInteractiveShell.instance(config=config, colors="nocolor")
        parts: list[Any] = [self.shell.displayhook, self.shell.display_pub]
        for part in parts:
            part.session = self._session
            part.pub_socket = None
        start(self.shell)
        # nbformat makes its checks when the first cell is made: once here, not once a program
        nbformat.v4.new_code_cell("")
        nbformat.v4.new_output("stream", text="")

    def begin(self, cells: Sequence[dict[str, Any]], recorder: Recorder) -> None:
        """Make ready to run the cells of a program, in the process that will."""
        import builtins  # noqa: PLC0415  only here is its input() replaced
        import getpass  # noqa: PLC0415

        modules: tuple[tuple[Any, str], ...] = ((builtins, "input"), (getpass, "getpass"))
        for module, name in modules:
            setattr(module, name, _refuse_input)
        self._recorder = self._session.recorder = recorder
        sys.stdout = _Stream("stdout", 1, recorder)
        sys.stderr = _Stream("stderr", 2, recorder)
        recorder.notebook.cells = [nbformat.v4.new_code_cell(cell["source"]) for cell in cells]
        seed()
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)

    def run(
        self, cells: Sequence[dict[str, Any]], which: range, starts: Callable[[int], None]
    ) -> dict[str, Any] | None:
        """Run some cells until one fails; returns the failure as data, None when there is none."""
        recorder = self._recorder
        for n in which:
            cell = cells[n]
            if "skip-execution" in cell["tags"] or not cell["source"].strip():
                continue
            recorder.start_cell(n)
            recorder.numbers[self.shell.execution_count] = n
            starts(n)
            limit_met = False
            result = self._loop.run_until_complete(self._run_cell(cell["source"]))
            try:
                recorder.end_cell()
            except OutputLimitError:
                limit_met = True
            error = result.error_before_exec or result.error_in_exec
            shown = getattr(self.shell, "_last_traceback_during_displayhook", False)
            expected = "raises-exception" in cell["tags"]
            if isinstance(error, OutputLimitError) or limit_met:
                error = error or OutputLimitError()
            elif (result.success and not shown) or (
                expected and not isinstance(error, KeyboardInterrupt)
            ):
                continue
            places = [] if limit_met else self._places(error)
            return _as_data(
                failure_at(n, places, recorder.numbers, type(error).__name__, str(error))
            )
        return None

    def _places(self, error: BaseException | None) -> list[tuple[int, int]]:
        """The way of an error through the page; that of a syntax error is in its text only."""
        steps = traceback.extract_tb(error.__traceback__ if error else None)
        numbered = ((cell_number(step.filename), step.lineno or 0) for step in steps)
        places = [(number, line) for number, line in numbered if number is not None]
        return places or places_in(getattr(self.shell, "_last_traceback", None) or [])

    async def _run_cell(self, source: str) -> ExecutionResult:
        own = os.getpid()
        try:
            return await self._run_source(source)
        finally:
            if os.getpid() != own:  # a child that the cell forked and that came to its end
                os._exit(0)

    async def _run_source(self, source: str) -> ExecutionResult:
        """As ipykernel does it: cells with ``await`` in the running loop, others at once."""
        shell: Any = self.shell
        shell._last_traceback_during_displayhook = False  # noqa: SLF001  ipykernel's own mark
        transformed, trouble = source, None
        try:
            transformed = shell.transform_cell(source)
        except Exception:  # noqa: BLE001  run_cell tells it as the cell's error
            trouble = sys.exc_info()
        if not shell.should_run_async(
            source, transformed_cell=transformed, preprocessing_exc_tuple=trouble
        ):
            done: ExecutionResult = shell.run_cell(source, store_history=True)
            return done
        result: ExecutionResult | None = None
        try:
            result = await shell.run_cell_async(
                source,
                store_history=True,
                transformed_cell=transformed,
                preprocessing_exc_tuple=trouble,
            )
        finally:
            shell.events.trigger("post_execute")
            shell.events.trigger("post_run_cell", result)
        return result
