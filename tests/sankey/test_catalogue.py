"""The project's own diagrams: complete in every language, and right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pdg
import pytest

from build_tools.catalogue.expression import evaluate
from build_tools.catalogue.facts import Facts, read_facts
from build_tools.pages.languages import site_languages
from build_tools.sankey.reading import DIAGRAMS, find_data, missing_texts, read_diagram, read_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from build_tools.sankey.model import Diagram

ROOT: Final = Path(__file__).parents[2]

#: Fact → identifier of the Particle Data Group. Measured: fractions, masses in MeV or GeV, a width.
MEASURED: Final = {
    "W.l": "S043.7",
    "W.hadrons": "S043.8",
    "Z.l": "S044.16",
    "Z.invisible": "S044.9",
    "Z.hadrons": "S044.7",
    "tau.mu": "S035.1",
    "tau.e": "S035.2",
    "H.WW.measured": "S126.1",
    "H.ZZ.measured": "S126.2",
    "H.gamgam.measured": "S126.3",
    "H.bb.measured": "S126.4",
    "H.tautau.measured": "S126.5",
    "H.Zgam.measured": "S126.6",
    "H.mumu.measured": "S126.8",
    "mass.u": "Q002M",
    "mass.d": "Q001M",
    "mass.b": "Q005M",
    "mass.H": "S126M",
    "mass.W": "S043M",
    "mass.Z": "S044M",
    "mass.t": "Q007TP",
    "width.Z": "S044W",
    "width.t": "Q007W",
}
#: The Higgs boson's: predicted in the catalogue, measured by the experiments.
PREDICTED: Final = {
    "H.WW": "S126.1",
    "H.ZZ": "S126.2",
    "H.gamgam": "S126.3",
    "H.bb": "S126.4",
    "H.tautau": "S126.5",
    "H.Zgam": "S126.6",
    "H.mumu": "S126.8",
}


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read_facts(ROOT)


@pytest.fixture(scope="module")
def review() -> Iterator[Any]:
    """The Review of Particle Physics, from the file in the package: nothing is fetched."""
    api = pdg.connect(pedantic=False)
    yield api
    api.engine.dispose()


def diagram(name: str, facts: Facts) -> Diagram:
    return read_diagram(read_file(find_data(ROOT, name), ROOT), facts)


def test_every_diagram_adds_up_and_speaks_every_language(facts: Facts) -> None:
    files = sorted((ROOT / DIAGRAMS).rglob("*.*"))
    assert len(files) >= 3
    languages = site_languages(ROOT / "content")
    assert len(languages) >= 2
    for file in files:
        document = read_file(file.relative_to(ROOT), ROOT)
        own = read_diagram(document, facts)
        assert [p for lang in languages for p in missing_texts(document, own, lang)] == []


def test_measured_fractions_are_those_of_the_particle_data_group(facts: Facts, review: Any) -> None:
    for name, identifier in MEASURED.items():
        summary = review.get(f"{identifier}/2026").best_summary()
        fact = facts.facts[name]
        assert fact.cite == "pdg2026"
        # rounded no more coarsely than a twentieth of what is not known
        spread = summary.error_positive
        assert fact.value == pytest.approx(summary.value, rel=0, abs=spread / 20), name
        assert fact.uncertainty == pytest.approx(spread, rel=0.04), name


def test_predicted_fractions_of_the_higgs_boson_agree_with_the_measured(
    facts: Facts, review: Any
) -> None:
    """Within three standard deviations of the measurements; how far off is in the lesson."""
    for name, identifier in PREDICTED.items():
        summary = review.get(f"{identifier}/2026").best_summary()
        predicted = facts.facts[name]
        assert predicted.cite == "yr4"
        spread = max(summary.error_positive, summary.error_negative)
        assert abs(predicted.value - summary.value) < 3 * spread, name


def test_the_share_of_higgs_bosons_that_end_as_two_light_leptons_and_neutrinos(
    facts: Facts,
) -> None:
    """About 1.0 % straight from the W bosons, about 1.4 % with leptons of taus; never 6 %."""
    higgs = diagram("higgs", facts)
    direct = higgs.share(["H", "WW", "lvlv"]).value
    assert direct == pytest.approx(0.0101, abs=0.00005)
    assert higgs.share(["w-2l"]).value == pytest.approx(0.0139, abs=0.00005)
    # The same reference gives it with interference, and with ZZ* → ℓℓνν in it.
    assert facts.facts["H.lvlv"].value == pytest.approx(direct, rel=0.05)
    one_pair = evaluate("H.WW * W.l ** 2", facts.quantity).value
    assert facts.facts["H.evmuv"].value == pytest.approx(one_pair, rel=0.002)


def test_the_share_of_four_leptons_is_that_of_the_reference_but_for_interference(
    facts: Facts,
) -> None:
    share = diagram("higgs", facts).share(["H", "ZZ", "4l"]).value
    assert share == pytest.approx(1.19e-4, rel=0.005)
    assert share < facts.facts["H.4l"].value < 1.06 * share


def test_pairs_of_top_quarks(facts: Facts) -> None:
    """With taus among the leptons 45.4, 43.9 and 10.6 %: computed, not 46/45/9."""
    tt = diagram("ttbar", facts)
    flows = {name: tt.flows[name].value for name in tt.nodes}
    assert flows["had"] == pytest.approx(0.4544, abs=5e-5)
    assert flows["semi"] + flows["tau-semi"] == pytest.approx(0.4392, abs=5e-5)
    assert flows["dilep"] + flows["lep-tau"] + flows["ditau"] == pytest.approx(0.1061, abs=5e-5)
    seen = [flows[f"seen-{number}"] for number in range(3)]
    assert sum(seen) == pytest.approx(1, abs=3e-4)


def test_leptons_of_a_pair_of_top_quarks_with_a_z_boson(facts: Facts) -> None:
    ttz = diagram("ttz", facts)
    light = evaluate("W.l * (2 + tau.e + tau.mu)", facts.quantity).value
    pair = 2 * facts.facts["Z.l"].value
    assert ttz.share(["ttZ", "ll", "pair-4"]).value == pytest.approx(pair * light**2)
    three = ttz.share(["pair-3"]).value
    assert three == pytest.approx(pair * 2 * light * (1 - light))
    assert three == pytest.approx(0.0256, abs=5e-5)
