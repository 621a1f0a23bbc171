"""Numbers that know what they were computed from.

Each carries how it changes with each fact behind it, so that an uncertainty is right to first
order however the number was put together, also where one fact enters twice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Quantity:
    """A value with its partial derivatives with respect to named inputs."""

    value: float
    slopes: Mapping[str, float] = field(default_factory=dict)

    def __add__(self, other: Quantity) -> Quantity:
        return _combined(self.value + other.value, (self, 1.0), (other, 1.0))

    def __sub__(self, other: Quantity) -> Quantity:
        return _combined(self.value - other.value, (self, 1.0), (other, -1.0))

    def __mul__(self, other: Quantity) -> Quantity:
        return _combined(self.value * other.value, (self, other.value), (other, self.value))

    def __truediv__(self, other: Quantity) -> Quantity:
        ratio = self.value / other.value
        return _combined(ratio, (self, 1 / other.value), (other, -ratio / other.value))

    def power(self, exponent: int) -> Quantity:
        """The quantity times itself."""
        if exponent == 0:
            return Quantity(1.0)
        slope = exponent * self.value ** (exponent - 1)
        return _combined(self.value**exponent, (self, slope))

    def uncertainty(self, inputs: Mapping[str, float]) -> float:
        """One standard deviation, from those of the inputs, which are taken as independent."""
        return math.sqrt(
            sum((slope * inputs.get(name, 0.0)) ** 2 for name, slope in self.slopes.items())
        )


def _combined(value: float, *parts: tuple[Quantity, float]) -> Quantity:
    slopes: dict[str, float] = {}
    for quantity, factor in parts:
        for name, slope in quantity.slopes.items():
            slopes[name] = slopes.get(name, 0.0) + factor * slope
    return Quantity(value, slopes)
