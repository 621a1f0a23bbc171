"""What a page says about its data."""

from __future__ import annotations

import pytest

from build_tools.pages.bundle import Provenance
from build_tools.theme.provenance import DataKind, data_kind, sample_rows


def sample(path: str, *, recorded: bool, luminosity: float | None = None) -> Provenance:
    return Provenance(
        path=path, sha256="0" * 64, origin="o", recorded=recorded, luminosity_fb=luminosity
    )


REAL = sample("2lep/Data/a.root", recorded=True)
STAND_IN = sample("2lep/Data/b.root", recorded=False)
MONTE_CARLO = sample("2lep/MC/c.root", recorded=False)


@pytest.mark.parametrize(
    ("samples", "expected"),
    [
        ([], None),
        ([STAND_IN, MONTE_CARLO], DataKind.SIMULATED),
        ([MONTE_CARLO], DataKind.SIMULATED),
        ([REAL], DataKind.RECORDED),
        ([REAL, MONTE_CARLO], DataKind.COMPARED),
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
        (None, "fr", ""),
    ],
)
def test_luminosity_is_written_as_the_language_does(
    value: float | None, language: str, expected: str
) -> None:
    (row,) = sample_rows([sample("a", recorded=True, luminosity=value)], language)
    assert row.luminosity == expected
