"""What a page says about its data."""

from __future__ import annotations

import pytest

from build_tools.pages.bundle import Provenance
from build_tools.samples.locate import Origin
from build_tools.theme.provenance import DataKind, data_kind, figure_label, sample_rows


def sample(origin: Origin, *, luminosity: float | None = None) -> Provenance:
    return Provenance(
        path="2lep/a.root",
        sha256="0" * 64,
        origin=origin.value,
        recorded=origin is Origin.EXTERNAL_DATA,
        luminosity_fb=luminosity,
    )


REAL = sample(Origin.EXTERNAL_DATA)
STAND_IN = sample(Origin.BUNDLED_PSEUDODATA)
MONTE_CARLO = sample(Origin.BUNDLED_SIMULATION)
THEIR_MONTE_CARLO = sample(Origin.EXTERNAL_SIMULATION)


@pytest.mark.parametrize(
    ("samples", "expected"),
    [
        ([], None),
        ([STAND_IN, MONTE_CARLO], DataKind.SIMULATED),
        ([MONTE_CARLO], DataKind.SIMULATED),
        ([STAND_IN, THEIR_MONTE_CARLO], DataKind.SIMULATED),
        ([REAL], DataKind.RECORDED),
        ([REAL, MONTE_CARLO], DataKind.COMPARED),
        ([REAL, THEIR_MONTE_CARLO], DataKind.COMPARED),
        ([REAL, STAND_IN, MONTE_CARLO], DataKind.MIXED),
    ],
)
def test_the_label_follows_the_files(samples: list[Provenance], expected: DataKind | None) -> None:
    assert data_kind(samples) is expected


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        (10.06, "fr", "10,06\u202ffb⁻¹"),
        (10.06, "en", "10.06\u202ffb⁻¹"),
        (0.5, "fr", "0,5\u202ffb⁻¹"),
        (0.00182, "fr", "1,82\u202fpb⁻¹"),
        (None, "fr", ""),
    ],
)
def test_luminosity_is_written_as_the_language_does(
    value: float | None, language: str, expected: str
) -> None:
    (row,) = sample_rows([sample(Origin.EXTERNAL_DATA, luminosity=value)], language)
    assert row.luminosity == expected


def test_a_row_keeps_the_origin_of_its_file() -> None:
    rows = sample_rows([REAL, STAND_IN, MONTE_CARLO, THEIR_MONTE_CARLO], "fr")
    assert {row.origin for row in rows} == set(Origin)


@pytest.mark.parametrize(
    ("samples", "language", "expected"),
    [
        ([], "en", ""),
        (
            [sample(Origin.BUNDLED_PSEUDODATA, luminosity=4), MONTE_CARLO],
            "en",
            "Simulated for these lessons · √s = 13 TeV, 4 fb<sup>−1</sup>",
        ),
        ([MONTE_CARLO], "en", "Simulated for these lessons · √s = 13 TeV"),
        ([THEIR_MONTE_CARLO], "en", "ATLAS Open Data, simulation · √s = 13 TeV"),
        (
            [sample(Origin.EXTERNAL_DATA, luminosity=amount) for amount in (0.5, 1.91)],
            "fr",
            "ATLAS Open Data · √s = 13 TeV, 2,41 fb<sup>−1</sup>",
        ),
        (
            [REAL, MONTE_CARLO],
            "en",
            "ATLAS Open Data, and simulation made for these lessons · √s = 13 TeV",
        ),
        (
            [REAL, STAND_IN],
            "en",
            "Partly ATLAS Open Data, partly simulated for these lessons · √s = 13 TeV",
        ),
    ],
)
def test_a_figure_says_whose_data_it_shows(
    samples: list[Provenance], language: str, expected: str
) -> None:
    label = figure_label(samples, language, lambda message: message)
    assert label.replace("\N{NO-BREAK SPACE}", " ") == expected
