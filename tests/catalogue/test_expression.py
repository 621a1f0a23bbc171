"""Arithmetic over facts, with uncertainties."""

from __future__ import annotations

import pytest

from build_tools.catalogue.expression import ExpressionError, evaluate
from build_tools.catalogue.quantity import Quantity

KNOWN = {"a": Quantity(2.0, {"a": 1.0}), "b.c": Quantity(5.0, {"b.c": 1.0})}
SPREAD = {"a": 0.1, "b.c": 0.2}


def known(name: str) -> Quantity:
    if name not in KNOWN:
        raise ExpressionError(f"no fact is called “{name}”")
    return KNOWN[name]


@pytest.mark.parametrize(
    ("text", "value", "spread"),
    [
        ("2 * a", 4, 0.2),
        ("a + b.c", 7, 0.05**0.5),
        ("b.c - a", 3, 0.05**0.5),
        ("-a + 3", 1, 0.1),
        ("a * a", 4, 0.4),
        ("a ** 2", 4, 0.4),
        ("a ** 0", 1, 0),
        ("a / b.c", 0.4, 0.4 * (0.05**2 + 0.04**2) ** 0.5),
        ("a - a", 0, 0),
        ("(1 + a) * (b.c - 1) / 3", 4, (0.1**2 * 16 / 9 + 0.2**2) ** 0.5),
    ],
)
def test_values_and_uncertainties(text: str, value: float, spread: float) -> None:
    found = evaluate(text, known)
    assert found.value == pytest.approx(value)
    assert found.uncertainty(SPREAD) == pytest.approx(spread)


@pytest.mark.parametrize(
    "text",
    [
        "", "a b", "x", "a.b.c", "__import__('os')", "a if a else a", "a ** a", "a ** -1",
        "a ** 10", "1 / 0", "a and a", "'a'", "True", "[a]", "(" * 300, "1e999", "a.b()", "a" * 600,
    ],
)  # fmt: skip
def test_all_else_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(text, known)
