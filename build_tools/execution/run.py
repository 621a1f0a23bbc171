"""Running programs in Jupyter kernels, through nbclient."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from build_tools.execution.program import MATPLOTLIB_STYLE, PINNED_ENVIRONMENT
from build_tools.execution.store import Executed
from build_tools.pages import mime

if TYPE_CHECKING:
    from build_tools.execution.program import Program

#: Seconds that one cell may take.
CELL_TIMEOUT = 300

_PREAMBLE = (
    "from build_tools.execution.session import start as _start; _start(get_ipython()); del _start"
)
_CELL_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(eq=False)  # not frozen: Python writes the traceback into an exception
class CellFailure(Exception):  # noqa: N818  a failure is what it is called for people
    """A cell did not run; ``line`` is 1-based within the cell's source, 0 when not known."""

    cell: int
    line: int
    error: str  #: the exception's name
    message: str

    def __str__(self) -> str:
        return f"{self.error}: {self.message}" if self.error else self.message


class _Kernel(AsyncKernelManager):
    """A kernel of the interpreter that runs the build, whatever kernels the user has installed."""

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name="Python",
            language="python",
        )


def _prepare_kernel(client: NotebookClient, folder: Path) -> None:
    """Let the client own its kernel, so that it also ends it.

    The two talk through sockets in a folder where the system has them, else through TCP.
    """
    folder.mkdir()
    kernel = client.create_kernel_manager()
    kernel.connection_file = str(folder / "kernel.json")
    if os.name == "posix":
        kernel.transport = "ipc"


async def run(program: Program) -> Executed:
    """Run a program and return its outputs.

    Raises CellFailure for the first cell that fails, runs longer than ``CELL_TIMEOUT`` or takes the
    kernel down with it. Cancelled, it ends its kernel.
    """
    cells = [nbformat.v4.new_code_cell(_PREAMBLE, metadata={"tags": []})]
    cells += [
        nbformat.v4.new_code_cell(cell.source, metadata={"tags": sorted(cell.tags)})
        for cell in program.cells
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="lesson-") as folder:
        workplace = Path(folder)
        _lay_out_samples(program, workplace)
        environment = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("LC_", "PYTHON", "JUPYTER", "IPYTHON"))
        } | PINNED_ENVIRONMENT
        environment["MATPLOTLIBRC"] = str(MATPLOTLIB_STYLE)
        environment["IPYTHONDIR"] = str(workplace / ".ipython")
        client = NotebookClient(
            notebook,
            kernel_manager_class=_Kernel,
            timeout=CELL_TIMEOUT,
            skip_cells_with_tag="skip-execution",
            resources={"metadata": {"path": str(workplace)}},
            extra_arguments=[
                "--InteractiveShell.colors=NoColor",
                "--HistoryManager.enabled=False",
                "--log-level=ERROR",
                # matplotlib, where a lesson uses it: one drawing, of the size that it says
                "--InlineBackend.figure_formats=svg",
                "--InlineBackend.print_figure_kwargs={'bbox_inches': None}",
            ],
        )
        _prepare_kernel(client, workplace / ".jupyter")
        position = {"cell": 0}
        client.on_cell_start = lambda cell, cell_index: position.update(cell=cell_index)  # noqa: ARG005
        try:
            await client.async_execute(
                env=environment,
                cwd=str(workplace),
                # what a kernel says while it is stopped; what cells print comes as outputs
                stderr=subprocess.DEVNULL,
            )
        except CellExecutionError as error:
            raise _failure(position["cell"] - 1, notebook, error) from None
        except CellTimeoutError:
            message = f"ran longer than {CELL_TIMEOUT} s and was stopped"
            raise CellFailure(position["cell"] - 1, 0, "", message) from None
        except DeadKernelError:
            message = "took the Python process down (out of memory, or a crash in compiled code)"
            raise CellFailure(position["cell"] - 1, 0, "", message) from None
    outputs, glued = [], {}
    for cell in notebook.cells[1:]:
        kept = []
        for output in cell.outputs:
            if output.output_type in {"display_data", "execute_result"}:
                if mime.GLUE in output.data:
                    record = dict(output.data[mime.GLUE])
                    glued[record.pop("name")] = record
                    continue
                _keep_structured(output.data)
            output.pop("execution_count", None)
            kept.append(json.loads(json.dumps(output)))
        outputs.append(kept)
    return Executed(
        key=program.key,
        parts=program.key_parts(),
        name=program.name,
        seconds=time.perf_counter() - started,
        cells=outputs,
        glued=glued,
    )


def _keep_structured(data: dict[str, Any]) -> None:
    """Drop renderings of what is also there as data: they cannot be localised."""
    kind = next((kind for kind in (mime.TABLE, *mime.FIGURES) if kind in data), None)
    if kind is not None:
        for other in [key for key in data if key != kind]:
            del data[other]


def _lay_out_samples(program: Program, workplace: Path) -> None:
    """A ``samples`` folder with the declared files and no others, and what is known of them."""
    folder = workplace / "samples"
    folder.mkdir()
    for sample in program.samples:
        place = folder / sample.path
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            place.symlink_to(sample.file.resolve())
        except OSError:  # Windows without the right to make links
            with contextlib.suppress(shutil.SameFileError):
                shutil.copyfile(sample.file, place)
    (folder / "manifest.json").write_text(program.manifest(), encoding="utf-8")


def _failure(cell: int, notebook: nbformat.NotebookNode, error: CellExecutionError) -> CellFailure:
    trace = ""
    for output in notebook.cells[cell + 1].outputs:
        if output.output_type == "error":
            trace = _ANSI.sub("", "\n".join(output.traceback))
    lines = _CELL_LINE.findall(trace)
    return CellFailure(cell, int(lines[-1]) if lines else 0, error.ename, error.evalue)
