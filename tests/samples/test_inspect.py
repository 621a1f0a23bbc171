"""Bad files, one defect each, and what is said about it."""

import os
from collections.abc import Callable
from pathlib import Path

import awkward as ak
import cramjam
import numpy as np
import pytest
import uproot

from build_tools.samples.error import SampleError
from build_tools.samples.inspect import inspect
from build_tools.samples.locate import sha256_of
from build_tools.samples.manifest import Manifest

Bundled = tuple[Path, Manifest]
PATH = "2lep/MC/mc_361107.Zmumu.2lep.root"
Change = Callable[[dict[str, ak.Array]], None]


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
        events = inspect(folder / sample.path, expected_sha256=sample.sha256)
        assert events == sample.events_kept
    assert len(manifest.samples) > 20


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


def _written_again(good: Path, change: Change) -> Path:
    """A small file like the good one, but for a change."""
    events = uproot.open(good)["mini"].arrays(entry_stop=40)
    columns = {name: events[name] for name in events.fields}
    change(columns)
    target = good.with_name("changed.root")
    with uproot.recreate(target) as file:
        tree = file.mktree(
            "mini", {name: ak.type(column).content for name, column in columns.items()}
        )
        tree.extend(columns)
    return target


def _divide(*names: str, by: float = 1000.0) -> Change:
    def change(columns: dict[str, ak.Array]) -> None:
        for name in names:
            columns[name] = ak.values_astype(columns[name] / by, np.float32)

    return change


def test_units_of_the_later_release(good: Path) -> None:
    message = _complaint(_written_again(good, _divide("lep_pt", "lep_E", "met_et", "jet_pt")))
    assert "would give wrong numbers: lep_pt is at most" in message
    assert "seems to be in GeV, and the release is in MeV" in message


def test_units_of_one_branch_only(good: Path) -> None:
    assert "jet_pt is at most" in _complaint(_written_again(good, _divide("jet_pt")))


@pytest.mark.parametrize(("by", "said"), [(1e-3, "cannot be MeV"), (float("nan"), "no numbers")])
def test_units_that_are_no_energies_at_all(good: Path, by: float, said: str) -> None:
    assert said in _complaint(_written_again(good, _divide("lep_pt", by=by)))


def test_written_again_without_a_change_it_passes(good: Path) -> None:
    assert inspect(_written_again(good, lambda _columns: None)) == 40


def test_a_branch_of_another_type(good: Path) -> None:
    def change(columns: dict[str, ak.Array]) -> None:
        columns["met_et"] = ak.values_astype(columns["met_et"], np.float64)

    assert "met_et is double, not float32" in _complaint(_written_again(good, change))


def test_branches_that_are_missing(good: Path) -> None:
    def change(columns: dict[str, ak.Array]) -> None:
        for name in [name for name in columns if name.startswith("tau_")]:
            del columns[name]

    message = _complaint(_written_again(good, change))
    assert "12 of the release's 81 branches are missing: tau_n, tau_pt" in message
    assert "and 6 more" in message


def _with_claims(good: Path, claim: int) -> None:
    """Let every basket of met_et, and no sum, say that it becomes as large as this."""
    with uproot.open(good) as file:
        branch = file["mini"]["met_et"]
        seeks = [int(seek) for seek in branch.member("fBasketSeek")[: branch.num_baskets]]
    content = bytearray(good.read_bytes())
    assert seeks
    for seek in seeks:
        content[seek + 6 : seek + 10] = claim.to_bytes(4, "big")
    good.write_bytes(content)


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (2**31 - 1, "claim to hold 2,147,483,647, but their parts claim"),
        (2**31 - 2**30, "claim to hold 1,073,741,824, but their parts claim"),
    ],
)
def test_a_tiny_basket_that_claims_to_be_huge(
    good: Path, claim: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        pytest.fail("something was inflated")

    _with_claims(good, claim)
    monkeypatch.setattr(uproot.TBranch, "array", fail)
    message = _complaint(good)
    assert "is not to be trusted" in message
    assert said in message


def test_a_basket_that_is_too_large_for_a_small_computer(good: Path) -> None:
    with uproot.open(good) as file:
        honest = file["mini"].uncompressed_bytes
    _with_claims(good, 2**30)
    assert "more than the 0.0 GiB allowed" in _complaint(good, uncompressed_cap=honest + 1_000)


def test_a_basket_that_becomes_more_than_it_says(good: Path) -> None:
    """A block that says 1,000 bytes, and would become 200 million."""
    zeros = bytes(cramjam.zstd.compress(bytes(200_000_000)))
    with uproot.open(good) as file:
        branch = file["mini"]["met_et"]
        seek, length = (int(branch.member(name)[0]) for name in ("fBasketSeek", "fBasketBytes"))
        assert length > len(zeros) + 100
    content = bytearray(good.read_bytes())
    header = int.from_bytes(content[seek + 14 : seek + 16], "big")
    body = b"ZS\x01" + len(zeros).to_bytes(3, "little") + (1_000).to_bytes(3, "little") + zeros
    content[seek : seek + 4] = (header + len(body)).to_bytes(4, "big")
    content[seek + 6 : seek + 10] = (1_000).to_bytes(4, "big")
    content[seek + header : seek + header + len(body)] = body
    good.write_bytes(content)
    assert "bytes do not become the 1,000 that they claim" in _complaint(good)


@pytest.mark.skipif(
    "OPEN_DATA_DIR" not in os.environ, reason="OPEN_DATA_DIR names no folder of real files"
)
def test_the_recorded_files_pass() -> None:
    files = sorted(Path(os.environ["OPEN_DATA_DIR"]).rglob("data_?.4lep.root"))
    assert [inspect(file) for file in files] == [39, 156, 237, 400]
