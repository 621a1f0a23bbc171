"""Pythia 8: generate events of one process, and reduce them to what the detector response needs."""

from dataclasses import dataclass

import numpy as np
import pythia8mc

from build_tools.detector.constants import ELECTRON, MUON
from build_tools.detector.truth import Truth, concatenated
from build_tools.samples.catalogue import CATALOGUE, HardCut, Process, Production
from build_tools.samples.needs import Needs
from build_tools.samples.reduction import PHOTON, TAU, reduce_batch

VERSION = "8.317"

# Tau decays without spin correlations are 30 times faster, and they were the slowest part by far.
# Multiparton interactions are off: they cost nine tenths of the time, and what they add around
# leptons and photons and to the missing momentum is part of the detector response's tuned noise.
COMMON = (
    "Print:quiet = on",
    "Beams:eCM = 13000.",
    "PartonLevel:MPI = off",
    "TauDecays:mode = 0",
    "Random:setSeed = on",
)

BATCH = 500  # events that are in memory as awkward arrays at a time: about 100 MB
CHARGED_LEPTONS = frozenset((ELECTRON, MUON, TAU))
PARTONS = frozenset((1, 2, 3, 4, 5, 21))


@dataclass(frozen=True)
class Generated:
    """The reduced events of a run."""

    truth: Truth  # the events that have what was needed, numbered from 0
    index: np.ndarray  # their place among all generated events, from 1
    generated: int
    sum_of_weights: float  # of all generated events


class _HardCut(pythia8mc.UserHooks):  # type: ignore[misc]  # the library has no type information
    """Look at each hard process before its shower.

    What the sample does not contain is left out; what no detector would see is counted, and not
    finished.
    """

    def __init__(self, process: Process, cut: HardCut) -> None:
        super().__init__()
        self._leptons_of_process = process.leptons
        self._cut = cut
        self.tried = 0
        self.accepted: list[int] = []  # which of the tried ones

    def canVetoProcessLevel(self) -> bool:  # noqa: N802  # the library's name
        return True

    def doVetoProcessLevel(self, process: "pythia8mc.Event") -> bool:  # noqa: N802
        hard = [process[i] for i in range(process.size())]
        if self._leptons_of_process:
            leptons = sum(p.status() > 0 and p.idAbs() in CHARGED_LEPTONS for p in hard)
            if leptons < self._leptons_of_process:
                return True
        self.tried += 1
        if not self._visible(hard):
            return True
        self.accepted.append(self.tried)
        return False

    def _visible(self, hard: list["pythia8mc.Particle"]) -> bool:
        cut = self._cut
        for wanted, kinds in (
            (cut.photons, {PHOTON}),
            (cut.leptons, CHARGED_LEPTONS),
            (cut.partons, PARTONS),
        ):
            if wanted:
                found = sum(
                    p.status() > 0
                    and p.idAbs() in kinds
                    and p.pT() > cut.pt
                    and abs(p.eta()) < cut.eta
                    for p in hard
                )
                if found < wanted:
                    return False
        return True


def start(
    process: Process, production: Production, seed: int
) -> tuple["pythia8mc.Pythia", _HardCut]:
    """A generator that is ready; raises RuntimeError if Pythia refuses the settings."""
    pythia = pythia8mc.Pythia("", False)  # noqa: FBT003  # its arguments have no names
    settings = (*COMMON, f"Random:seed = {seed}", *process.pythia, *production.pythia)
    if process.slha:
        settings += (f"SLHA:file = {CATALOGUE / process.slha}",)
    for setting in settings:
        if not pythia.readString(setting):
            raise RuntimeError(f"Pythia refuses the setting {setting!r} of {process.key}.")
    hook = _HardCut(process, production.cut)
    pythia.setUserHooksPtr(hook)
    if not pythia.init():
        raise RuntimeError(f"Pythia cannot start {process.key}.")
    return pythia, hook


def generate(
    process: Process, production: Production, *, events: int, seed: int, needs: Needs
) -> Generated:
    """Generate `events` events; keep those with what is needed.

    An event that fails after its hard process is made again. Raises RuntimeError if Pythia refuses
    the settings or stops.
    """
    pythia, hook = start(process, production, seed)
    batches, index = [], []
    while hook.tried < events:
        before = len(hook.accepted)
        batch = pythia.nextBatch(min(BATCH, max(events - hook.tried, 1)))
        numbers = np.array(hook.accepted[before:][-len(batch) :])
        if not len(batch) or len(numbers) != len(batch):
            raise RuntimeError(f"Pythia fails for {process.key}.")
        batch, numbers = batch[numbers <= events], numbers[numbers <= events]
        truth, kept = reduce_batch(batch["prt"], needs, pythia.particleData.charge)
        batches.append(truth)
        index.append(numbers[kept])
    truth, numbers = concatenated(batches), np.concatenate(index)
    return Generated(truth, numbers, events, float(events))
