"""One table of cases for Python and for the script of the pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from build_tools.quiz.scoring import score

TABLE = json.loads((Path(__file__).parent / "scoring.json").read_text(encoding="utf-8"))
Case = tuple[str, Any, str, float, int | None]


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: f"{case[0]}: {case[1]}")
def test_the_model_scores_as_the_table_says(case: Case) -> None:
    name, answer, verdict, share, known = case
    result = score(TABLE["keys"][name], answer)
    assert (result.verdict.value, result.score, result.known) == (verdict, share, known)
