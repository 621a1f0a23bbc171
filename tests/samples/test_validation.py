"""The validation page says what the files hold, and needs recorded data."""

import os
from pathlib import Path

import awkward as ak
import numpy as np
import pytest

from build_tools.samples.error import SampleError
from build_tools.samples.validation import (
    PAGE,
    half_width,
    mass,
    select_diphotons,
    select_four_leptons,
    validate,
)

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "content" / "samples"


def test_it_asks_for_the_recorded_data(tmp_path: Path) -> None:
    with pytest.raises(SampleError, match=r"OPEN_DATA_DIR name a folder that holds data_A\.4lep"):
        validate(SAMPLES, tmp_path, tmp_path)
    assert not (tmp_path / PAGE).exists()


@pytest.mark.skipif(
    "OPEN_DATA_DIR" not in os.environ, reason="OPEN_DATA_DIR names no folder of real files"
)
def test_the_page_in_docs_is_what_the_files_give(tmp_path: Path) -> None:
    page = validate(SAMPLES, tmp_path, Path(os.environ["OPEN_DATA_DIR"]))
    kept = ROOT / "docs" / "explanation" / PAGE
    assert page.read_text("utf-8") == kept.read_text("utf-8"), (
        "`nox -s samples -- --validate` writes it again"
    )
    figures = {file.name for file in (tmp_path / PAGE.stem).glob("*.svg")}
    assert figures == {file.name for file in (kept.parent / PAGE.stem).glob("*.svg")}
    assert len(figures) >= 5


def _photons(pt: float, phi: float, isolation: float, eta: float = 0.5) -> ak.Array:
    pair = np.array([[pt, pt]])
    return ak.zip(
        {
            "photon_pt": pair,
            "photon_eta": np.array([[eta, eta]]),
            "photon_phi": np.array([[0.0, phi]]),
            "photon_E": pair * np.cosh(eta),
            "photon_ptcone30": np.array([[0.0, isolation]]),
            "photon_etcone20": np.zeros((1, 2)),
            "trigP": np.array([True]),
        },
        depth_limit=1,
    )


@pytest.mark.parametrize(
    ("events", "kept"),
    [
        (_photons(62_500.0, np.pi, 0.0), 1),
        (_photons(62_500.0, np.pi, 5_000.0), 0),  # not isolated
        (_photons(62_500.0, np.pi, 0.0, eta=1.45), 0),  # in the gap
    ],
)
def test_diphotons_are_selected_as_published(events: ak.Array, kept: int) -> None:
    chosen, found = select_diphotons(events)
    assert len(chosen) == len(found) == kept
    assert np.allclose(found, 125.0)


def test_four_leptons_need_charges_that_cancel() -> None:
    pt = np.array([[50e3, 40e3, 30e3, 20e3]] * 2)
    flat = np.zeros((2, 4))
    events = ak.zip(
        {
            "lep_n": np.array([4, 4]),
            "lep_pt": pt,
            "lep_eta": flat,
            "lep_phi": np.array([[0.0, 3.0, 1.0, -2.0]] * 2),
            "lep_E": pt,
            "lep_type": np.array([[11, 11, 13, 13]] * 2),
            "lep_charge": np.array([[1, -1, 1, -1], [1, 1, 1, -1]]),
            "lep_ptcone30": flat,
            "lep_etcone20": flat,
            "lep_tracksigd0pvunbiased": flat,
        },
        depth_limit=1,
    )
    chosen, found = select_four_leptons(events)
    assert len(chosen) == 1
    assert found == pytest.approx(mass(events[:1], "lep", 4))


def test_half_of_the_middle_of_a_bell_curve_is_its_width() -> None:
    values = np.random.default_rng(1).normal(125.0, 1.7, 50_000)
    assert half_width(values) == pytest.approx(1.7, rel=0.03)
