"""The generator's reduction: what is kept of an event, and what stops it."""

from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("pythia8mc", reason="the generator is in the dependency group `samples`")

from build_tools.samples import generator
from build_tools.samples.catalogue import Process, read_processes

PROCESSES = {process.key: process for process in read_processes().processes}


def _generate(key: str, events: int, leptons: int) -> generator.Generated:
    return generator.generate(PROCESSES[key], events=events, seed=7, leptons=leptons)


def test_muons_of_the_z_have_its_mass() -> None:
    made = _generate("Zmumu", 100, 2)
    leptons = made.truth.leptons
    assert made.generated == made.sum_of_weights == 100
    assert 30 < made.truth.count < 80
    assert len(made.index) == made.truth.count
    pairs = [np.flatnonzero(leptons.event == event) for event in range(made.truth.count)]
    first, second = np.array([pair[:2] for pair in pairs]).T
    difference = leptons.eta[first] - leptons.eta[second]
    angle = leptons.phi[first] - leptons.phi[second]
    size = 2 * leptons.pt[first] * leptons.pt[second]
    mass = np.sqrt(size * (np.cosh(difference) - np.cos(angle)))
    assert np.median(mass) == pytest.approx(91.0, abs=0.6)
    assert np.all(leptons.charge[first] == -leptons.charge[second])


def test_top_pairs_have_b_jets_and_neutrinos() -> None:
    truth = _generate("ttbar_lep", 40, 1).truth
    assert truth.count > 20
    assert np.mean(truth.jets.flavour == 5) > 0.2
    assert np.mean(np.hypot(truth.neutrinos_x, truth.neutrinos_y) > 20) > 0.6


@pytest.mark.parametrize(("particles", "vetoed"), [((6, 24, 5, 1, 2), True), ((24, 5, 13), False)])
def test_all_hadronic_tops_are_left_out(particles: tuple[int, ...], *, vetoed: bool) -> None:
    process = [SimpleNamespace(idAbs=lambda kind=kind: kind) for kind in particles]
    assert generator._LeptonicTop().doVetoProcessLevel(process) is vetoed


def test_a_setting_that_the_generator_refuses_is_named() -> None:
    raw = PROCESSES["Zee"].model_dump() | {"pythia": ("WeakSingleBosom:all = on",)}
    with pytest.raises(RuntimeError, match="refuses the setting 'WeakSingleBosom:all = on' of Zee"):
        generator.generate(Process.model_validate(raw), events=1, seed=1, leptons=2)
