"""Each function of the response, at numbers that have a source."""

import numpy as np
import pytest

from build_tools.detector import (
    btagging,
    electrons,
    isolation,
    jets,
    missing,
    muons,
    pileup,
    tracks,
)

COUNT = 100_000


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def _like(value: float, count: int = COUNT) -> np.ndarray:
    return np.full(count, value)


def test_efficiencies_are_probabilities_that_end_at_the_acceptance() -> None:
    pt, eta = np.meshgrid(np.geomspace(5, 1000, 50), np.linspace(-3, 3, 121))
    for kind, edge in ((electrons, 2.47), (muons, 2.7)):
        for function in (kind.efficiency, kind.trigger_efficiency, kind.tight_fraction):
            assert np.all((function(pt, eta) >= 0) & (function(pt, eta) <= 1))
        assert np.all(kind.efficiency(pt, eta)[np.abs(eta) >= edge] == 0)
        assert np.all(kind.efficiency(pt, eta)[np.abs(eta) < 1.3] > 0.4)
        assert np.all((kind.scale_factor(pt, eta) > 0.9) & (kind.scale_factor(pt, eta) <= 1))


def test_no_electron_in_the_gap() -> None:
    eta = np.array([-1.45, 1.36, 1.45, 1.53])
    assert (electrons.efficiency(_like(40.0, 4), eta) > 0).tolist() == [False, True, False, True]


def test_triggers_turn_on_at_26() -> None:
    pt = np.array([20.0, 40.0])
    for kind in (electrons, muons):
        low, high = kind.trigger_efficiency(pt, np.array([0.5, 0.5]))
        assert low < 0.01
        assert high > 0.65
    barrel, endcap = muons.trigger_efficiency(_like(40.0, 2), np.array([0.5, 2.0]))
    assert (barrel, endcap) == pytest.approx((0.70, 0.86), abs=0.01)


def test_resolutions_at_the_z() -> None:
    eta = np.array([0.5])
    assert electrons.resolution(np.array([45.0 * np.cosh(0.5)]), eta) == pytest.approx(
        0.020, abs=0.003
    )
    assert muons.resolution(np.array([45.0]), eta) == pytest.approx(0.022, abs=0.003)
    assert muons.resolution(np.array([1000.0]), eta) == pytest.approx(0.10, abs=0.02)


@pytest.mark.parametrize("index", range(3))
@pytest.mark.parametrize(("flavour", "expected"), btagging.EFFICIENCY.items())
def test_working_points_have_the_published_efficiencies(
    index: int, flavour: int, expected: tuple[float, ...], rng: np.random.Generator
) -> None:
    # At 85 GeV the dependence on pT of b-jets is 1.
    pt = _like(75.3)
    assert btagging.pt_dependence(pt[:1]) == pytest.approx(1.0, abs=0.01)
    score = btagging.draw_score(_like(flavour).astype(int), pt, rng, as_data=False)
    assert np.all((score >= -1) & (score <= 1))
    passed = np.mean(score > btagging.WORKING_POINTS[index])
    assert passed == pytest.approx(
        expected[index], abs=4 * np.sqrt(expected[index] / COUNT) + 0.004
    )


def test_b_tag_scale_factors_lead_from_simulation_to_data(rng: np.random.Generator) -> None:
    flavour, pt = _like(5).astype(int), _like(75.3)
    simulated = btagging.draw_score(flavour, pt, rng, as_data=False)
    data = btagging.draw_score(flavour, pt, rng, as_data=True)
    weight = btagging.tagging_weight(simulated, flavour)
    assert weight.mean() == pytest.approx(1.0, abs=0.01)
    tagged = simulated > btagging.WORKING_POINTS[0]
    in_data = np.mean(data > btagging.WORKING_POINTS[0])
    assert np.sum(weight[tagged]) / COUNT == pytest.approx(in_data, abs=0.008)
    assert in_data < np.mean(tagged)


def test_pileup_weights_lead_from_simulation_to_data(rng: np.random.Generator) -> None:
    simulated = pileup.draw_pileup(COUNT, rng, as_data=False)
    data = pileup.draw_pileup(COUNT, rng, as_data=True)
    weight = pileup.pileup_weight(simulated)
    assert weight.mean() == pytest.approx(1.0, abs=0.01)
    assert np.average(simulated, weights=weight) == pytest.approx(data.mean(), abs=0.1)
    assert (data.min() >= 8, data.max() <= 45) == (True, True)


def test_significance_of_d0_is_a_prompt_lepton_s(rng: np.random.Generator) -> None:
    """The 4lep data of the release: median 1.0 to 1.1, 95 % below 3.4 to 3.8."""
    pt, eta = rng.exponential(35.0, COUNT) + 10.0, rng.uniform(-2.4, 2.4, COUNT)
    d0, significance = tracks.measure_d0(np.zeros(COUNT), pt, eta, rng)
    assert np.all(significance >= 0)
    assert np.median(significance) == pytest.approx(1.05, abs=0.2)
    assert np.median(np.abs(d0) / significance) == pytest.approx(0.0095, abs=0.003)


@pytest.mark.parametrize(("kind", "empty", "median"), [(11, 0.9, 0.22), (13, 0.95, -0.17)])
def test_isolation_of_a_lone_lepton(
    kind: int, empty: float, median: float, rng: np.random.Generator
) -> None:
    kinds = _like(kind).astype(int)
    cone = isolation.track_isolation(np.zeros(COUNT), kinds, rng)
    assert np.mean(cone == 0) == pytest.approx(empty, abs=0.02)
    assert cone[cone > 0].min() >= 1.0
    energy = isolation.calorimeter_isolation(np.zeros(COUNT), kinds, _like(24.0), rng)
    assert np.median(energy) == pytest.approx(median, abs=0.1)
    assert energy.min() < 0


def test_isolation_grows_with_what_is_around(rng: np.random.Generator) -> None:
    kinds = _like(11).astype(int)
    assert np.mean(isolation.track_isolation(_like(20.0), kinds, rng)) > 19
    assert np.mean(isolation.calorimeter_isolation(_like(20.0), kinds, _like(24.0), rng)) > 18


def test_jets_are_smeared_and_joined_by_those_of_pileup(rng: np.random.Generator) -> None:
    response = jets.smear(_like(100.0), _like(24.0), rng)
    assert response.mean() == pytest.approx(1.0, abs=0.002)
    assert response.std() == pytest.approx(0.081, abs=0.01)
    count, pt, eta, _ = jets.pileup_jets(_like(24.0), rng)
    assert count.sum() == len(pt) == len(eta)
    assert count.mean() == pytest.approx(0.08, abs=0.01)
    assert pt.min() >= 20.0
    hard = jets.vertex_tagger(_like(1).astype(bool), _like(0.5), rng)
    soft = jets.vertex_tagger(_like(0).astype(bool), _like(0.5), rng)
    assert np.mean(hard > 0.59) == pytest.approx(0.93, abs=0.02)
    assert np.mean(soft > 0.59) < 0.1


def test_missing_momentum_follows_the_neutrinos(rng: np.random.Generator) -> None:
    zero = np.zeros(COUNT)
    size, phi = missing.measure(_like(100.0), zero, zero, zero, _like(24.0), rng)
    assert np.mean(size * np.cos(phi)) == pytest.approx(100.0, abs=0.2)
    assert np.std(size * np.sin(phi)) == pytest.approx(9.0, abs=0.2)
    size, phi = missing.measure(zero, zero, zero, _like(50.0), _like(24.0), rng)
    assert np.mean(size * np.sin(phi)) == pytest.approx(-50.0, abs=0.2)
