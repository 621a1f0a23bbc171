"""The whole response on made-up events."""

import numpy as np
import pytest

from build_tools.detector.response import Reconstructed, near, respond, wrap
from build_tools.detector.truth import Truth, TruthJets, TruthLeptons

COUNT = 20_000


def _pairs(count: int, pt: float = 45.0) -> Truth:
    """Back-to-back muons at η = 0.5 and -0.5, each event with a b-jet away from them."""
    event = np.repeat(np.arange(count), 2)
    size = 2 * count
    return Truth(
        count=count,
        weight=np.ones(count),
        neutrinos_x=np.zeros(count),
        neutrinos_y=np.zeros(count),
        leptons=TruthLeptons(
            event=event,
            kind=np.full(size, 13),
            charge=np.tile([1, -1], count),
            pt=np.full(size, pt),
            eta=np.tile([0.5, -0.5], count),
            phi=np.tile([0.0, np.pi], count),
            d0=np.zeros(size),
            charged30=np.zeros(size),
            all20=np.zeros(size),
        ),
        jets=TruthJets(
            event=event,
            pt=np.full(size, 80.0),
            eta=np.tile([0.5, 1.0], count),
            phi=np.tile([0.05, 1.5], count),
            mass=np.full(size, 8.0),
            flavour=np.tile([0, 5], count),
        ),
    )


def _see(*, as_data: bool, seed: int = 2) -> Reconstructed:
    return respond(_pairs(COUNT), np.random.default_rng(seed), as_data=as_data)


def test_the_same_generator_gives_the_same_events() -> None:
    first, second, other = _see(as_data=False), _see(as_data=False), _see(as_data=False, seed=3)
    assert all(np.array_equal(first.leptons[name], second.leptons[name]) for name in first.leptons)
    assert not np.array_equal(first.leptons["pt"][:100], other.leptons["pt"][:100])


def test_objects_come_by_event_and_falling_pt() -> None:
    seen = _see(as_data=False)
    for table in (seen.leptons, seen.jets):
        same = np.diff(table["event"]) == 0
        assert np.all(np.diff(table["event"]) >= 0)
        assert np.all(np.diff(table["pt"])[same] <= 0)
        assert same.sum() > 100


def test_the_jet_that_is_a_lepton_is_dropped_where_the_lepton_was_found() -> None:
    seen = _see(as_data=False)
    light = (seen.jets["flavour"] == 0) & seen.jets["hard"]
    has_first = np.bincount(seen.leptons["event"][seen.leptons["eta"] > 0], minlength=COUNT) > 0
    assert not has_first[seen.jets["event"][light]].any()
    assert light.sum() == pytest.approx(np.sum(~has_first), rel=0.02)
    assert np.sum(seen.jets["flavour"] == 5) > 0.95 * COUNT


def test_weighted_simulation_equals_data() -> None:
    """Scale factors undo the difference: events with two muons and a trigger, in both."""
    simulated, data = _see(as_data=False), _see(as_data=True, seed=4)

    def passed(seen: Reconstructed) -> np.ndarray:
        both = np.bincount(seen.leptons["event"], minlength=COUNT) == 2
        return np.asarray(both & seen.events["muon_trigger"])

    factors = [simulated.events[f"{name}_weight"] for name in ("muon", "electron", "trigger")]
    weight = np.prod(factors, axis=0)
    expected = weight[passed(simulated)].sum()
    found = passed(data).sum()
    assert passed(simulated).sum() - found > 3 * np.sqrt(found * 0.5)  # there is something to undo
    assert expected == pytest.approx(found, abs=3 * np.sqrt(found))
    assert np.all(simulated.events["electron_weight"] == 1)


def test_the_trigger_weight_covers_both_leptons() -> None:
    """With two chances the efficiency is higher, and the correction smaller, than with one."""
    seen = _see(as_data=False)
    number = np.bincount(seen.leptons["event"], minlength=COUNT)
    two = seen.events["trigger_weight"][number == 2]
    one = seen.events["trigger_weight"][number == 1]
    assert np.all(seen.events["trigger_weight"][number == 0] == 1)
    assert one.mean() == pytest.approx(0.98, abs=0.001)
    assert 0.98 < two.mean() < 1.0


def test_near_looks_at_the_leptons_of_the_same_event_across_pi() -> None:
    leptons = {
        "event": np.array([0, 2, 2]),
        "eta": np.array([0.0, 1.0, 0.0]),
        "phi": np.array([0.0, 0.0, np.pi - 0.05]),
    }
    event = np.array([0, 1, 2, 2])
    eta = np.array([0.1, 0.0, 0.0, 0.5])
    phi = np.array([0.1, 0.0, -np.pi + 0.05, 0.0])
    assert near(event, eta, phi, leptons).tolist() == [True, False, True, False]
    assert wrap(np.array([3.5])) == pytest.approx(3.5 - 2 * np.pi)


def test_an_empty_batch_is_no_special_case() -> None:
    seen = respond(_pairs(0), np.random.default_rng(1), as_data=True)
    assert len(seen.leptons["pt"]) == len(seen.jets["pt"]) == len(seen.events["met"]) == 0
