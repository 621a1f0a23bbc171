"""Sizes, durations and consent."""

import re

import pytest

from build_tools.opendata.amounts import duration, parse_size, readable
from build_tools.opendata.catalogue import read_release
from build_tools.opendata.plan import require_consent
from build_tools.samples.error import SampleError


def test_sizes() -> None:
    assert [parse_size(text) for text in ("7", "500MB", "2.5 GB", "1t")] == [
        7, 500_000_000, 2_500_000_000, 1_000_000_000_000,
    ]  # fmt: skip
    for text in ("MB", "-1", "5 apples", "1e9"):
        with pytest.raises(ValueError, match=re.escape(text)):
            parse_size(text)
    assert [readable(size) for size in (12, 1_234, 333_404, 528_000_000, 118_000_000_000)] == [
        "12 bytes", "1.2 kB", "333 kB", "528 MB", "118 GB",
    ]  # fmt: skip


def test_durations() -> None:
    assert duration(333_404) == "less than a minute"
    assert duration(528_000_000) == "about 7 minutes"
    assert duration(118_000_000_000) == "about 26 hours"
    assert duration(1_000_000_000_000) == "about 9 days"


def test_much_is_not_taken_unasked() -> None:
    require_consent(10, limit=10, free=10)
    with pytest.raises(SampleError, match="--yes"):
        require_consent(118_000_000_000, limit=2_000_000_000, free=10**15)
    with pytest.raises(SampleError, match="the disk has 5 bytes free"):
        require_consent(10, limit=100, free=5)


def test_the_catalogue_of_the_release() -> None:
    release = read_release()
    assert [collection.name for collection in release.collections] == [
        "1lep", "1lep1tau", "1largeRjet1lep", "2lep", "exactly2lep", "3lep", "4lep", "GamGam",
    ]  # fmt: skip
    fourlep = release.collection("4lep")
    assert sum(file.events or 0 for file in fourlep.data) == 832
    assert sum(file.size or 0 for file in fourlep.data) == round(fourlep.data_mb, 3) * 1e6 + 404
    for collection in release.collections:
        assert set(collection.requires.root) == {"en", "fr"}
        assert collection.doi.startswith("10.7483/OPENDATA.ATLAS.")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("gamgam", "GamGam"), ("4-lep", "4lep"), ("1largerjet", "1largeRjet1lep")],
)
def test_near_names_are_suggested(written: str, meant: str) -> None:
    with pytest.raises(SampleError, match=f"Did you mean .*{meant}"):
        read_release().collection(written)
