"""The server of `live`: pages with a listener in them, and what the listener is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from build_tools.publishing.live import LiveServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "a.html").write_text("<body><p>É</p></body>", encoding="utf-8")
    with LiveServer(tmp_path, 0) as running:
        yield running


def got(server: LiveServer, path: str) -> str:
    with urlopen(server.address + path) as answer:  # noqa: S310  the server above
        text: str = answer.read().decode()
    return text


def told(stream: Any) -> dict[str, Any]:
    while True:
        line = stream.readline().decode()
        if line.startswith("data: "):
            state: dict[str, Any] = json.loads(line[6:])
            return state


def test_a_page_gets_the_listener_and_the_file_stays_as_it_is(
    server: LiveServer, tmp_path: Path
) -> None:
    server.state.tell(["en/a.html"], [])
    tag = '<script src="/_live/client.js" data-build="1"></script>'
    assert got(server, "en/a.html") == f"<body><p>É</p>{tag}</body>"
    assert tag not in (tmp_path / "en" / "a.html").read_text(encoding="utf-8")
    assert "EventSource" in got(server, "_live/client.js")


def test_a_page_that_is_not_there_yet_listens_too(server: LiveServer) -> None:
    with pytest.raises(HTTPError) as caught:
        got(server, "en/b.html")
    with caught.value as answer:
        assert answer.code == 404
        assert "/_live/client.js" in answer.read().decode()


def test_listeners_are_told_what_changed_and_what_is_wrong(server: LiveServer) -> None:
    with urlopen(server.address + "_live/events", timeout=5) as stream:  # noqa: S310  as above
        assert told(stream) == {"build": 0, "changed": [], "problems": []}
        server.state.tell(["en/a.html"], [])
        assert told(stream) == {"build": 1, "changed": ["en/a.html"], "problems": []}
        server.state.tell(None, ["content/en/a.md:3: no"])
        # the site is still the one of the last good build
        state = told(stream)
        assert (state["build"], state["problems"]) == (1, ["content/en/a.md:3: no"])
