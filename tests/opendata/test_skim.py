"""Files read in parts over the network, and what is kept of them."""

from __future__ import annotations

import os
import random
from pathlib import Path

import awkward as ak
import pytest
import uproot

from build_tools.opendata.connection import Connection, TransferError
from build_tools.opendata.download import Folder
from build_tools.opendata.index import read_index
from build_tools.opendata.remote import BLOCK, KEPT, RemoteFile
from build_tools.opendata.skim import kept_branches, skim
from build_tools.samples.error import SampleError
from build_tools.samples.inspect import inspect, provenance_of
from tests.opendata.portal import DATA, EVENTS, SAMPLES, SIMULATION, Portal, status

RECORDED = os.environ.get("OPEN_DATA_DIR")
LARGE = "2lep/MC/mc_361107.Zmumu.2lep.root"


def test_a_remote_file_reads_as_a_local_one(portal: Portal, connection: Connection) -> None:
    content = random.Random(4).randbytes(BLOCK * (KEPT + 3) + 11)  # noqa: S311  any bytes do
    portal.files["noise"] = content
    remote = RemoteFile(connection, portal.url + "noise")
    assert remote.seek(0, os.SEEK_END) == len(content)
    places = [(0, 10), (BLOCK - 3, 7), (len(content) - 5, 50), (3 * BLOCK, 2 * BLOCK + 1)]
    places += [(number * BLOCK, 1) for number in range(KEPT + 2)]  # more than is remembered
    places += [(5, BLOCK * 3), (len(content) + 4, 3)]
    for start, count in places:
        remote.seek(start)
        assert remote.read(count) == content[start : start + count]
    assert len(remote._blocks) <= KEPT


def test_parts_of_a_file_are_asked_for_and_not_the_whole(
    portal: Portal, connection: Connection, tmp_path: Path
) -> None:
    whole = SAMPLES / LARGE
    portal.files[LARGE] = whole.read_bytes() + bytes(20 * BLOCK)  # as if it were much larger
    looked_at: list[tuple[int, int]] = []
    held = skim(
        LARGE, Folder(tmp_path), connection, address=portal.url,
        branches=["lep_pt", "lep_type"], where="count(lep_pt > 40000) >= 2",
        advance=lambda done, total: looked_at.append((done, total)),
    )  # fmt: skip
    assert portal.sent < len(portal.files[LARGE]) / 2
    expected = uproot.open(whole)["mini"].arrays(["lep_pt", "lep_type", "eventNumber", "lep_n"])
    total = len(expected)
    expected = expected[ak.sum(expected.lep_pt > 40_000, axis=1) >= 2]
    with uproot.open(tmp_path / LARGE) as root:
        events = root["mini"].arrays()
        assert provenance_of(root)["where"] == "count(lep_pt > 40000) >= 2"
        assert provenance_of(root)["source"] == portal.url + LARGE
    for name in expected.fields:
        assert events[name].to_list() == expected[name].to_list()
    assert {"SumWeights", "XSection", "mcWeight", "scaleFactor_ELE"} < set(events.fields)
    assert "lep_eta" not in events.fields
    assert inspect(tmp_path / LARGE) == len(expected) == held.events > 100
    assert looked_at[-1] == (total, total)
    entry = read_index(tmp_path).find(LARGE)
    assert entry is not None
    assert entry.skim is not None
    assert entry.skim.events_read == total


def test_without_branches_and_selection_it_is_the_file_again(
    portal: Portal, connection: Connection, tmp_path: Path
) -> None:
    skim(DATA[0], Folder(tmp_path), connection, address=portal.url)
    new = uproot.open(tmp_path / DATA[0])["mini"]
    old = uproot.open(SAMPLES / DATA[0])["mini"]
    assert new.keys() == old.keys()
    assert new.arrays().to_list() == old.arrays().to_list()
    assert [str(ak.type(new[name].array())) for name in new.keys()] == [  # noqa: SIM118  a tree
        str(ak.type(old[name].array()))
        for name in old.keys()  # noqa: SIM118
    ]


@pytest.mark.skipif(not RECORDED, reason="OPEN_DATA_DIR names no folder of real files")
def test_a_recorded_file_whose_generator_branches_are_empty(
    portal: Portal, connection: Connection, tmp_path: Path
) -> None:
    assert RECORDED
    real = next(Path(RECORDED).rglob("data_D.4lep.root"))
    portal.files[DATA[3]] = real.read_bytes()
    skim(DATA[3], Folder(tmp_path), connection, address=portal.url, where="lep_n >= 4")
    new = uproot.open(tmp_path / DATA[3])["mini"]
    old = uproot.open(real)["mini"]
    assert new["lep_pt"].array().to_list() == old["lep_pt"].array().to_list()
    assert not ak.any(new["lep_truthMatched"].array())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"where": "lep_n > 1000"}, f"None of {EVENTS[DATA[0]]} events passes"),
        ({"where": "lep_m > 1"}, "no branch called lep_m"),
        ({"branches": ["lep_m", "lep_pt"]}, "no branch called lep_m"),
    ],
)
def test_nothing_is_left_of_a_skim_that_fails(
    options: dict[str, object], said: str, portal: Portal, connection: Connection, tmp_path: Path
) -> None:
    with pytest.raises(SampleError) as caught:
        skim(DATA[0], Folder(tmp_path), connection, address=portal.url, **options)  # type: ignore[arg-type]
    assert said in caught.value.message
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_a_file_that_is_there_is_not_overwritten(
    portal: Portal, connection: Connection, tmp_path: Path
) -> None:
    (tmp_path / DATA[0]).parent.mkdir(parents=True)
    (tmp_path / DATA[0]).write_bytes(b"mine")
    with pytest.raises(SampleError, match="is there already"):
        skim(DATA[0], Folder(tmp_path), connection, address=portal.url)
    assert (tmp_path / DATA[0]).read_bytes() == b"mine"


def test_a_server_of_whole_files_and_a_page(
    portal: Portal, connection: Connection, tmp_path: Path
) -> None:
    page = "4lep/Data/page.root"
    portal.files[page] = b"<!DOCTYPE html>" * 100
    with pytest.raises(SampleError, match="is not a ROOT file"):
        skim(page, Folder(tmp_path), connection, address=portal.url)
    portal.ranges = False
    with pytest.raises(TransferError, match="sends whole files only"):
        skim(SIMULATION, Folder(tmp_path), connection, address=portal.url)


def test_cuts_are_waited_out(
    portal: Portal, connection: Connection, tmp_path: Path, pauses: list[float]
) -> None:
    portal.mishaps[SIMULATION] = [status(503), status(429, Retry_After="3")]
    skim(SIMULATION, Folder(tmp_path), connection, address=portal.url, branches=["lep_pt"])
    assert pauses == [1.0, 3.0]


def test_what_an_event_means_nothing_without_is_always_kept() -> None:
    names = {branch.name for branch in kept_branches(["jet_pt"])}
    assert {"jet_pt", "jet_n", "runNumber", "eventNumber", "SumWeights", "XSection"} < names
    assert "lep_n" not in names
    assert len(kept_branches([])) == 81
