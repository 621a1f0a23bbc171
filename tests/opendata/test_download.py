"""Downloads that go well, that are interrupted and go on, and that are refused."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from build_tools.opendata import download as downloading
from build_tools.opendata.catalogue import File, Release
from build_tools.opendata.connection import Connection, Patience, TransferError
from build_tools.opendata.download import Folder, Source, download
from build_tools.opendata.index import NAME, SUMS, read_index
from build_tools.opendata.plan import Plan, plan
from build_tools.samples.error import SampleError
from tests.opendata.portal import DATA, EVENTS, SIMULATION, Portal, cut_after, drip, silence, status

if TYPE_CHECKING:
    from collections.abc import Callable

A = DATA[0]


@pytest.fixture
def bring(
    portal: Portal, release: Release, connection: Connection, tmp_path: Path
) -> Callable[..., Path]:
    """Download into a new folder; returns the folder."""

    def bring(*what: str, into: Path = tmp_path / "data", address: str = "") -> Path:
        folder = Folder(into)
        wanted = plan(what or ("4lep",), release, connection, mirror=None, data_only=True)
        todo = wanted.without(folder.present(wanted.files))
        download(todo, folder, Source(connection, (address or portal.url,)))
        return into

    return bring


def refused(bring: Callable[..., Path], folder: Path, *what: str) -> str:
    """The message of a download that fails, which leaves no file under an official name."""
    with pytest.raises(SampleError) as caught:
        bring(*(what or (A,)))
    assert list(folder.rglob("*.root")) == []
    assert read_index(folder).files == ()
    return caught.value.message


def digest(data: bytes | bytearray) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_collection_comes_whole_and_is_recorded(
    bring: Callable[..., Path], portal: Portal
) -> None:
    folder = bring()
    index = read_index(folder)
    assert {held.path: held.events for held in index.files} == EVENTS
    for path in DATA:
        assert (folder / path).read_bytes() == portal.files[path]
        held = index.find(path)
        assert held is not None
        assert (held.sha256, held.size) == (digest(portal.files[path]), len(portal.files[path]))
        assert held.source == portal.url + path
    sums = (folder / SUMS).read_text()
    assert f"{digest(portal.files[A])}  {A}\n" in sums
    assert [file for file in folder.rglob(".*") if file.is_file()] == []
    for headers in portal.headers:
        assert headers["User-Agent"].startswith("open-data-lessons/")
        assert headers["Accept-Encoding"] == "identity"


def test_what_is_there_is_not_asked_for_again(bring: Callable[..., Path], portal: Portal) -> None:
    bring()
    before = portal.requests.total()
    bring()
    assert portal.requests.total() == before


def test_a_cut_in_mid_file_goes_on_from_there(
    bring: Callable[..., Path], portal: Portal, pauses: list[float]
) -> None:
    portal.mishaps[A] = [cut_after(5_000)]
    folder = bring(A)
    assert (folder / A).read_bytes() == portal.files[A]
    assert [wanted for path, wanted in portal.asked if path == A] == ["", "bytes=5000-"]
    assert portal.sent == len(portal.files[A]) - 5_000
    assert pauses == [1.0]


def test_any_number_of_cuts_if_each_brings_something(
    bring: Callable[..., Path], portal: Portal, pauses: list[float]
) -> None:
    portal.mishaps[A] = [drip(1_000)] * 12  # twice as many as without progress
    assert (bring(A) / A).read_bytes() == portal.files[A]
    assert pauses == [1.0] * 12
    assert portal.asked[-1] == (A, "bytes=12000-")


def test_two_files_at_a_time(bring: Callable[..., Path], portal: Portal) -> None:
    portal.delay = 0.1
    bring()
    assert portal.most_at_once == 2


def test_a_part_of_an_earlier_day_is_gone_on_with(
    portal: Portal, bring: Callable[..., Path], tmp_path: Path
) -> None:
    portal.mishaps[A] = [cut_after(5_000), *[status(503)] * 6]
    message = refused(bring, tmp_path / "data")
    assert "gave up" in message
    assert "the same command goes on from there" in message
    part = tmp_path / "data" / "4lep/Data/.data_A.4lep.root.part"
    assert part.stat().st_size == 5_000
    folder = bring(A)
    assert (folder / A).read_bytes() == portal.files[A]
    assert portal.asked[-1] == (A, "bytes=5000-")


def test_a_server_without_ranges_starts_again(bring: Callable[..., Path], portal: Portal) -> None:
    portal.ranges = False
    portal.mishaps[A] = [cut_after(5_000)]
    assert (bring(A) / A).read_bytes() == portal.files[A]
    assert portal.sent == len(portal.files[A])


def test_a_file_that_changed_in_between_starts_again(
    bring: Callable[..., Path], portal: Portal, tmp_path: Path
) -> None:
    part = tmp_path / "data" / "4lep/Data/.data_A.4lep.root.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"root of another version")
    part.with_name(part.name + ".tag").write_text('"another version"')
    assert (bring(A) / A).read_bytes() == portal.files[A]
    assert portal.requests[A] == 1  # the server saw at once that it is another version


def test_a_spoilt_part_is_given_up_once(
    bring: Callable[..., Path], portal: Portal, tmp_path: Path
) -> None:
    portal.tags = False
    part = tmp_path / "data" / "4lep/Data/.data_A.4lep.root.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"root" + b"\xff" * 2_000)
    assert (bring(A) / A).read_bytes() == portal.files[A]
    assert portal.requests[A] == 2


def test_a_longer_part_than_the_file_is_given_up(
    bring: Callable[..., Path], portal: Portal, tmp_path: Path
) -> None:
    part = tmp_path / "data" / "4lep/Data/.data_A.4lep.root.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(portal.files[A] + b"more")
    assert (bring(A) / A).read_bytes() == portal.files[A]


def test_a_slow_line_that_falls_silent(bring: Callable[..., Path], portal: Portal) -> None:
    portal.mishaps[A] = [silence(0.8)]
    assert (bring(A) / A).read_bytes() == portal.files[A]


def test_a_busy_server_is_given_the_time_it_asks_for(
    bring: Callable[..., Path], portal: Portal, pauses: list[float]
) -> None:
    portal.mishaps[A] = [
        status(503, Retry_After="17"),
        status(503),
        status(429, Retry_After="9999"),
    ]
    assert (bring(A) / A).read_bytes() == portal.files[A]
    assert pauses == [17.0, 2.0, 120.0]


def test_a_redirect_is_followed_and_a_circle_is_not(
    bring: Callable[..., Path], portal: Portal
) -> None:
    portal.files["elsewhere"] = portal.files[A]
    portal.mishaps[A] = [status(302, Location="/elsewhere")]
    assert (bring(A) / A).read_bytes() == portal.files[A]
    b = DATA[1]
    portal.mishaps[b] = [status(302, Location=f"/{b}")] * 20
    with pytest.raises(TransferError, match="leads in circles"):
        bring(b)


@pytest.mark.parametrize(
    ("code", "said"), [(403, "refuses to give"), (404, "There is no"), (418, "answers 418")]
)
def test_what_the_server_will_not_give(
    code: int, said: str, bring: Callable[..., Path], portal: Portal, tmp_path: Path
) -> None:
    portal.mishaps[A] = [status(code, b"<h1>Sorry</h1>")]
    message = refused(bring, tmp_path / "data")
    assert said in message
    assert A in message


def test_another_address_is_tried(
    portal: Portal, release: Release, connection: Connection, tmp_path: Path
) -> None:
    folder = Folder(tmp_path)
    wanted = plan([A], release, connection, mirror=None, data_only=True)
    download(wanted, folder, Source(connection, (portal.url + "moved/", portal.url)))
    assert folder.index.find(A) is not None


def test_a_page_in_the_place_of_the_file(
    bring: Callable[..., Path], portal: Portal, tmp_path: Path
) -> None:
    page = b"<!DOCTYPE html><title>Log in</title>".ljust(len(portal.files[A]))
    portal.mishaps[A] = [status(200, page)]
    message = refused(bring, tmp_path / "data")
    assert "is not a ROOT file: it begins with b'<!DOCTYPE ht'" in message
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_a_file_of_another_size(bring: Callable[..., Path], portal: Portal, tmp_path: Path) -> None:
    portal.files[A] = portal.files[DATA[1]]
    message = refused(bring, tmp_path / "data")
    assert f"{len(portal.files[DATA[1]]):,} bytes; the official file has" in message


def test_a_file_that_goes_on_beyond_its_end(
    bring: Callable[..., Path], portal: Portal, tmp_path: Path
) -> None:
    def unannounced(handler: Any, body: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        for _ in range(3):
            handler.wfile.write(body)

    portal.mishaps[A] = [unannounced]
    assert "goes on beyond" in refused(bring, tmp_path / "data")
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_another_file_of_the_same_size(
    bring: Callable[..., Path], portal: Portal, tmp_path: Path
) -> None:
    whole = bytearray(portal.files[A])
    with_damage = whole[:100] + b"\xff" * 300 + whole[400:]
    portal.files[A] = bytes(with_damage)
    assert "is damaged" in refused(bring, tmp_path / "data")


def _plan_for(release: Release, **known: Any) -> Plan:
    file = release.collection("4lep").data[0].model_copy(update=known)
    return Plan((file,), {A: file.size or 1}, {A: 10_000_000})


def test_wrong_number_of_events(
    portal: Portal, release: Release, connection: Connection, tmp_path: Path
) -> None:
    events = EVENTS[A]
    said = f"has {events} events; the official file has {events + 1}"
    with pytest.raises(SampleError, match=said):
        download(
            _plan_for(release, events=events + 1),
            Folder(tmp_path),
            Source(connection, (portal.url,)),
        )
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_the_portals_checksum_is_compared(
    portal: Portal, release: Release, connection: Connection, tmp_path: Path
) -> None:
    right = f"{zlib.adler32(portal.files[A]):08x}"
    source = Source(connection, (portal.url,))
    with pytest.raises(SampleError, match=f"its adler32 is {right}, and the portal"):
        download(_plan_for(release, adler32="0" * 8), Folder(tmp_path), source)
    download(_plan_for(release, adler32=right), Folder(tmp_path), source)
    assert (tmp_path / A).is_file()


def test_a_digest_that_is_known_beforehand(
    portal: Portal, release: Release, connection: Connection, tmp_path: Path
) -> None:
    with pytest.raises(SampleError, match="is not the file that was expected"):
        download(
            _plan_for(release, sha256="0" * 64), Folder(tmp_path), Source(connection, (portal.url,))
        )


def test_trusted_on_first_use_and_the_same_ever_after(
    bring: Callable[..., Path], portal: Portal
) -> None:
    folder = bring(A)
    before = (folder / NAME).read_bytes()
    (folder / A).unlink()
    changed = bytearray(portal.files[A])
    changed[-1] ^= 1  # after the last record: the file reads as before
    portal.files[A] = bytes(changed)
    with pytest.raises(SampleError) as caught:
        bring(A)
    assert "is not what it was" in caught.value.message
    assert digest(changed) in caught.value.message
    assert not (folder / A).exists()
    assert (folder / NAME).read_bytes() == before


def test_a_file_that_changed_on_the_disk_is_not_overwritten(bring: Callable[..., Path]) -> None:
    folder = bring(A)
    (folder / A).write_bytes(b"mine")
    with pytest.raises(SampleError, match="changed since it came"):
        bring(A)
    assert (folder / A).read_bytes() == b"mine"


def test_a_file_that_was_put_there_by_hand_is_taken_in(
    bring: Callable[..., Path], portal: Portal, tmp_path: Path
) -> None:
    target = tmp_path / "data" / A
    target.parent.mkdir(parents=True)
    target.write_bytes(portal.files[A])
    bring(A)
    assert portal.requests.total() == 0
    held = read_index(tmp_path / "data").find(A)
    assert held is not None
    assert held.source == "found there"
    target.write_bytes(portal.files[DATA[1]])
    (tmp_path / "data" / NAME).unlink()
    with pytest.raises(SampleError, match="It is another file"):
        bring(A)


def test_offline(release: Release, pauses: list[float], tmp_path: Path) -> None:
    patience = Patience(connect=1, sleep=pauses.append)
    with Connection(patience) as connection:
        nobody = ("http://127.0.0.1:9/", "http://localhost:9/")
        with pytest.raises(SampleError) as caught:
            download(_plan_for(release), Folder(tmp_path), Source(connection, nobody))
    assert "127.0.0.1:9 and localhost:9 cannot be reached" in caught.value.message
    assert "The lessons need no network" in caught.value.message
    assert pauses == [1.0, 1.0]


def test_a_full_disk_keeps_what_came(
    bring: Callable[..., Path], portal: Portal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Full(io.FileIO):
        def write(self, block: Any) -> int:
            if self.tell() > 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(block[:3_000])

    real = Path.open

    def opening(path: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if path.name.endswith(".part") and "b" in mode and mode != "rb":
            return Full(path, mode.replace("b", ""))
        return real(path, mode, *args, **kwargs)

    portal.mishaps[A] = [cut_after(3_000)]
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", opening)
        message = refused(bring, tmp_path / "data")
    assert "The disk of" in message
    assert "is full" in message
    assert (tmp_path / "data/4lep/Data/.data_A.4lep.root.part").stat().st_size == 3_000


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS])
def test_a_folder_that_cannot_be_written(
    code: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, "not allowed")

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(SampleError, match="cannot be written"):
        downloading.require_writable(tmp_path / "data")


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(SampleError, match="cannot be written"):
        downloading.require_writable(tmp_path / "data")


def test_a_name_that_leads_out_of_the_folder(tmp_path: Path) -> None:
    for path in ("../../x.root", "4lep/Data/../../../x.root", "/etc/x.root", "4lep/Data/a/b.root"):
        with pytest.raises(ValueError, match="path"):
            File(path=path)
    index = {"files": [{"path": "4lep/Data/../../x.root", "size": 1, "sha256": "0" * 64,
                        "events": 1, "source": "x", "day": "2020-01-01"}]}  # fmt: skip
    (tmp_path / NAME).write_text(json.dumps(index))
    with pytest.raises(SampleError, match=r"is not an index of open data.*/files/0/path"):
        read_index(tmp_path)


def test_the_first_failure_ends_the_others_and_keeps_their_parts(
    bring: Callable[..., Path], portal: Portal, tmp_path: Path
) -> None:
    portal.mishaps[A] = [status(404)]
    with pytest.raises(TransferError, match="There is no"):
        bring()
    done = {file.path for file in read_index(tmp_path / "data").files}
    assert done < set(DATA)
    assert {str(f.relative_to(tmp_path / "data")) for f in (tmp_path / "data").rglob("*.root")} == (
        done
    )


def test_the_simulation_is_found_in_the_portals_record(
    portal: Portal, release: Release, connection: Connection
) -> None:
    base = "root://eos.example.org//eos/opendata/atlas/OutreachDatasets/2020-08-19/"
    body = portal.files[SIMULATION]
    checksum = f"adler32:{zlib.adler32(body):08x}"
    record = {
        "metadata": {
            "files": [
                *({"uri": base + path, "size": 1, "checksum": "adler32:1"} for path in DATA),
                {"uri": base + SIMULATION, "size": len(body), "checksum": checksum},
                {"uri": base + "4lep.zip", "size": 7},
                {"uri": base + "4lep/MC/../../../evil.root", "size": 7},
            ]
        }
    }
    portal.files["api/records/15005"] = json.dumps(record).encode()
    everything = plan(["4lep"], release, connection, mirror=None, data_only=False)
    assert [file.path for file in everything.files] == [*DATA, SIMULATION]
    # what the catalogue knows stays; what it does not comes from the record
    assert everything.sizes[A] == len(portal.files[A])
    assert everything.files[-1].adler32 == checksum.removeprefix("adler32:")
    half = plan(["4lep/MC"], release, connection, mirror=None, data_only=False)
    assert [file.path for file in half.files] == [SIMULATION]


@pytest.mark.parametrize("record", [b"<html>", b'{"metadata": {"files": []}}', b"{}"])
def test_a_record_that_lists_nothing(
    record: bytes, portal: Portal, release: Release, connection: Connection
) -> None:
    portal.files["api/records/15005"] = record
    with pytest.raises(TransferError, match="--data-only"):
        plan(["4lep"], release, connection, mirror=None, data_only=False)
