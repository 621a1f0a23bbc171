"""The plain road: a program in an ordinary Jupyter kernel, driven by nbclient.

It is taken where processes cannot be forked, and is the referee of the warm road.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from build_tools.execution.failure import CellFailure, failure_at, places_in
from build_tools.execution.outputs import as_executed
from build_tools.execution.workplace import environment, lay_out, workplace

if TYPE_CHECKING:
    from build_tools.execution.limits import Limits
    from build_tools.execution.program import Program
    from build_tools.execution.store import Executed

_ROOT = str(Path(__file__).parents[2])
_PREAMBLE = (
    f"import sys; sys.path.insert(0, {_ROOT!r});"
    " from build_tools.execution.session import seed, start; start(get_ipython()); seed();"
    " sys.path.pop(0); del sys, seed, start"
)

#: Loops of the programs that are running in this process, to be stopped from another thread.
_running: set[asyncio.AbstractEventLoop] = set()


class _Kernel(AsyncKernelManager):
    """A kernel of the interpreter that runs the build, whatever kernels the user has installed."""

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name="Python",
            language="python",
        )


def run_in_kernel(program: Program, limits: Limits) -> Executed:
    """Run a program and return its outputs.

    Raises CellFailure for the first cell that fails, runs too long or takes the kernel down, and
    CancelledError when ``cancel_all`` was called.
    """
    with tempfile.TemporaryDirectory(prefix="lesson-") as folder:
        return asyncio.run(_run(program, limits, Path(folder).resolve()))


def cancel_all() -> None:
    """End every kernel that this process has running."""
    for loop in list(_running):
        loop.call_soon_threadsafe(_cancel, loop)


def _cancel(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        task.cancel()


async def _run(program: Program, limits: Limits, home: Path) -> Executed:
    loop = asyncio.get_running_loop()
    _running.add(loop)
    try:
        return await _run_in(program, limits, home)
    finally:
        _running.discard(loop)


async def _run_in(program: Program, limits: Limits, home: Path) -> Executed:
    cells = [
        nbformat.v4.new_code_cell(cell.source, metadata={"tags": sorted(cell.tags)})
        for cell in program.cells
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    started = time.perf_counter()
    lay_out(program, home)
    client = NotebookClient(
        notebook,
        kernel_manager_class=_Kernel,
        timeout=limits.cell_seconds,
        skip_cells_with_tag="skip-execution",
        resources={"metadata": {"path": str(workplace(home))}},
        extra_arguments=[
            f"--IPKernelApp.exec_lines={_PREAMBLE}",
            "--InteractiveShell.colors=NoColor",
            "--HistoryManager.enabled=False",
            "--log-level=ERROR",
            # matplotlib, where a lesson uses it: one drawing, of the size that it says
            "--InlineBackend.figure_formats=svg",
            "--InlineBackend.print_figure_kwargs={'bbox_inches': None}",
        ],
    )
    _prepare_kernel(client, home / ".jupyter")
    position = {"cell": 0}
    client.on_cell_start = lambda cell, cell_index: position.update(cell=cell_index)  # noqa: ARG005
    try:
        async with asyncio.timeout(limits.program_seconds):
            await client.async_execute(
                env=environment(home),
                cwd=str(workplace(home)),
                # what a kernel says while it is stopped; what cells print comes as outputs
                stderr=subprocess.DEVNULL,
            )
    except CellExecutionError as error:
        raise _failure(position["cell"], notebook, error) from None
    except CellTimeoutError:
        message = f"ran longer than {limits.cell_seconds:g} s and was stopped"
        raise CellFailure(position["cell"], 0, "", message) from None
    except (TimeoutError, DeadKernelError):
        message = "took the Python process down (out of memory, or a crash in compiled code)"
        if time.perf_counter() - started >= limits.program_seconds:
            message = _too_long(limits.program_seconds)
        raise CellFailure(position["cell"], 0, "", message) from None
    outputs = [json.loads(json.dumps(cell.outputs)) for cell in notebook.cells]
    return as_executed(program, outputs, home, time.perf_counter() - started)


def _too_long(seconds: float) -> str:
    return f"was running when the page had run for {seconds:g} s, and was stopped"


def _prepare_kernel(client: NotebookClient, folder: Path) -> None:
    """Let the client own its kernel, so that it also ends it.

    The two talk through sockets in a folder where the system has them, else through TCP.
    """
    folder.mkdir()
    kernel = client.create_kernel_manager()
    kernel.connection_file = str(folder / "kernel.json")
    if os.name == "posix":
        kernel.transport = "ipc"


def _failure(cell: int, notebook: nbformat.NotebookNode, error: CellExecutionError) -> CellFailure:
    numbers = {
        own.execution_count: n for n, own in enumerate(notebook.cells) if own.execution_count
    }
    trace = [
        "\n".join(output.traceback)
        for output in notebook.cells[cell].outputs
        if output.output_type == "error"
    ]
    return failure_at(cell, places_in(trace), numbers, error.ename, error.evalue)
