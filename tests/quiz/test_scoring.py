"""One table of cases for Python and for the script of the pages."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from build_tools.quiz import scoring
from build_tools.quiz.scoring import Verdict, score, short_key
from build_tools.quiz.units import foreign, listed, unit_table

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCRIPT = Path(scoring.__file__).parent / "static" / "quiz.js"
TABLE = json.loads((Path(__file__).parent / "scoring.json").read_text(encoding="utf-8"))
Case = tuple[str, Any, str, float, int | None]


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: f"{case[0]}: {case[1]}")
def test_the_model_scores_as_the_table_says(case: Case) -> None:
    name, answer, verdict, share, known = case
    result = score(TABLE["keys"][name], answer)
    assert (result.verdict.value, result.score, result.known) == (verdict, share, known)


def test_the_script_scores_as_the_model_does(browser: Browser) -> None:
    page = browser.new_page()
    page.add_script_tag(path=SCRIPT)
    scored = page.evaluate(
        "({keys, cases}) => cases.map(([name, answer]) => scoreAnswer(keys[name], answer))", TABLE
    )
    page.close()
    assert len(scored) == len(TABLE["cases"]) > 90
    for case, found in zip(TABLE["cases"], scored, strict=True):
        name, answer, verdict, share, known = case
        assert found == {"verdict": verdict, "score": share, "known": known}, (name, answer)


def test_the_script_knows_the_units_that_a_page_leaves_out(browser: Browser) -> None:
    keys = [
        {
            "kind": "number", "language": "fr", "low": 1.0, "high": 2.0, "given": False,
            "units": unit_table(unit) if unit else {}, "foreign": foreign(unit),
        }
        for unit in ["", *listed(), "barn", "GeV^2"]
    ]  # fmt: skip
    page = browser.new_page()
    page.add_script_tag(path=SCRIPT)
    short = [short_key(key) for key in keys]
    whole = page.evaluate("keys => keys.map((key) => wholeKey(key, 'fr'))", short)
    page.close()
    assert len(keys) > 60
    for key, found in zip(keys, whole, strict=True):
        assert found["units"] == pytest.approx(key["units"], rel=1e-9), key
        assert found["foreign"] == key["foreign"]
        assert found["language"] == "fr"


def test_a_page_has_keys_in_short() -> None:
    number = {
        "kind": "number", "language": "fr", "low": 45.4, "high": 45.800000000000004, "given": True,
        "units": unit_table("GeV"), "foreign": foreign("GeV"), "known": [[0.1 + 0.2, 1], None],
    }  # fmt: skip
    short = {
        "kind": "number", "low": 45.4, "high": 45.8, "unit": "GeV", "given": True,
        "known": [[0.3, 1], None],
    }  # fmt: skip
    assert short_key(number) == short
    assert short_key({"kind": "blanks", "blanks": [number]}) == {
        "kind": "blanks",
        "blanks": [short],
    }
    choice = {"kind": "choice", "many": False, "count": 3, "right": [1]}
    assert short_key(choice) == {"kind": "choice", "right": [1]}
    assert short_key(choice | {"many": True}) == {"kind": "choice", "right": [1], "many": True}
    assert short_key(None) is None


def test_the_table_has_every_verdict() -> None:
    assert {case[2] for case in TABLE["cases"]} == {verdict.value for verdict in Verdict}


def test_the_script_is_small() -> None:
    size = sum(len(gzip.compress(path.read_bytes(), 9)) for path in SCRIPT.parent.iterdir())
    assert size < 8000
