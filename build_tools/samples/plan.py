"""What to produce: files, and the generator runs that fill each, with a seed for every run."""

import hashlib
from dataclasses import dataclass

import numpy as np

from build_tools.samples.catalogue import Process, Processes

RELEASE = "first edition"  # part of every seed: change it to draw new, independent samples
CHUNK = 8_000  # generated events of one run: small enough to share between workers

# Integrated luminosity of each period, 1/fb, scaled to the sum that the release states, 10.06.
PERIODS = {"A": 0.5, "B": 1.9, "C": 2.9, "D": 4.7}
TOTAL_LUMINOSITY = 10.06
# The two-lepton pseudo-data stand for a small part of that: at full luminosity there would be 16
# million events. What is chosen fits 1.5 MB for the four files together.
LUMINOSITY = {"2lep": 0.010, "4lep": TOTAL_LUMINOSITY}
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
    period: str | None  # of pseudo-data
    luminosity_fb: float | None
    runs: tuple[Run, ...]


def seed_of(*words: object) -> int:
    """A seed from 1 to 900,000,000 (Pythia's range) for what the words describe, the same everywhere."""
    digest = hashlib.sha256("/".join(map(str, (RELEASE, *words))).encode()).digest()
    return int.from_bytes(digest[:8], "big") % 900_000_000 + 1


def plan(processes: Processes, *, scale: float, edition: str = "") -> tuple[PlannedFile, ...]:
    """All files, in a stable order. `scale` multiplies simulated events and luminosities alike.

    `edition` makes all seeds different: for tests of independence.
    """
    files = []
    for collection, luminosity in LUMINOSITY.items():
        members = [process for process in processes.processes if collection in process.collections]
        for process in members:
            events = max(round(SIMULATED_EVENTS[process.key] * scale), 1)
            runs = _runs(process, collection, events, as_data=False, words=("MC", edition))
            path = f"{collection}/MC/{process.file_name(collection)}"
            files.append(PlannedFile(path, collection, process, None, None, runs))
        for period, share in PERIODS.items():
            part = luminosity * scale * share / sum(PERIODS.values())
            runs = ()
            for process in members:
                rng = np.random.default_rng(
                    seed_of("count", edition, collection, period, process.key)
                )
                events = int(rng.poisson(process.cross_section_pb * part * 1000.0))
                runs += _runs(process, collection, events, as_data=True, words=(period, edition))
            path = f"{collection}/Data/data_{period}.{collection}.root"
            files.append(PlannedFile(path, collection, None, period, part, runs))
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
