"""Units: which spellings an answer may use, and what each is worth.

``pint`` knows the units; what comes out is a plain table, so that scoring, in Python and in the
browser, is a look-up. Masses and momenta are energies here, as the lessons write them (c = 1):
``GeV/c²`` and ``GeV/c`` are GeV.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from build_tools.quiz.numerals import normalised

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Units that an answer may use, by what they measure.
_UNITS = {
    "eV": "meV eV keV MeV GeV TeV PeV",
    "J": "J kJ",
    "m": "fm pm nm μm mm cm m km",
    "s": "fs ps ns μs ms s min h",
    "g": "μg mg g kg",
    "b": "fb pb nb μb mb b",
    "b^-1": "fb^-1 pb^-1 nb^-1 μb^-1 b^-1",
    "Hz": "Hz kHz MHz GHz",
    "V": "mV V kV MV GV TV",
    "A": "μA mA A kA",
    "T": "mT T",
    "C": "nC μC mC C",
    "others": "N kN W kW MW GW Pa kPa K mrad rad ° % ‰ m/s km/s km/h",
}
#: Units that a reader may try where they do not belong: told as such, not as a slip of the pen.
COMMON = (
    "eV", "keV", "MeV", "GeV", "TeV", "J", "kJ", "m", "cm", "mm", "km", "fm", "nm", "s", "ms", "ns",
    "ps", "min", "h", "kg", "g", "N", "W", "V", "A", "T", "C", "Hz", "K", "rad", "°", "%", "fb",
    "pb", "fb^-1", "pb^-1", "m/s", "km/h",
)  # fmt: skip
_C = re.compile(r"/c(\^2)?$")
_PINT_NAMES = {"°": "degree", "%": "percent", "‰": "permille"}


class UnitError(ValueError):
    """A unit that is not known, or that measures something else."""


def spelt(unit: str) -> str:
    """A unit in the spelling of the tables: no spaces, ``μ``, ``^-1``, without ``/c²``."""
    plain = normalised(unit).replace("µ", "μ").replace(" ", "")
    return _C.sub("", plain)


@cache
def unit_table(unit: str) -> dict[str, float]:
    """Spelling → worth in ``unit``, of every unit that measures the same; ``unit`` first.

    Raises UnitError when ``unit`` is not known.
    """
    own = _quantity(unit)
    table = {spelt(unit): 1.0}
    for candidate in listed():
        quantity = _quantity(candidate)
        if quantity.dimensionality == own.dimensionality and _angle(candidate) == _angle(unit):
            worth = (quantity / own).to_base_units().magnitude
            table.setdefault(spelt(candidate), float(f"{worth:.12g}"))
    return table


def foreign(unit: str) -> list[str]:
    """Common units that measure something else than ``unit``; all of them for a bare number."""
    own = unit_table(unit) if unit else {}
    return [common for common in COMMON if common not in own]


def worth(unit: str, target: str) -> float:
    """How many ``target`` one ``unit`` is. Raises UnitError."""
    table = unit_table(target)
    if spelt(unit) not in table:
        message = f"{unit} cannot be given in {target}"
        raise UnitError(message)
    return table[spelt(unit)]


def listed() -> Iterator[str]:
    """Units that an answer may use; the script of the pages knows their tables, too."""
    for units in _UNITS.values():
        yield from units.split()


def _angle(unit: str) -> bool:
    """Angles and shares have no dimension; a degree is still no per cent."""
    return spelt(unit).endswith(("rad", "°"))


@cache
def _registry() -> Any:
    import pint  # noqa: PLC0415  slow to load, and only wanted where a key has a unit

    return pint.UnitRegistry()


@cache
def _quantity(unit: str) -> Any:
    plain = spelt(unit)
    name = _PINT_NAMES.get(plain, normalised(unit).replace("/c^2", "").removesuffix("/c"))
    try:
        quantity = _registry().Quantity(1, name)
    except Exception:  # noqa: BLE001  pint raises whatever its parser and tokenizer raise
        message = f"“{unit}” is no unit that is known here; write a symbol such as GeV, fb⁻¹ or %"
        raise UnitError(message) from None
    return quantity
