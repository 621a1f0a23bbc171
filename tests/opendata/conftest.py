"""A small release, the server that has it, and a connection that does not wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from build_tools.opendata.catalogue import Address, Collection, File, Release
from build_tools.opendata.connection import Connection, Patience
from build_tools.samples.catalogue import Text
from tests.opendata.portal import DATA, EVENTS, SAMPLES, SIMULATION, Portal, running

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server of the tests is on this machine, whatever proxy a network may need."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.delenv("OPEN_DATA_URL", raising=False)
    monkeypatch.delenv("OPEN_DATA_DIR", raising=False)


@pytest.fixture
def portal() -> Iterator[Portal]:
    """A server of the bundled collection 4lep, in the place of the official one."""
    files = {path: (SAMPLES / path).read_bytes() for path in (*DATA, SIMULATION)}
    with running(Portal(files=files)) as playing:
        yield playing


@pytest.fixture
def release(portal: Portal) -> Release:
    """The facts of that collection."""
    files = tuple(
        File(path=path, size=len(portal.files[path]), events=events)
        for path, events in EVENTS.items()
    )
    fourlep = Collection(
        name="4lep", requires=Text({"en": "four leptons"}), record=15005,
        doi="10.7483/OPENDATA.ATLAS.2Y1T.TLGL", simulations=1, data_mb=0.5, simulation_mb=0.5,
        files=files,
    )  # fmt: skip
    large = fourlep.model_copy(update={"name": "1lep", "files": (), "data_mb": 27246.0})
    return Release(
        source="tests", release="2020e-13tev", licence="CC0-1.0", publication="tests",
        addresses=(Address(url=portal.url, source="tests"),),
        records=portal.url + "api/records/{record}", records_source="tests",
        collections=(fourlep, large),
    )  # fmt: skip


@pytest.fixture
def pauses() -> list[float]:
    """How long the connection waited between tries, had it waited."""
    return []


@pytest.fixture
def connection(pauses: list[float]) -> Iterator[Connection]:
    """A connection that does not wait."""
    with Connection(Patience(connect=2, silence=0.3, sleep=pauses.append)) as open_connection:
        yield open_connection
