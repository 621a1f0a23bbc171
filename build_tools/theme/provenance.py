"""What a page says about its data: one label at the top, one table at the end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from build_tools.samples.locate import Origin
from build_tools.samples.luminosity import COLLISION_ENERGY_TEV
from build_tools.theme.languages import NARROW_NO_BREAK_SPACE, luminosity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from build_tools.pages.bundle import Provenance

_SPACE: Final = "\N{NO-BREAK SPACE}"


class DataKind(StrEnum):
    """Where the data of a page come from, taken together."""

    SIMULATED = "simulated"  #: nothing on the page was recorded
    RECORDED = "recorded"  #: every file was recorded by the experiment
    COMPARED = "compared"  #: all data are recorded, and stand beside simulated samples
    MIXED = "mixed"  #: some data are recorded and some are stand-ins


def data_kind(samples: Sequence[Provenance]) -> DataKind | None:
    """The label of a page that read these files; None when it read none."""
    if not samples:
        return None
    origins = {Origin(sample.origin) for sample in samples}
    if Origin.EXTERNAL_DATA not in origins:
        return DataKind.SIMULATED
    if Origin.BUNDLED_PSEUDODATA in origins:
        return DataKind.MIXED
    return DataKind.RECORDED if origins == {Origin.EXTERNAL_DATA} else DataKind.COMPARED


def figure_label(samples: Sequence[Provenance], language: str, t: Callable[[str], str]) -> str:
    """What is written into a figure of these files: whose data, at which energy, how much of them.

    Plotly's markup, in the language; nothing for a figure without samples.
    """
    if not samples:
        return ""
    origins = {Origin(sample.origin) for sample in samples}
    external = {Origin.EXTERNAL_DATA, Origin.EXTERNAL_SIMULATION}
    if not origins & external:
        whose = t("Simulated for these lessons")
    elif origins == {Origin.EXTERNAL_SIMULATION}:
        whose = t("ATLAS Open Data, simulation")
    elif origins <= external:
        whose = "ATLAS Open Data"
    elif Origin.BUNDLED_PSEUDODATA in origins:
        whose = t("Partly ATLAS Open Data, partly simulated for these lessons")
    else:
        whose = t("ATLAS Open Data, and simulation made for these lessons")
    how = f"√s{_SPACE}={_SPACE}{COLLISION_ENERGY_TEV}{_SPACE}TeV"
    amounts = [sample.luminosity_fb for sample in samples if sample.luminosity_fb is not None]
    if amounts:
        amount = luminosity(sum(amounts), language)
        # the font that measures drawings has neither sign
        amount = amount.replace("⁻¹", "<sup>−1</sup>").replace(NARROW_NO_BREAK_SPACE, _SPACE)
        how = f"{how}, {amount}"
    return f"{whose} · {how}"


@dataclass(frozen=True)
class SampleRow:
    """One line of the table of data."""

    path: str
    origin: Origin
    generator: str  #: empty for what was not simulated for these lessons
    sha256: str
    luminosity: str  #: formatted for the language; empty when there is none


def sample_rows(samples: Sequence[Provenance], language: str) -> tuple[SampleRow, ...]:
    """The table of data, in the order in which the page declares its files."""
    return tuple(
        SampleRow(
            path=sample.path,
            origin=Origin(sample.origin),
            generator=sample.generator,
            sha256=sample.sha256,
            luminosity=(
                "" if sample.luminosity_fb is None else luminosity(sample.luminosity_fb, language)
            ),
        )
        for sample in samples
    )
