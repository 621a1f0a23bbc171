"""Bad files, one defect each, and what is said about it."""

from pathlib import Path

import numpy as np
import pytest
import uproot

from build_tools.samples.error import SampleError
from build_tools.samples.inspect import inspect
from build_tools.samples.locate import sha256_of
from build_tools.samples.manifest import Manifest

Bundled = tuple[Path, Manifest]
PATH = "2lep/MC/mc_361107.Zmumu.2lep.root"


@pytest.fixture
def good(bundled: Bundled, tmp_path: Path) -> Path:
    file = tmp_path / "good.root"
    file.write_bytes((bundled[0] / PATH).read_bytes())
    return file


def _complaint(file: Path, **options: object) -> str:
    with pytest.raises(SampleError) as caught:
        inspect(file, **options)  # type: ignore[arg-type]
    return caught.value.message


def test_every_good_file_passes(bundled: Bundled) -> None:
    folder, manifest = bundled
    for sample in manifest.samples:
        inspect(folder / sample.path, expected_sha256=sample.sha256)
    assert len(manifest.samples) == 15


def test_missing(tmp_path: Path) -> None:
    message = _complaint(tmp_path / "none.root", expected_sha256="0" * 64)
    assert f"none.root is missing in {tmp_path}" in message
    assert "nox -s samples" in message


def test_empty(tmp_path: Path) -> None:
    (tmp_path / "empty.root").touch()
    assert "is empty (0 bytes)" in _complaint(tmp_path / "empty.root")


def test_web_page_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "page.root").write_text("<!DOCTYPE html><p>Not found</p>")
    message = _complaint(tmp_path / "page.root")
    assert "is not a ROOT file" in message
    assert "Download it again" in message


def test_only_a_piece_of_the_header(tmp_path: Path) -> None:
    (tmp_path / "piece.root").write_bytes(b"root\x00\x00")
    assert "6 bytes, less than a header" in _complaint(tmp_path / "piece.root")


def test_truncated(good: Path) -> None:
    whole = good.read_bytes()
    good.write_bytes(whole[: len(whole) // 2])
    assert f"{len(whole) // 2:,} bytes of the {len(whole):,}" in _complaint(good)


def test_changed(good: Path) -> None:
    expected = sha256_of(good)
    content = bytearray(good.read_bytes())
    content[len(content) // 3] ^= 0xFF
    good.write_bytes(content)
    message = _complaint(good, expected_sha256=expected)
    assert expected in message
    assert sha256_of(good) in message
    assert "Run `nox -s samples`, or restore it from version control" in message


def test_damaged_table_of_contents(good: Path) -> None:
    content = bytearray(good.read_bytes())
    content[100:400] = b"\xff" * 300  # where the file's first directory lies
    good.write_bytes(content)
    assert "is damaged" in _complaint(good)


def test_tree_of_another_name(tmp_path: Path) -> None:
    with uproot.recreate(tmp_path / "later.root") as file:
        file.mktree("analysis", {"lep_n": np.dtype(np.int32)})
    message = _complaint(tmp_path / "later.root")
    assert "holds no tree called mini, but analysis" in message


def test_too_large_is_refused_before_any_array_is_read(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        pytest.fail("an array was read")

    monkeypatch.setattr(uproot.TBranch, "array", fail)
    assert "more than the 0.0 GiB allowed" in _complaint(good, uncompressed_cap=1000)


def test_values_beyond_the_end(good: Path) -> None:
    with uproot.open(good) as file:
        seek = int(file["mini"]["met_et"].member("fBasketSeek")[0])
    content = good.read_bytes()
    # Written twice: by the record itself, and in the branch's list of records.
    assert content.count(seek.to_bytes(8, "big")) == 2
    good.write_bytes(content.replace(seek.to_bytes(8, "big"), (10**9).to_bytes(8, "big")))
    assert "the values of met_et lie beyond its end" in _complaint(good)
