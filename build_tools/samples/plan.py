"""What to produce: files, and the generator runs that fill each, with a seed for every run."""

import hashlib
from dataclasses import dataclass

import numpy as np

from build_tools.detector.fakes import CAPS
from build_tools.samples import luminosity
from build_tools.samples.catalogue import Process, Processes, Production

RELEASE = "second edition"  # part of every seed: change it to draw new, independent samples
CHUNK = 8_000  # generated events of one run: small enough to share between workers

# Run numbers that the release's runs (below 320,000) cannot be confused with.
RUN_NUMBERS = {"A": 900_001, "B": 900_002, "C": 900_003, "D": 900_004}
SIMULATION_RUN = 284_500  # of the release's simulated files


@dataclass(frozen=True, eq=False)
class Run:
    """One run of the generator, with its part of the detector response."""

    process: Process
    production: Production
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


def plan(
    processes: Processes,
    *,
    scale: float,
    edition: str = "",
    collections: tuple[str, ...] = tuple(luminosity.BUNDLED),
) -> tuple[PlannedFile, ...]:
    """All files, in a stable order. `scale` multiplies simulated events and luminosities alike.

    `edition` makes all seeds different: for tests of independence.
    """
    files = []
    for collection in collections:
        whole = luminosity.BUNDLED[collection]
        members = [
            (process, process.collections[collection])
            for process in processes.processes
            if collection in process.collections
        ]
        for process, production in members:
            events = max(round(production.events * scale), 1)
            words = ("MC", edition)
            runs = _runs(process, production, collection, events, as_data=False, words=words)
            path = f"{collection}/MC/{process.file_name(collection)}"
            files.append(PlannedFile(path, collection, process, SIMULATION_RUN, None, runs))
        for period, number in RUN_NUMBERS.items():
            part = whole * scale * luminosity.share(period)
            runs = ()
            for process, production in members:
                if not production.in_data:
                    continue
                rng = np.random.default_rng(
                    seed_of("count", edition, collection, period, process.key)
                )
                events = int(rng.poisson(expected_events(process, production, part)))
                words = (period, edition)
                runs += _runs(process, production, collection, events, as_data=True, words=words)
            path = f"{collection}/Data/data_{period}.{collection}.root"
            files.append(PlannedFile(path, collection, None, number, part, runs))
    return tuple(files)


def expected_events(process: Process, production: Production, luminosity_fb: float) -> float:
    """Events to generate for pseudo-data of a luminosity.

    Where a jet has to be taken for something else, only the share of them in which that can happen
    at all: the largest probability of an event.
    """
    return process.cross_section_pb * production.share * luminosity_fb * 1000.0 * cap(production)


def cap(production: Production) -> float:
    """Largest probability that pseudo-data can represent; 1 where no jet has to be mistaken."""
    return production.cap or (CAPS[production.fake] if production.fake else 1.0)


def _runs(
    process: Process,
    production: Production,
    collection: str,
    events: int,
    *,
    as_data: bool,
    words: tuple[str, ...],
) -> tuple[Run, ...]:
    return tuple(
        Run(
            process=process,
            production=production,
            collection=collection,
            events=min(CHUNK, events - first),
            first=first,
            as_data=as_data,
            seed=seed_of(*words, collection, process.key, first),
        )
        for first in range(0, events, CHUNK)
    )
