"""Pythia 8: generate events of one process and reduce them to what the detector response needs."""

import math
from dataclasses import dataclass

import numpy as np
import pythia8mc

from build_tools.detector.constants import ELECTRON, MUON
from build_tools.detector.truth import Truth, TruthJets, TruthLeptons
from build_tools.samples.catalogue import Process

VERSION = "8.317"

# Tau decays without spin correlations are 30 times faster, and they were the slowest part by far.
# Multiparton interactions are off: they cost nine tenths of the time, and what they add around
# leptons and to the missing momentum is part of the detector response's tuned noise.
COMMON = (
    "Print:quiet = on",
    "Beams:eCM = 13000.",
    "PartonLevel:MPI = off",
    "TauDecays:mode = 0",
    "Random:setSeed = on",
)

MOST_TRIES = 100

LEPTON_MINIMUM_PT = 5.0  # GeV, below the preselection by more than the resolution
LEPTON_MAXIMUM_ETA = 2.75
JET_MINIMUM_PT = 10.0
JET_MAXIMUM_ETA = 2.9
DRESSING = 0.1  # photons this near to an electron end in its cluster
CONE_OF_TRACKS, CONE_OF_CALORIMETER = 0.3, 0.2
TRACK_MINIMUM_PT = 1.0
FLAVOUR_DISTANCE = 0.3  # of a heavy hadron to the axis of its jet
FLAVOUR_MINIMUM_PT = 5.0
PHOTON = 22
TAU = 15
_CHARMED = 400  # the lightest hadron with a heavy quark has a higher number
_FLAVOURS = (5, 4, TAU)
_NEUTRINOS = frozenset((12, 14, 16))
_LEPTONIC = frozenset((ELECTRON, MUON, TAU))
_LEPTONS_AND_BOSONS = 100  # below: no hadron


@dataclass(frozen=True)
class Generated:
    """The reduced events of a run."""

    truth: Truth  # the events that have enough leptons, numbered from 0
    index: np.ndarray  # their place among all generated events, from 1
    generated: int
    sum_of_weights: float  # of all generated events


class _LeptonicTop(pythia8mc.UserHooks):  # type: ignore[misc]  # the library has no type information
    """Leave out all-hadronic decays, as the release's sample and its cross-section do."""

    def canVetoProcessLevel(self) -> bool:  # noqa: N802  # the library's name
        return True

    def doVetoProcessLevel(self, process: "pythia8mc.Event") -> bool:  # noqa: N802
        return not any(particle.idAbs() in _LEPTONIC for particle in process)


def generate(process: Process, *, events: int, seed: int, leptons: int) -> Generated:
    """Generate `events` events; keep those with at least `leptons` e and μ in acceptance.

    Raises RuntimeError if Pythia refuses the settings or stops.
    """
    pythia = pythia8mc.Pythia("", False)  # noqa: FBT003  # its arguments have no names
    for setting in (*COMMON, f"Random:seed = {seed}", *process.pythia):
        if not pythia.readString(setting):
            raise RuntimeError(f"Pythia refuses the setting {setting!r} of {process.key}.")
    hook = _LeptonicTop()
    if process.leptonic_w:
        pythia.setUserHooksPtr(hook)
    if not pythia.init():
        raise RuntimeError(f"Pythia cannot start {process.key}.")
    clustering = pythia8mc.SlowJet(-1, 0.4, JET_MINIMUM_PT, JET_MAXIMUM_ETA, 2, 2)
    collected = _Collector(leptons, clustering)
    for number in range(1, events + 1):
        if not any(pythia.next() for _ in range(MOST_TRIES)):  # a failed try is not an event
            raise RuntimeError(f"Pythia fails {MOST_TRIES} times in a row for {process.key}.")
        collected.add(number, pythia.event)
    return collected.finish(events)


