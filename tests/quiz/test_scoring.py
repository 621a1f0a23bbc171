"""One table of cases for Python and for the script of the pages."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from build_tools.quiz import scoring
from build_tools.quiz.scoring import Verdict, score

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


def test_the_table_has_every_verdict() -> None:
    assert {case[2] for case in TABLE["cases"]} == {verdict.value for verdict in Verdict}


def test_the_script_is_small() -> None:
    size = sum(len(gzip.compress(path.read_bytes(), 9)) for path in SCRIPT.parent.iterdir())
    assert size < 8000
