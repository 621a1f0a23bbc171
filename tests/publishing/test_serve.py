"""The preview server."""

from __future__ import annotations

from contextlib import contextmanager
from http.client import HTTPConnection
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from build_tools.publishing.serve import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def running(site: Path) -> Iterator[HTTPConnection]:
    with server(site) as local:
        thread = Thread(target=local.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        host, port = local.server_address[:2]
        assert host == "127.0.0.1"
        connection = HTTPConnection("127.0.0.1", int(port))
        try:
            yield connection
        finally:
            connection.close()
            local.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/en/lessons/x.html", 200),
        ("/en/lessons/", 404),
        ("/../conftest.py", 404),
        ("/nowhere", 404),
    ],
)
def test_pages_are_served_and_folders_are_not_listed(site: Path, path: str, status: int) -> None:
    with running(site) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        assert response.status == status
        policy = response.getheader("Content-Security-Policy") or ""
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy


def test_without_a_site_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="Build it first"):
        server(tmp_path)


def test_where_there_is_no_page_the_sites_own_is_shown(site: Path) -> None:
    with running(site) as connection:
        for method in ("GET", "HEAD"):
            connection.request(method, "/fr/far/away.html")
            answer = connection.getresponse()
            assert answer.status == 404
            assert int(answer.headers["Content-Length"]) == (site / "404.html").stat().st_size
            assert answer.read() == ((site / "404.html").read_bytes() if method == "GET" else b"")
