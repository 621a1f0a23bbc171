"""Finished runs, kept so that a production that was stopped goes on where it was.

A chunk's name is the digest of all that its contents depend on: the run, the code that makes and
measures its events, and the versions of the libraries. A stale chunk is never read; it is swept.
"""

import contextlib
import dataclasses
import hashlib
import json
import tempfile
import zipfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import awkward as ak
import numpy as np

import build_tools.detector
import build_tools.samples
from build_tools.samples.catalogue import CATALOGUE
from build_tools.samples.columns import Columns
from build_tools.samples.plan import Run

_LIBRARIES = ("awkward", "fastjet", "numpy", "pythia8mc")
# The files of this package that a run's events depend on; of `detector`, all are.
_CODE = ("columns.py", "generator.py", "needs.py", "produce.py", "reduction.py")
_COUNTS, _VALUES = "counts/", "values/"


@dataclass(frozen=True)
class Outcome:
    """The selected events of a run."""

    columns: Columns
    number: np.ndarray  # of each event among those generated for the file
    generated: int
    sum_of_weights: float


def code_digest() -> str:
    """Digest of the code and the libraries that runs depend on."""
    digest = hashlib.sha256()
    detector = sorted(Path(build_tools.detector.__path__[0]).glob("*.py"))
    here = Path(build_tools.samples.__path__[0])
    spectra = sorted(CATALOGUE.glob("*.slha"))
    for file in (*detector, *(here / name for name in _CODE), *spectra):
        digest.update(file.read_bytes())
    digest.update(" ".join(version(name) for name in _LIBRARIES).encode())
    return digest.hexdigest()


class Chunks:
    """A folder of finished runs."""

    def __init__(self, folder: Path) -> None:
        """The folder is made when the first run is kept."""
        self._folder = folder
        self._code = code_digest()

    def _file(self, run: Run) -> Path:
        process = run.process.model_dump_json(include={"key", "pythia", "slha", "leptons"})
        facts = {
            **{
                field.name: getattr(run, field.name)
                for field in dataclasses.fields(run)
                if field.name not in {"process", "production"}
            },
            "process": process,
            "production": run.production.model_dump_json(),
            "code": self._code,
        }
        text = json.dumps(facts, sort_keys=True)
        return self._folder / f"{hashlib.sha256(text.encode()).hexdigest()}.npz"

    def load(self, run: Run) -> Outcome | None:
        """The run's outcome, if it was finished before; a damaged file counts as none."""
        try:
            with np.load(self._file(run)) as stored:
                arrays = dict(stored)
        except (FileNotFoundError, ValueError, EOFError, zipfile.BadZipFile):
            return None
        columns: Columns = {}
        for key, values in arrays.items():
            if key.startswith(_VALUES):
                name = key.removeprefix(_VALUES)
                counts = arrays.get(_COUNTS + name)
                columns[name] = values if counts is None else ak.unflatten(values, counts)
        generated, sum_of_weights = arrays["sums"]
        return Outcome(columns, arrays["number"], int(generated), float(sum_of_weights))

    def keep(self, run: Run, outcome: Outcome) -> None:
        """Keep a finished run, complete or not at all."""
        arrays: dict[str, np.ndarray] = {
            "number": outcome.number,
            "sums": np.array([outcome.generated, outcome.sum_of_weights]),
        }
        for name, values in outcome.columns.items():
            if isinstance(values, np.ndarray):
                arrays[_VALUES + name] = values
            else:
                arrays[_COUNTS + name] = np.asarray(ak.num(values))
                arrays[_VALUES + name] = np.asarray(ak.flatten(values))
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as file:
            part = Path(file.name)
            try:
                np.savez(file, allow_pickle=False, **arrays)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        part.replace(self._file(run))

    def sweep(self, runs: list[Run]) -> None:
        """Remove what belongs to none of these runs."""
        wanted = {self._file(run).name for run in runs}
        for file in self._folder.glob("*"):
            if file.name not in wanted:
                with contextlib.suppress(OSError):
                    file.unlink()
