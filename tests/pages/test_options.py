"""What a cell says of its figures and tables."""

from __future__ import annotations

from typing import Any

import pytest

from build_tools.pages.options import FIGURE, Shown, shown, unknown_keys, with_source_facts

ONE = {"alt": "Two\n  bars.", "caption": " Bars. ", "samples": "4lep/Data"}


def test_one_figure_or_several() -> None:
    expected = Shown("Two bars.", "Bars.", samples=("4lep/Data",))
    assert shown({FIGURE: ONE}, FIGURE) == expected
    several = {FIGURE: [{"alt": "First."}, ONE]}
    assert shown(several, FIGURE).alt == "First."
    assert shown(several, FIGURE, 1) == expected
    assert shown({FIGURE: ONE}, FIGURE, 1) == shown({}, FIGURE) == Shown()


@pytest.mark.parametrize(
    ("metadata", "keys"),
    [
        ({"figure": ONE}, []),
        ({"figure": [ONE, {"alt": "", "title": ""}]}, ["figure: title"]),
        ({"table": {"alt": ""}}, ["table: alt"]),
        ({"figure": "Two bars."}, ["figure: Two bars."]),
    ],
)
def test_keys_that_mean_nothing(metadata: dict[str, Any], keys: list[str]) -> None:
    assert unknown_keys(metadata) == keys


def test_names_and_samples_are_the_source_s() -> None:
    source = {FIGURE: [ONE, {"alt": "b", "name": "bars"}]}
    own = {FIGURE: [{"alt": "c"}, {"alt": "d", "samples": ["x"]}, {"alt": "e"}]}
    facts = [(i.get("name"), i.get("samples")) for i in with_source_facts(own, source)[FIGURE]]
    assert facts == [(None, "4lep/Data"), ("bars", None), (None, None)]
