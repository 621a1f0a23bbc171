"""The line of text that says which events to keep."""

from __future__ import annotations

import awkward as ak
import pytest

from build_tools.opendata.selection import Selection
from build_tools.samples.error import SampleError

EVENTS = ak.Array(
    {
        "lep_n": [2, 0, 3],
        "trigE": [True, False, False],
        "lep_pt": [[30_000.0, 8_000.0], [], [26_000.0, 9_000.0, 7_000.0]],
        "lep_isTightID": [[True, True], [], [True, False, False]],
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [True, True, True]),
        ("lep_n >= 2", [True, False, True]),
        ("lep_n >= 2 and trigE", [True, False, False]),
        ("not trigE or lep_n == 2", [True, True, True]),
        ("0 < lep_n < 3", [True, False, False]),
        ("max(lep_pt) / 1000 > 25", [True, False, True]),
        ("min(lep_pt) < 7500", [False, False, True]),
        ("count(lep_pt > 8500) == 2", [False, False, True]),
        ("count(lep_pt) == 3", [False, False, True]),
        ("any(lep_isTightID) and not all(lep_isTightID)", [False, False, True]),
        ("sum(lep_pt) > 40000", [False, False, True]),
        ("abs(-lep_n) != 2", [False, True, True]),
        ("any(lep_pt > 25000 and lep_isTightID)", [True, False, True]),
        ("1 < 2", [True, True, True]),
    ],
)
def test_what_passes(text: str, expected: list[bool]) -> None:
    selection = Selection(text, EVENTS.fields)
    assert selection.passed(EVENTS, len(EVENTS)).tolist() == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lep_m > 1", "there is no branch called lep_m"),
        ("lep_n >", "is not understood"),
        ("__import__('os').system('true')", "is not understood"),
        ("lep_n.__class__ == 1", "'lep_n.__class__' is not understood"),
        ("[e for e in lep_n]", "is not understood"),
        ("lep_n ** 9999999", "is not understood"),
        ("lep_pt[0] > 1", "is not understood"),
        ("max(lep_pt, 3) > 1", "is not understood"),
        ("'a' < 'b'", "is not understood"),
        ("(" * 500 + "1" + ")" * 500, "is not understood"),
    ],
)
def test_what_is_refused_before_anything_is_read(text: str, said: str) -> None:
    with pytest.raises(SampleError) as caught:
        Selection(text, EVENTS.fields)
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lep_pt > 25000", "not one answer for each event"),
        ("lep_n", "gives numbers, not yes or no"),
        ("max(lep_n) > 1", "not one answer for each event"),
    ],
)
def test_what_is_no_answer_for_each_event(text: str, said: str) -> None:
    with pytest.raises(SampleError) as caught:
        Selection(text, EVENTS.fields).passed(EVENTS, len(EVENTS))
    assert said in caught.value.message
