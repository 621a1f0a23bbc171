"""What is remembered of files, and when it is not relied on."""

import os
from pathlib import Path

import pytest

from build_tools.samples import memory as remembering
from build_tools.samples.error import SampleError
from build_tools.samples.inspect import inspect
from build_tools.samples.locate import sha256_of
from build_tools.samples.manifest import Manifest
from build_tools.samples.memory import Memory

Bundled = tuple[Path, Manifest]
OLD = 1_600_000_000_000_000_000  # ns: 2020


@pytest.fixture
def good(bundled: Bundled, tmp_path: Path) -> Path:
    file = tmp_path / "good.root"
    file.write_bytes((bundled[0] / "4lep/Data/data_A.4lep.root").read_bytes())
    os.utime(file, ns=(OLD, OLD))
    return file


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was really read, beside what was remembered."""
    done: list[str] = []

    def inspecting(file: Path, **options: str | None) -> int:
        done.append("inspected")
        return inspect(file, **options)  # type: ignore[arg-type]

    def digesting(file: Path) -> str:
        done.append("digested")
        return sha256_of(file)

    monkeypatch.setattr(remembering, "inspect", inspecting)
    monkeypatch.setattr(remembering, "sha256_of", digesting)
    return done


def look(place: Path, file: Path) -> str:
    memory = Memory(place)
    digest = memory.sha256(file)
    memory.inspect(file, expected_sha256=digest)
    memory.save()
    return digest


def test_an_unchanged_file_is_read_once(good: Path, work: list[str], tmp_path: Path) -> None:
    place = tmp_path / "memory.json"
    assert look(place, good) == look(place, good) == sha256_of(good)
    assert work == ["digested", "inspected"]


def test_a_changed_file_is_read_again(good: Path, work: list[str], tmp_path: Path) -> None:
    place = tmp_path / "memory.json"
    before = look(place, good)
    content = bytearray(good.read_bytes())
    content[-1] ^= 1
    good.write_bytes(content)
    assert look(place, good) != before
    assert work == ["digested", "inspected"] * 2
    # it changed a moment ago, so it is not relied on next time
    look(place, good)
    assert work == ["digested", "inspected"] * 3


def test_other_rules_and_a_damaged_memory_mean_another_look(
    good: Path, work: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "memory.json"
    look(place, good)
    monkeypatch.setattr(remembering, "_rules", lambda: "other")
    look(place, good)
    place.write_text("{")
    look(place, good)
    assert work == ["digested", "inspected"] * 3


def test_what_was_refused_is_refused_again(good: Path, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.json")
    for _ in range(2):
        with pytest.raises(SampleError, match="not the file that the manifest describes"):
            memory.inspect(good, expected_sha256="0" * 64)
    good.unlink()
    with pytest.raises(SampleError, match="is missing"):
        memory.inspect(good)
