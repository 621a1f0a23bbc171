"""``glue`` as cells call it: what it takes, and what it refuses in words."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from build_tools.execution import session
from build_tools.execution.session import glue
from build_tools.localisation.expressions import PAGE_WORDS
from build_tools.pages import mime


@pytest.fixture
def glued(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Records in the order in which they were glued."""
    records: list[dict[str, Any]] = []

    def display(data: dict[str, Any], *, raw: bool) -> None:
        assert raw
        records.append(data[mime.GLUE])

    monkeypatch.setattr("IPython.display.display", display)
    monkeypatch.setattr(session, "_glued", {})
    return records


class Measured:
    """A value as the package ``uncertainties`` has it."""

    nominal_value = 91.2
    std_dev = 0.5


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (3, 3),
        (2.5, 2.5),
        ("muons", "muons"),
        (np.int64(3), 3),
        (np.float32(0.5), 0.5),
        (np.array(3) > 2, True),
        (np.array(2.5), 2.5),
        (np.array([7]), 7),
    ],
)
def test_single_values_become_plain(value: Any, plain: Any, glued: list[dict[str, Any]]) -> None:
    glue("x", value)
    assert glued[0]["value"] == plain
    assert type(glued[0]["value"]) is type(plain)


def test_what_belongs_to_a_value_goes_with_it(glued: list[dict[str, Any]]) -> None:
    glue("mass", 91.2, uncertainty=np.float64(0.5), unit="GeV", digits=1)
    glue("other", Measured())  # type: ignore[arg-type]
    assert glued[0] == {
        "name": "mass", "value": 91.2, "uncertainty": 0.5, "unit": "GeV", "digits": 1,
    }  # fmt: skip
    assert (glued[1]["value"], glued[1]["uncertainty"]) == (91.2, 0.5)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (("x", [1, 2]), TypeError, "takes a number, True, False or a text, not <class 'list'>"),
        (("x", np.array([1, 2])), TypeError, "takes a number"),
        (("x", None), TypeError, "takes a number"),
        (("peak mass", 1), ValueError, "a name is letters, digits and _"),
        (("peak-mass", 1), ValueError, "a name is letters, digits and _"),
        (("if", 1), ValueError, "a name is letters, digits and _"),
        (("", 1), ValueError, "a name is letters, digits and _"),
        (("recorded", True), ValueError, "every page knows “recorded” already"),
        (("x", math.nan), ValueError, "glue('x', …): the value is nan; `finite=False`"),
        (("x", np.float64("inf")), ValueError, "the value is inf"),
    ],
)
def test_what_cannot_be_glued_is_refused(
    arguments: tuple[Any, Any],
    error: type[Exception],
    message: str,
    glued: list[dict[str, Any]],
) -> None:
    with pytest.raises(error) as refused:
        glue(*arguments)
    assert message in str(refused.value)
    assert glued == []


@pytest.mark.parametrize("margin", [-1.0, math.nan, math.inf])
def test_an_uncertainty_is_a_size(margin: float, glued: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match="the uncertainty is"):
        glue("x", 1.0, uncertainty=margin)
    assert glued == []


@pytest.mark.parametrize(("value", "text"), [(math.nan, "–"), (math.inf, "∞"), (-math.inf, "−∞")])
def test_a_number_that_may_be_none_becomes_a_text(
    value: float, text: str, glued: list[dict[str, Any]]
) -> None:
    glue("x", value, finite=False)
    assert glued[0]["value"] == text


def test_conditions_reserve_the_same_names() -> None:
    assert session._RESERVED == PAGE_WORDS


def test_a_name_is_glued_once(glued: list[dict[str, Any]]) -> None:
    glue("x", 1)
    with pytest.raises(ValueError, match=r'“x” was glued before, by `glue\("x", 1\)`'):
        glue("x", 2)
    assert len(glued) == 1
