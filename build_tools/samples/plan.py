"""What to produce: files, and the generator runs that fill each, with a seed for every run."""

import hashlib
from dataclasses import dataclass

import numpy as np

from build_tools.samples import luminosity
from build_tools.samples.catalogue import Process, Processes

RELEASE = "first edition"  # part of every seed: change it to draw new, independent samples
CHUNK = 8_000  # generated events of one run: small enough to share between workers

# Run numbers that the release's runs (below 320,000) cannot be confused with.
RUN_NUMBERS = {"A": 900_001, "B": 900_002, "C": 900_003, "D": 900_004}
SIMULATION_RUN = 284_500  # of the release's simulated files

# Generated events of each simulation: at least twice the pseudo-data's after selection.
SIMULATED_EVENTS = {
    "Zee": 30_000,
    "Zmumu": 28_000,
    "Ztautau": 50_000,
    "ttbar_lep": 16_000,
    "llll": 100_000,
    "ggH125_ZZ4lep": 16_000,
    "VBFH125_ZZ4lep": 10_000,
}


@dataclass(frozen=True)
class Run:
    """One run of the generator, with its part of the detector response."""

    process: Process
    collection: str
    events: int
    first: int  # number of its first event within the file's process
    as_data: bool
    seed: int


@dataclass(frozen=True)
class PlannedFile:
    """One file and the runs whose events it holds."""

    path: str
    collection: str
    process: Process | None  # of a simulation
    run_number: int
    luminosity_fb: float | None
    runs: tuple[Run, ...]


def seed_of(*words: object) -> int:
    """A seed from 1 to 900,000,000 (Pythia's range) for what the words describe."""
    digest = hashlib.sha256("/".join(map(str, (RELEASE, *words))).encode()).digest()
    return int.from_bytes(digest[:8], "big") % 900_000_000 + 1


def plan(processes: Processes, *, scale: float, edition: str = "") -> tuple[PlannedFile, ...]:
    """All files, in a stable order. `scale` multiplies simulated events and luminosities alike.

    `edition` makes all seeds different: for tests of independence.
    """
    files = []
    for collection, whole in luminosity.BUNDLED.items():
        members = [process for process in processes.processes if collection in process.collections]
        for process in members:
            events = max(round(SIMULATED_EVENTS[process.key] * scale), 1)
            runs = _runs(process, collection, events, as_data=False, words=("MC", edition))
            path = f"{collection}/MC/{process.file_name(collection)}"
            files.append(PlannedFile(path, collection, process, SIMULATION_RUN, None, runs))
        for period, number in RUN_NUMBERS.items():
            part = whole * scale * luminosity.share(period)
            runs = ()
            for process in members:
                rng = np.random.default_rng(
                    seed_of("count", edition, collection, period, process.key)
                )
                events = int(rng.poisson(process.cross_section_pb * part * 1000.0))
                runs += _runs(process, collection, events, as_data=True, words=(period, edition))
            path = f"{collection}/Data/data_{period}.{collection}.root"
            files.append(PlannedFile(path, collection, None, number, part, runs))
    return tuple(files)


def _runs(
    process: Process, collection: str, events: int, *, as_data: bool, words: tuple[str, ...]
) -> tuple[Run, ...]:
    return tuple(
        Run(
            process=process,
            collection=collection,
            events=min(CHUNK, events - first),
            first=first,
            as_data=as_data,
            seed=seed_of(*words, collection, process.key, first),
        )
        for first in range(0, events, CHUNK)
    )
