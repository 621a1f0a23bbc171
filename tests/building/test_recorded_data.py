"""The project's own lessons, with other data files in the place of the bundled ones."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import awkward as ak
import pytest
import uproot

from build_tools.localisation.numbers import format_number
from build_tools.pages.bundle import load_bundle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.building.conftest import Course

pytestmark = pytest.mark.browser

PAGE = "lessons/higgs-four-leptons"
BUNDLED = Path(__file__).parents[2] / "content" / "samples" / "4lep" / "Data"


def fewer_events(source: Path, target: Path, dropped: int) -> int:
    """Write a sample again without its first events; returns how many are left."""
    events = uproot.open(source)["mini"].arrays()[dropped:]
    columns = {name: events[name] for name in events.fields}
    with uproot.recreate(target) as file:
        tree = file.mktree("mini", {name: ak.type(c).content for name, c in columns.items()})
        tree.extend(columns)
    return len(events)


def assert_counts(course: Course, expected: Mapping[str, int]) -> None:
    summary = course.build()
    assert summary.problems == []
    for language in ("en", "fr"):
        bundle = load_bundle(course.project.build, language, PAGE)
        text = course.text(f"{language}/{PAGE}")
        for name, count in expected.items():
            assert bundle.glued[name].value == count
            assert format_number(count, language) in text
        assert bundle.recorded
        # what stands in a page's source cannot have come from the data
        source = course.path(language, PAGE).read_text(encoding="utf-8")
        assert not [count for count in expected.values() if f" {count} " in source]


def test_files_of_the_same_name_replace_the_bundled_ones(lessons: Course) -> None:
    assert lessons.open_data_dir is not None
    left = sum(
        fewer_events(file, lessons.open_data_dir / "deep" / file.name, dropped)
        for file, dropped in zip(sorted(BUNDLED.glob("*.root")), (3, 1, 1, 1), strict=True)
    )
    assert_counts(lessons, {"n_before": left})
    for language, words in (("en", "recorded by"), ("fr", "enregistrées par")):
        assert words in lessons.text(f"{language}/{PAGE}")
    # the other lesson keeps its simulated data
    assert not load_bundle(lessons.project.build, "en", "lessons/z-boson").recorded


@pytest.mark.skipif(
    not os.environ.get("OPEN_DATA_DIR"),
    reason="OPEN_DATA_DIR names no folder with the recorded files of the collection 4lep",
)
def test_the_recorded_files_give_the_published_counts(lessons: Course) -> None:
    recorded = Path(os.environ["OPEN_DATA_DIR"])
    files = {file.name: file for file in recorded.rglob("data_?.4lep.root")}
    assert len(files) == 4
    assert lessons.open_data_dir is not None
    for name, file in files.items():
        shutil.copy(file, lessons.open_data_dir / name)
    # printed by the notebooks of the 2020 release
    assert_counts(lessons, {"n_before": 832, "n_charge_flavour": 507})
    fewer_events(files["data_A.4lep.root"], lessons.open_data_dir / "data_A.4lep.root", 3)
    assert_counts(lessons, {"n_before": 829})
