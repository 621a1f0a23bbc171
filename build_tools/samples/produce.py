"""Produce all samples: run the plan on several processes, write the files, then the manifest."""

import hashlib
import multiprocessing
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import awkward as ak
import numpy as np

from build_tools.detector.response import respond
from build_tools.samples import columns, generator, rootfile
from build_tools.samples.catalogue import Branch, Processes, read_branches, read_processes
from build_tools.samples.error import SampleError
from build_tools.samples.manifest import NAME, Manifest, Part, Sample, read_manifest, write_manifest
from build_tools.samples.plan import PlannedFile, Run, plan, seed_of

Progress = Callable[[str, int, int], None]  # what was done, how many steps so far, of how many

COMMON_LIMITATIONS = (
    "Simulated with a fast, parametrised detector response; neither recorded nor made by ATLAS.",
    "No photons, hadronic taus or large-radius jets: their branches are empty.",
    "Systematic uncertainties are 0.",
    "No lepton is faked by a jet or by pile-up; leptons from decays of heavy quarks are there.",
)
DATA_LIMITATION = (
    "A Poisson-distributed number of events of each process listed under parts, and of no other."
)


@dataclass(frozen=True)
class _Outcome:
    columns: columns.Columns
    number: np.ndarray  # of each event among those generated for the file
    generated: int
    sum_of_weights: float


def produce(
    out: Path,
    *,
    events_scale: float = 1.0,
    workers: int = 2,
    progress: Progress = lambda _what, _done, _total: None,
    edition: str = "",
) -> Manifest:
    """Write all samples below `out`, and last their manifest; the bytes do not depend on `workers`.

    `events_scale` multiplies the simulated events and the luminosities: 0.004 suits a test.
    Files appear in `out` complete or not at all. Raises SampleError if `out` cannot be written.
    """
    processes, branches = read_processes(), read_branches()
    files = plan(processes, scale=events_scale, edition=edition)
    runs = [run for file in files for run in file.runs]
    outcomes = []
    # "spawn", since a fork would copy the state of threads that NumPy may have started.
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
    with pool:
        for done, outcome in enumerate(pool.map(_run, runs), 1):
            outcomes.append(outcome)
            run = runs[done - 1]
            what = f"{run.process.key} for {run.collection} {'data' if run.as_data else 'MC'}"
            progress(what, done, len(runs))
    results = iter(outcomes)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".samples-") as folder:
            staging = Path(folder)
            samples = tuple(
                _write(staging, file, [next(results) for _ in file.runs], branches, processes)
                for file in files
            )
            manifest = Manifest(samples=tuple(sorted(samples, key=lambda sample: sample.path)))
            write_manifest(staging, manifest)
            _publish(staging, out, manifest)
    except OSError as error:
        raise SampleError(f"{out} cannot be written: {error}") from error
    return manifest


def _run(run: Run) -> _Outcome:
    needed = columns.LEPTONS_NEEDED[run.collection]
    made = generator.generate(run.process, events=run.events, seed=run.seed, leptons=needed)
    seen = respond(made.truth, np.random.default_rng(run.seed), as_data=run.as_data)
    chosen = columns.select(seen, run.collection)
    filled = columns.fill(seen, chosen, as_data=run.as_data)
    return _Outcome(filled, run.first + made.index[chosen], made.generated, made.sum_of_weights)


def _write(
    staging: Path,
    file: PlannedFile,
    outcomes: list[_Outcome],
    branches: tuple[Branch, ...],
    processes: Processes,
) -> Sample:
    parts = _parts(file, outcomes)
    filled: columns.Columns = {
        name: ak.concatenate([outcome.columns[name] for outcome in outcomes])
        for name in (outcomes[0].columns if outcomes else ())
    }
    count = sum(len(outcome.number) for outcome in outcomes)
    if file.process:
        filled["eventNumber"] = np.concatenate([outcome.number for outcome in outcomes])
        channel = file.process.dsid
        cross_section, weights = file.process.cross_section_pb, sum(p.sum_of_weights for p in parts)
    else:
        # Nature does not sort by process.
        order = np.random.default_rng(seed_of("order", file.path)).permutation(count)
        filled = {name: values[order] for name, values in filled.items()}
        filled["eventNumber"] = np.arange(1, count + 1)
        channel = file.run_number
        cross_section = weights = 1.0  # as in the release's data
    filled |= {
        "runNumber": np.full(count, file.run_number),
        "channelNumber": np.full(count, channel),
        "XSection": np.full(count, cross_section),
        "SumWeights": np.full(count, weights),
    }
    target = staging / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    as_data = file.process is None
    rootfile.write(target, columns.complete(filled, branches, as_data=as_data), branches)
    content = target.read_bytes()
    own = file.process.limitations if file.process else (DATA_LIMITATION,)
    return Sample(
        path=file.path,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        kind="simulated pseudo-data" if as_data else "simulation",
        process=file.process.key if file.process else None,
        dsid=file.process.dsid if file.process else None,
        generator="Pythia",
        generator_version=generator.VERSION,
        parts=parts,
        events_generated=sum(part.events_generated for part in parts),
        events_kept=count,
        cross_section_pb=file.process.cross_section_pb if file.process else None,
        cross_section_source=processes.cross_section_source,
        sum_of_weights=None if as_data else weights,
        luminosity_fb=file.luminosity_fb,
        limitations=(*own, *COMMON_LIMITATIONS),
    )


def _parts(file: PlannedFile, outcomes: list[_Outcome]) -> tuple[Part, ...]:
    pairs = list(zip(file.runs, outcomes, strict=True))
    parts = []
    for _key, group in groupby(pairs, key=lambda pair: pair[0].process.key):
        members = list(group)
        process = members[0][0].process
        parts.append(
            Part(
                process=process.key,
                dsid=process.dsid,
                cross_section_pb=process.cross_section_pb,
                seeds=tuple(run.seed for run, _ in members),
                events_generated=sum(outcome.generated for _, outcome in members),
                events_kept=sum(len(outcome.number) for _, outcome in members),
                sum_of_weights=sum(outcome.sum_of_weights for _, outcome in members),
            )
        )
    return tuple(parts)


def _publish(staging: Path, out: Path, manifest: Manifest) -> None:
    """Move the files to their places, the manifest last; drop what only the former one knew."""
    for sample in manifest.samples:
        target = out / sample.path
        target.parent.mkdir(parents=True, exist_ok=True)
        (staging / sample.path).replace(target)
    if (out / NAME).exists():
        for former in read_manifest(out).samples:
            if manifest.find(former.path) is None:
                (out / former.path).unlink(missing_ok=True)
    (staging / NAME).replace(out / NAME)
