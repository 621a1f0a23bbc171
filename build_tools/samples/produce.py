"""Produce all samples: run the plan on several processes, write the files, then the manifest."""

import hashlib
import multiprocessing
import os
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import groupby
from pathlib import Path

import awkward as ak
import numpy as np

from build_tools.detector.response import respond
from build_tools.samples import columns, generator, luminosity, rootfile
from build_tools.samples.catalogue import Branch, Processes, read_branches, read_processes
from build_tools.samples.chunks import Chunks, Outcome
from build_tools.samples.error import SampleError
from build_tools.samples.manifest import NAME, Manifest, Part, Sample, read_manifest, write_manifest
from build_tools.samples.plan import PlannedFile, Run, cap, plan, seed_of

Progress = Callable[[str, int, int], None]  # what was done, how many steps so far, of how many

COMMON_LIMITATIONS = (
    "Simulated with a fast, parametrised detector response; neither recorded nor made by ATLAS.",
    "Systematic uncertainties are 0.",
)
LEPTON_LIMITATION = "As in the release's 4lep files, photons, taus and large jets are left out."
GAMGAM_LIMITATION = (
    "Only events with a diphoton mass between 105 and 160 GeV: the others would be too many."
)
DATA_LIMITATION = (
    "A Poisson-distributed number of events of each process listed under parts, and of no other."
)
FAKE_LIMITATION = (
    "One jet of each event is taken for a {fake}; mcWeight is the probability of that."
)


def produce(
    out: Path,
    *,
    chunks: Path,
    events_scale: float = 1.0,
    workers: int = 2,
    progress: Progress = lambda _what, _done, _total: None,
    edition: str = "",
    collections: tuple[str, ...] = tuple(luminosity.BUNDLED),
) -> Manifest:
    """Write all samples below `out`, and last their manifest; the bytes do not depend on `workers`.

    Finished runs are kept in the folder `chunks`: a production that was stopped goes on from there.
    `events_scale` multiplies the simulated events and the luminosities: 0.004 suits a test.
    Files appear in `out` complete or not at all. Raises SampleError if a folder cannot be written.
    """
    processes, branches = read_processes(), read_branches()
    files = plan(processes, scale=events_scale, edition=edition, collections=collections)
    runs = [run for file in files for run in file.runs]
    try:
        outcomes = _outcomes(runs, Chunks(chunks), workers, progress)
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".samples-") as folder:
            staging = Path(folder)
            samples = tuple(
                _write(staging, file, [outcomes[run] for run in file.runs], branches, processes)
                for file in files
            )
            manifest = Manifest(samples=tuple(sorted(samples, key=lambda sample: sample.path)))
            write_manifest(staging, manifest)
            _publish(staging, out, manifest)
    except OSError as error:
        raise SampleError(f"{error.filename or out} cannot be written: {error}") from error
    return manifest


def _outcomes(
    runs: list[Run], kept: Chunks, workers: int, progress: Progress
) -> dict[Run, Outcome]:
    kept.sweep(runs)
    outcomes = {run: outcome for run in runs if (outcome := kept.load(run))}
    missing = [run for run in runs if run not in outcomes]
    if outcomes and missing:
        progress(f"{len(outcomes)} runs were finished before", len(outcomes), len(runs))
    # "spawn", since a fork would copy the state of threads that NumPy may have started.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_quiet) as pool:
        # The longest first, so that no worker is left alone with one at the end.
        futures = {
            pool.submit(_run, run): run
            for run in sorted(missing, key=lambda run: run.events, reverse=True)
        }
        try:
            for future in as_completed(futures):
                run = futures[future]
                outcomes[run] = future.result()
                kept.keep(run, outcomes[run])
                what = f"{run.process.key} for {run.collection} {'data' if run.as_data else 'MC'}"
                progress(what, len(outcomes), len(runs))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return outcomes


def _quiet() -> None:
    """Keep a worker's libraries from writing banners between the lines of progress."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _run(run: Run) -> Outcome:
    fake = run.production.fake
    needs = columns.needs(run.collection, fake)
    made = generator.generate(
        run.process, run.production, events=run.events, seed=run.seed, needs=needs
    )
    rng = np.random.default_rng(run.seed)
    objects = columns.COLLECTIONS[run.collection].objects
    seen = respond(made.truth, rng, as_data=run.as_data, objects=objects, fake=fake)
    chosen = columns.select(seen, run.collection)
    if run.as_data and fake:
        # The plan generates as many events as if each had the largest probability.
        chosen &= rng.random(len(chosen)) * cap(run.production) < seen.events["weight"]
    filled = columns.fill(seen, chosen, as_data=run.as_data, objects=objects)
    sum_of_weights = made.sum_of_weights / run.production.share
    return Outcome(filled, run.first + made.index[chosen], made.generated, sum_of_weights)


def _write(
    staging: Path,
    file: PlannedFile,
    outcomes: list[Outcome],
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
    source = processes.source_of(file.process) if file.process else processes.cross_section_source
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
        cross_section_source=source,
        sum_of_weights=None if as_data else weights,
        luminosity_fb=file.luminosity_fb,
        limitations=_limitations(file),
    )


def _limitations(file: PlannedFile) -> tuple[str, ...]:
    if file.process is None:
        own: tuple[str, ...] = (DATA_LIMITATION,)
    else:
        own = file.process.limitations
        fake = file.runs[0].production.fake
        own += (FAKE_LIMITATION.format(fake=fake),) if fake else ()
    other = {"4lep": LEPTON_LIMITATION, "GamGam": GAMGAM_LIMITATION}
    default = LEPTON_LIMITATION if file.collection in {"1lep", "2lep", "3lep"} else ""
    of_collection = other.get(file.collection, default)
    return (*own, *((of_collection,) if of_collection else ()), *COMMON_LIMITATIONS)


def _parts(file: PlannedFile, outcomes: list[Outcome]) -> tuple[Part, ...]:
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
