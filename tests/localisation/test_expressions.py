"""Expressions over glued values: what they may say, and what is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.localisation.expressions import (
    ExpressionError,
    UnknownName,
    Value,
    evaluate,
    holds,
    names_in,
    number,
    page_values,
)
from build_tools.pages.bundle import Glued, PageBundle, Status

VALUES: dict[str, Value] = {
    "mass": 91.2,
    "mass.uncertainty": 0.5,
    "n": 12,
    "found": True,
    "kind": "muons",
    "lost": float("nan"),
    "recorded": False,
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("mass", 91.2),
        ("found", True),
        ("not found", False),
        (" not recorded ", True),
        ("80 < mass < 100", True),
        ("80 < mass < 90", False),
        ("mass > 80 and n >= 12 and not recorded", True),
        ("n == 12 or mass / 0 > 1", True),
        ('kind == "muons"', True),
        ('kind != "electrons"', True),
        ("2 * n + 1", 25),
        ("n // 5 + n % 5", 4),
        ("-n ** 2", -144),
        ("abs(mass - 100)", 8.799999999999997),
        ("round(mass)", 91),
        ("round(mass * 10, 1)", 912.0),
        ("max(n, 3, 40)", 40),
        ("min(n, 3)", 3),
        ("sqrt(n * n)", 12.0),
        ("2 * mass.uncertainty", 1.0),
        ('"many" if n > 10 else "few"', "many"),
        ("1e3", 1000.0),
    ],
)
def test_expressions_have_the_value_that_python_gives_them(text: str, value: object) -> None:
    found = evaluate(text, VALUES)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not written as an expression"),
        ("mass >", "not written as an expression"),
        ("mass > 80 GeV", "not written as an expression"),
        ("mas > 80", "“mas” is no value of this page; there are found, kind, lost, mass, n,"),
        ("n.uncertainty", "glued without an uncertainty"),
        ("mass.real", "`mass.real` is not allowed"),
        ("__import__('os').system('true')", "is not allowed"),
        ("open('x')", "`open('x')` is not allowed"),
        ("(lambda: 1)()", "is not allowed"),
        ("[x for x in (1,)]", "is not allowed"),
        ("f'{mass}'", "is not allowed"),
        ("kind[0]", "is not allowed"),
        ("(n := 3)", "is not allowed"),
        ("abs(n, key=1)", "is not allowed"),
        ("abs(n, 3)", "`abs` takes 1 numbers"),
        ("n / 0", "divides by zero"),
        ("n % 0", "divides by zero"),
        ("9 ** 9 ** 9", "too large"),
        ("1e308 * 10", "too large"),
        ("10.0 ** 400", "too large"),
        ("(-8) ** 0.5", "root of a negative"),
        ("sqrt(-1)", "root of a negative"),
        ("kind + 1", "`kind` is a text, but a number"),
        ("kind < 3", "`kind` is a text, but a number"),
        ("found + 1", "`found` is True or False, but a number"),
        ("not n", "`n` is a number, but True or False"),
        ("n and found", "`n` is a number, but True or False"),
        ("kind == 3", "compares a text with a number"),
        ("n in (1, 2)", "is not allowed"),
        ("n is 12", "use < <= == != > >="),
        ("lost > 1", "“lost” is not a finite number"),
        ("1 + " * 200 + "1", "longer than 500"),
        ("(" * 240 + "1" + ")" * 240, "not written as an expression"),
    ],
)
@pytest.mark.filterwarnings("ignore:.*is.* with 'int' literal:SyntaxWarning")
def test_anything_else_is_refused_in_words(text: str, message: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        evaluate(text, VALUES)
    assert message in str(refused.value)


def test_numbers_and_conditions_are_asked_for() -> None:
    assert number("mass * 2", VALUES) == 182.4
    assert holds("mass < 100", VALUES) is True
    with pytest.raises(ExpressionError, match="`found` is True or False, but a number"):
        number("found", VALUES)
    with pytest.raises(ExpressionError, match="`mass` is a number, but True or False"):
        holds("mass", VALUES)


def test_an_unknown_name_is_known() -> None:
    with pytest.raises(UnknownName) as refused:
        number("mass + width", VALUES)
    assert refused.value.name == "width"
    assert names_in("max(mass, width.uncertainty) > n") == {"mass", "width", "n"}


def test_a_page_knows_its_values_and_its_data() -> None:
    bundle = PageBundle(
        docname="z",
        language="fr",
        text_language="fr",
        status=Status.CURRENT,
        path=Path("content/fr/z.md"),
        title="Z",
        glued={"mass": Glued(value=91.2, uncertainty=0.5), "n": Glued(value=3)},
    )
    assert page_values(bundle) == {
        "mass": 91.2,
        "mass.uncertainty": 0.5,
        "n": 3,
        "recorded": False,
        "simulated": True,
    }
