"""The generator's reduction: what is kept of an event, and what stops it."""

from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("pythia8mc", reason="the generator is in the dependency group `samples`")

from build_tools.samples import columns, generator
from build_tools.samples.catalogue import HardCut, Process, read_processes
from build_tools.samples.needs import Needs

PROCESSES = {process.key: process for process in read_processes().processes}


def _generate(key: str, collection: str, events: int, needs: Needs) -> generator.Generated:
    process = PROCESSES[key]
    production = process.collections[collection]  # type: ignore[index]
    return generator.generate(process, production, events=events, seed=7, needs=needs)


def test_muons_of_the_z_have_its_mass() -> None:
    made = _generate("Zmumu", "2lep", 100, Needs(leptons=2))
    leptons = made.truth.leptons
    assert made.generated == made.sum_of_weights == 100
    assert 30 < made.truth.count < 80
    assert len(made.index) == made.truth.count
    event = leptons["event"]
    pairs = [np.flatnonzero(event == number) for number in range(made.truth.count)]
    first, second = np.array([pair[:2] for pair in pairs]).T
    difference = leptons["eta"][first] - leptons["eta"][second]
    angle = leptons["phi"][first] - leptons["phi"][second]
    size = 2 * leptons["pt"][first] * leptons["pt"][second]
    mass = np.sqrt(size * (np.cosh(difference) - np.cos(angle)))
    assert np.median(mass) == pytest.approx(91.0, abs=0.6)
    assert np.all(leptons["charge"][first] == -leptons["charge"][second])


def test_top_pairs_have_b_jets_and_neutrinos() -> None:
    truth = _generate("ttbar_lep", "2lep", 40, Needs(leptons=1)).truth
    assert truth.count > 20
    assert np.mean(truth.jets["flavour"] == 5) > 0.2
    assert np.mean(np.hypot(truth.neutrinos_x, truth.neutrinos_y) > 20) > 0.6
    prompt = truth.leptons["prompt"]
    assert 0.5 < prompt.mean() < 1.0  # some leptons come from the b quarks
    assert np.median(np.abs(truth.leptons["d0"][prompt])) < 1e-6
    assert np.median(np.abs(truth.leptons["d0"][~prompt])) > 0.01


def test_photons_of_the_higgs_boson_are_alone() -> None:
    photons = _generate("ggH125_gamgam", "GamGam", 100, Needs(photons=2)).truth.photons
    assert len(photons["pt"]) > 80
    assert np.median(photons["all20"]) < 1.0
    assert 50 < np.median(photons["pt"]) < 70


def test_taus_that_decay_to_hadrons_are_seen_without_their_neutrino() -> None:
    taus = _generate("Ztautau", "2lep", 300, Needs()).truth.taus
    assert len(taus["pt"]) > 50
    assert set(taus["prongs"].tolist()) <= {1, 3, 5}
    assert 0.7 < np.mean(taus["prongs"] == 1) < 0.95
    assert np.all(taus["mass"] < 1.78)
    assert np.mean(taus["pt"]) < 40


def _particle(kind: int, pt: float = 50.0, eta: float = 0.0, status: int = 23) -> SimpleNamespace:
    return SimpleNamespace(
        idAbs=lambda: kind, pT=lambda: pt, eta=lambda: eta, status=lambda: status
    )


class _Hard(list[SimpleNamespace]):
    def size(self) -> int:
        return len(self)


@pytest.mark.parametrize(
    ("particles", "vetoed", "tried"),
    [
        ([_particle(6, status=-22), _particle(5), _particle(1)], True, 0),
        ([_particle(5), _particle(13)], False, 1),
        ([_particle(5), _particle(13, eta=5.0)], True, 1),
        ([_particle(5), _particle(13, pt=1.0)], True, 1),
    ],
)
def test_hard_processes_are_left_out_or_counted(
    particles: list[SimpleNamespace], tried: int, *, vetoed: bool
) -> None:
    """All-hadronic top pairs are left out; what nobody would see is counted, and not finished."""
    cut = HardCut(leptons=1, pt=5.0, eta=3.0)
    hook = generator._HardCut(PROCESSES["ttbar_lep"], cut)
    assert hook.doVetoProcessLevel(_Hard(particles)) is vetoed
    assert hook.tried == tried
    assert len(hook.accepted) == (0 if vetoed else 1)


def test_the_hard_cut_costs_no_event() -> None:
    """Counted events and cut ones together are those of a run without the cut."""
    process = PROCESSES["ggH125_gamgam"]
    production = process.collections["GamGam"]
    needs = columns.needs("GamGam", None)
    made = [
        generator.generate(process, one, events=600, seed=3, needs=needs)
        for one in (production, production.model_copy(update={"cut": HardCut()}))
    ]
    first, second = (one.truth.count for one in made)
    assert abs(first - second) < 3 * np.sqrt(first * 0.5 + second * 0.5)
    assert [one.generated for one in made] == [600, 600]
    assert all(one.index.max() <= 600 for one in made)


def test_a_setting_that_the_generator_refuses_is_named() -> None:
    raw = PROCESSES["Zee"].model_dump() | {"pythia": ("WeakSingleBosom:all = on",)}
    process = Process.model_validate(raw)
    with pytest.raises(RuntimeError, match="refuses the setting 'WeakSingleBosom:all = on' of Zee"):
        generator.start(process, process.collections["2lep"], 1)
