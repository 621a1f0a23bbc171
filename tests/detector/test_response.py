"""The whole response on made-up events."""

import numpy as np
import pytest

from build_tools.detector.response import Reconstructed, respond
from build_tools.detector.tables import distance, joined, near, ordered, pairs, product, wrap
from build_tools.detector.truth import COLUMNS, Truth, concatenated, table

COUNT = 20_000


def _batch(count: int, **tables: dict[str, np.ndarray]) -> Truth:
    """Events without neutrinos, with the given tables."""
    return Truth(
        weight=np.ones(count),
        neutrinos_x=np.zeros(count),
        neutrinos_y=np.zeros(count),
        **{name: tables.get(name, table(name)) for name in COLUMNS},
    )


def _pairs(count: int, pt: float = 45.0) -> Truth:
    """Back-to-back muons at η = 0.5 and -0.5, each event with a b-jet away from them."""
    event = np.repeat(np.arange(count), 2)
    size = 2 * count
    return _batch(
        count,
        leptons=table(
            "leptons",
            event=event,
            kind=np.full(size, 13),
            charge=np.tile([1, -1], count),
            pt=np.full(size, pt),
            eta=np.tile([0.5, -0.5], count),
            phi=np.tile([0.0, np.pi], count),
            d0=np.zeros(size),
            prompt=np.ones(size),
            charged30=np.zeros(size),
            all20=np.zeros(size),
        ),
        jets=table(
            "jets",
            event=event,
            pt=np.full(size, 80.0),
            eta=np.tile([0.5, 1.0], count),
            phi=np.tile([0.05, 1.5], count),
            mass=np.full(size, 8.0),
            flavour=np.tile([0, 5], count),
        ),
    )