class _Collector:
    """Accumulates rows, one list per column: an event costs one pass over its particles."""

    def __init__(self, leptons: int, clustering: "pythia8mc.SlowJet") -> None:
        self._needed = leptons
        self._clustering = clustering
        self._index: list[int] = []
        self._neutrinos: list[tuple[float, float]] = []
        self._leptons: list[tuple[float, ...]] = []
        self._jets: list[tuple[float, ...]] = []

    def add(self, number: int, event: "pythia8mc.Event") -> None:
        final = [(p.idAbs(), p) for p in event if p.isFinal()]
        leptons = [p for kind, p in final if kind in {ELECTRON, MUON} and _accepted(p)]
        if len(leptons) < self._needed:
            return
        row = len(self._index)
        self._index.append(number)
        invisible = [p for kind, p in final if kind in _NEUTRINOS]
        self._neutrinos.append((sum(p.px() for p in invisible), sum(p.py() for p in invisible)))
        around = [
            (kind == PHOTON, p.isCharged(), p.pT(), p.eta(), p.phi(), p.px(), p.py(), p.pz())
            for kind, p in final
            if kind == PHOTON or kind > _LEPTONS_AND_BOSONS
        ]
        for lepton in leptons:
            self._leptons.append((row, *_measure_around(lepton, around)))
        heavy = [(f, p.eta(), p.phi()) for p in event if (f := _heavy_flavour(p))]
        self._clustering.analyze(event)
        for i in range(self._clustering.sizeJet()):
            four = self._clustering.p(i)
            flavour = _flavour(four.eta(), four.phi(), heavy)
            self._jets.append(
                (row, four.pT(), four.eta(), four.phi(), max(four.mCalc(), 0.0), flavour)
            )

    def finish(self, generated: int) -> Generated:
        lepton = np.array(self._leptons, float).reshape(-1, 9)
        jet = np.array(self._jets, float).reshape(-1, 6)
        neutrino = np.array(self._neutrinos, float).reshape(-1, 2)
        count = len(self._index)
        whole = lepton[:, :3].astype(np.int64)
        truth = Truth(
            count=count,
            weight=np.ones(count),
            neutrinos_x=neutrino[:, 0],
            neutrinos_y=neutrino[:, 1],
            leptons=TruthLeptons(whole[:, 0], whole[:, 1], whole[:, 2], *lepton[:, 3:].T),
            jets=TruthJets(
                event=jet[:, 0].astype(np.int64),
                pt=jet[:, 1],
                eta=jet[:, 2],
                phi=jet[:, 3],
                mass=jet[:, 4],
                flavour=jet[:, 5].astype(np.int64),
            ),
        )
        return Generated(truth, np.array(self._index, np.int64), generated, float(generated))


def _accepted(particle: "pythia8mc.Particle") -> bool:
    return bool(particle.pT() > LEPTON_MINIMUM_PT and abs(particle.eta()) < LEPTON_MAXIMUM_ETA)


def _distance(eta: float, phi: float, other_eta: float, other_phi: float) -> float:
    return math.hypot(eta - other_eta, math.remainder(phi - other_phi, math.tau))


Surroundings = list[tuple[bool, bool, float, float, float, float, float, float]]


def _measure_around(lepton: "pythia8mc.Particle", around: Surroundings) -> tuple[float, ...]:
    """Kind, charge, pT, η, φ, d0 and the activity in the two cones."""
    kind, eta, phi = lepton.idAbs(), lepton.eta(), lepton.phi()
    px, py, pz = lepton.px(), lepton.py(), lepton.pz()
    charged30 = all20 = 0.0
    for photon, charged, pt, other_eta, other_phi, other_x, other_y, other_z in around:
        distance = _distance(eta, phi, other_eta, other_phi)
        if distance > CONE_OF_TRACKS:
            continue
        if photon and kind == ELECTRON and distance < DRESSING:
            px, py, pz = px + other_x, py + other_y, pz + other_z
            continue
        if charged and pt > TRACK_MINIMUM_PT:
            charged30 += pt
        if distance < CONE_OF_CALORIMETER:
            all20 += pt
    d0 = (lepton.xProd() * lepton.py() - lepton.yProd() * lepton.px()) / lepton.pT()
    transverse = math.hypot(px, py)
    return (
        kind,
        -1 if lepton.id() > 0 else 1,
        transverse,
        math.asinh(pz / transverse),
        math.atan2(py, px),
        d0,
        charged30,
        all20,
    )


def _heavy_flavour(particle: "pythia8mc.Particle") -> int:
    """5 or 4 for a hadron with that quark beyond 5 GeV, 15 for a tau, else 0."""
    kind = particle.idAbs()
    if kind != TAU and kind < _CHARMED:
        return 0
    quark = TAU if kind == TAU else max(kind // 100 % 10, kind // 1000 % 10)
    return quark if quark in _FLAVOURS and particle.pT() > FLAVOUR_MINIMUM_PT else 0


def _flavour(eta: float, phi: float, heavy: list[tuple[int, float, float]]) -> int:
    """Flavour of a jet: b before c before tau, within 0.3 of its axis."""
    found = {flavour for flavour, e, p in heavy if _distance(eta, phi, e, p) < FLAVOUR_DISTANCE}
    return next((flavour for flavour in _FLAVOURS if flavour in found), 0)
