"""A program: the cells of one source page, with everything that its outputs depend on."""

from __future__ import annotations

import ast
import hashlib
import json
import platform
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from build_tools.execution.packages import imported, versions
from build_tools.pages import mime

#: Tags that change what execution does; others only change how a cell is shown.
EXECUTION_TAGS = frozenset({"raises-exception", "skip-execution"})

#: What a program is run with, whatever the author's own settings are. One thread for linear
#: algebra: sums then have one order, and a result does not depend on the number of processors.
PINNED_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "SOURCE_DATE_EPOCH": "0",  # no date of today inside a drawing
    "COLUMNS": "100",
    "OPEN_DATA_DIR": "",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}

#: The code of ours that decides what cells put out.
_SESSION = tuple(
    Path(__file__).with_name(name)
    for name in (
        "session.py",
        "workplace.py",
        "outputs.py",
        "kernel.py",
        "recorder.py",
        "matplotlibrc",
    )
)
#: How matplotlib draws, where a lesson uses it.
MATPLOTLIB_STYLE = Path(__file__).with_name("matplotlibrc")


@dataclass(frozen=True)
class ProgramCell:
    """A cell as the program sees it."""

    source: str
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SampleFile:
    """A sample as the program sees it: the name that cells open, the file that is there."""

    path: str
    file: Path
    sha256: str
    luminosity_fb: float | None = None


@dataclass(frozen=True)
class Program:
    """The cells of a page and the samples that they may open."""

    name: str  #: docname of the page, for messages
    cells: tuple[ProgramCell, ...]
    samples: tuple[SampleFile, ...]

    def manifest(self) -> str:
        """What cells can know of their samples, as ``samples/manifest.json`` beside them.

        ``{"files": {path: {"luminosity_fb": number or null}}}``, luminosity in fb⁻¹.
        """
        known = {sample.path: {"luminosity_fb": sample.luminosity_fb} for sample in self.samples}
        return json.dumps({"files": known}, indent=1)

    def key_parts(self) -> dict[str, str]:
        """The parts of the key by name, so fine that a change can be told by its place.

        Names are ``<kind> <which>``, see ``why``. No part knows a folder of this machine.
        """
        return dict(self._parts)

    @cached_property
    def _parts(self) -> dict[str, str]:
        parts = {
            f"cell {n}": _digest([_tree(cell.source), sorted(cell.tags & EXECUTION_TAGS)])
            for n, cell in enumerate(self.cells, 1)
        }
        parts |= {
            f"sample {sample.path}": _digest([sample.sha256, sample.luminosity_fb])
            for sample in self.samples
        }
        parts["python"] = platform.python_version()
        modules = imported(cell.source for cell in self.cells)
        parts |= {f"package {name}": version for name, version in versions(modules).items()}
        parts |= {f"environment {name}": value for name, value in PINNED_ENVIRONMENT.items()}
        return parts | _session()

    @cached_property
    def key(self) -> str:
        """sha256 over all that the outputs depend on; comments and layout do not count."""
        return _digest(self._parts)


@lru_cache(maxsize=4096)  # most cells are those of the last build, where one outlives it
def _tree(source: str) -> str:
    return ast.dump(ast.parse(source))


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


@cache
def _session() -> dict[str, str]:
    files = (*_SESSION, Path(mime.__file__))
    return {f"session {file.name}": _digest(file.read_text(encoding="utf-8")) for file in files}