def _diphotons(count: int) -> Truth:
    """Photons of 62.5 GeV, back to back in the barrel: a mass of 125 GeV."""
    event = np.repeat(np.arange(count), 2)
    size = 2 * count
    return _batch(
        count,
        photons=table(
            "photons",
            event=event,
            pt=np.full(size, 62.5),
            eta=np.full(size, 0.4),
            phi=np.tile([0.0, np.pi], count),
            charged30=np.zeros(size),
            all20=np.zeros(size),
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
    for found in (seen.leptons, seen.jets):
        same = np.diff(found["event"]) == 0
        assert np.all(np.diff(found["event"]) >= 0)
        assert np.all(np.diff(found["pt"])[same] <= 0)
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


def test_near_looks_at_the_objects_of_the_same_event_across_pi() -> None:
    leptons = {
        "event": np.array([0, 2, 2]),
        "eta": np.array([0.0, 1.0, 0.0]),
        "phi": np.array([0.0, 0.0, np.pi - 0.05]),
    }
    jets = {
        "event": np.array([0, 1, 2, 2]),
        "eta": np.array([0.1, 0.0, 0.0, 0.5]),
        "phi": np.array([0.1, 0.0, -np.pi + 0.05, 0.0]),
    }
    assert near(jets, leptons, 0.2).tolist() == [True, False, True, False]
    assert wrap(np.array([3.5])) == pytest.approx(3.5 - 2 * np.pi)
    i, j = pairs(jets["event"], leptons["event"])
    assert list(zip(i.tolist(), j.tolist(), strict=True)) == [
        (0, 0),
        (2, 1),
        (2, 2),
        (3, 1),
        (3, 2),
    ]
    assert distance(jets, leptons, i[:1], j[:1]) == pytest.approx(np.hypot(0.1, 0.1))


def test_tables_are_joined_ordered_and_multiplied() -> None:
    first = {"event": np.array([0, 1]), "pt": np.array([1.0, 2.0])}
    second = {"event": np.array([0, 1]), "pt": np.array([3.0, 1.0])}
    both = ordered(joined(first, second))
    assert both["event"].tolist() == [0, 0, 1, 1]
    assert both["pt"].tolist() == [3.0, 1.0, 2.0, 1.0]
    assert product(both["event"], both["pt"], 3).tolist() == [3.0, 2.0, 1.0]


def test_batches_are_numbered_through() -> None:
    merged = concatenated([_pairs(3), _pairs(0), _pairs(2)])
    assert merged.count == 5
    assert merged.leptons["event"].tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]


def _photon_mass(seen: Reconstructed) -> np.ndarray:
    event = seen.photons["event"]
    first = np.flatnonzero(np.diff(event) == 0)
    one, two = ({name: c[first + k] for name, c in seen.photons.items()} for k in (0, 1))
    angle = np.cosh(one["eta"] - two["eta"]) - np.cos(one["phi"] - two["phi"])
    return np.asarray(np.sqrt(2 * one["pt"] * two["pt"] * angle))


def test_photons_in_the_barrel_measure_the_higgs_boson_s_mass() -> None:
    rng = np.random.default_rng(5)
    seen = respond(_diphotons(COUNT), rng, as_data=False, objects=frozenset({"photons"}))
    low, middle, high = np.quantile(_photon_mass(seen), [0.16, 0.5, 0.84])
    assert middle == pytest.approx(125.0, abs=0.1)
    assert 1.2 < (high - low) / 2 < 1.8
    assert np.mean(seen.events["photon_trigger"]) > 0.7
    assert np.all(seen.photons["tight"])
    without = respond(_diphotons(COUNT), np.random.default_rng(5), as_data=False)
    assert len(without.photons["pt"]) == 0
    assert not without.events["photon_trigger"].any()


@pytest.mark.parametrize(("fake", "table_name"), [("photon", "photons"), ("tau", "taus")])
def test_one_jet_of_an_event_is_taken_for_something_else(fake: str, table_name: str) -> None:
    """The forced fakes' weights sum to the number of fakes that chance makes."""
    rng = np.random.default_rng(6)
    objects = frozenset({"photons", "taus"})
    truth = concatenated([_pairs(COUNT)] * 10)
    chance = respond(truth, rng, as_data=False, objects=objects)
    forced = respond(truth, rng, as_data=False, objects=objects, fake=fake)
    found = len(getattr(chance, table_name)["pt"])
    one = getattr(forced, table_name)
    expected = forced.events["weight"][one["event"]].sum()
    assert found > 50
    assert expected == pytest.approx(found, abs=4 * np.sqrt(found))
    assert np.bincount(one["event"]).max() == 1
    assert not one["real"].any()


def test_a_jet_gives_a_lepton_that_is_not_prompt() -> None:
    truth = _pairs(COUNT)
    seen = respond(truth, np.random.default_rng(7), as_data=False, fake="lepton")
    fake = {name: column[~seen.leptons["real"]] for name, column in seen.leptons.items()}
    assert len(fake["pt"]) > 0.5 * COUNT
    assert 0.005 < seen.events["weight"].mean() < 0.05
    assert np.mean(fake["ptcone30"] / fake["pt"] > 0.15) > 0.4
    assert not fake["trigger_matched"].any()
    assert np.mean(fake["d0_significance"] > 5) > 0.3


def test_a_tau_pair_has_about_its_mass() -> None:
    """Z → ττ: the pair's mass without the neutrinos is 50 to 60 GeV, with them near 91."""
    count = 5_000
    rng = np.random.default_rng(8)
    x1, x2 = rng.beta(1.3, 2.2, count), rng.uniform(0.1, 1.0, count)
    event, size = np.arange(count), 45.6
    away = np.full(count, np.pi)
    parts: dict[str, np.ndarray] = {"event": event, "eta": np.zeros(count)}
    truth = _batch(
        count,
        leptons=table(
            "leptons",
            **parts,
            pt=x1 * size,
            phi=np.zeros(count),
            kind=np.full(count, 13),
            charge=np.ones(count),
            d0=np.zeros(count),
            prompt=np.ones(count),
            charged30=np.zeros(count),
            all20=np.zeros(count),
        ),
        taus=table(
            "taus",
            **parts,
            pt=x2 * size,
            phi=away,
            charge=-np.ones(count),
            mass=np.full(count, 0.8),
            prongs=np.ones(count),
        ),
    )
    truth.neutrinos_x[:] = size * ((1 - x1) - (1 - x2))
    seen = respond(truth, rng, as_data=False, objects=frozenset({"taus"}))
    mass = seen.events["ditau_mass"]
    mass = mass[mass > 0]
    assert len(mass) > 300
    low, middle, high = np.quantile(mass, [0.16, 0.5, 0.84])
    assert middle == pytest.approx(91.0, abs=12.0)
    assert (high - low) / 2 < 25.0


def test_an_empty_batch_is_no_special_case() -> None:
    seen = respond(_pairs(0), np.random.default_rng(1), as_data=True)
    assert len(seen.leptons["pt"]) == len(seen.jets["pt"]) == len(seen.events["met"]) == 0
