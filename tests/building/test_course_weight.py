"""What pages weigh, as a real browser counts it: no load is forgotten."""

from __future__ import annotations

import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from build_tools.publishing.loads import loads
from build_tools.publishing.serve import Handler
from build_tools.publishing.weight import FIRST, gzipped, is_compressed, weigh_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Request

pytestmark = pytest.mark.browser

#: Each pair: a page that is visited first, and the next one.
VISITS = [
    ("fr/lessons/first-histogram.html", "fr/lessons/z-boson.html"),
    ("en/lessons/z-boson.html", "en/lessons/higgs-two-photons.html"),
    ("en/index.html", "en/glossary.html"),
    ("fr/data-set.html", "fr/questions.html"),
]
ICON = "_static/favicon"  #: only browsers with windows ask for it


class Packing(Handler):
    """Sends files as a server does that compresses; browsers keep what has a digest in its name."""

    def do_GET(self) -> None:  # noqa: N802
        path = Path(self.translate_path(self.path))
        packed = is_compressed(path.name)
        data = gzipped(path.read_bytes()) if packed else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(data)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        super(Handler, self).send_header("Cache-Control", "max-age=600")
        super(Handler, self).end_headers()
        self.wfile.write(data)


@pytest.fixture(scope="module")
def address(course_site: Path) -> Iterator[str]:
    handler = partial(Packing, directory=str(course_site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}/"
        running.shutdown()


def fetched(page: Page, address: str, path: str) -> dict[str, int]:
    """What the browser fetches for a page, and how many bytes of it, without headers."""
    asked: list[Request] = []

    def remember(request: Request) -> None:
        asked.append(request)

    page.on("requestfinished", remember)
    page.goto(address + path, wait_until="networkidle")
    page.remove_listener("requestfinished", remember)
    sizes = {
        urlsplit(one.url).path.removeprefix("/"): one.sizes()["responseBodySize"]
        for one in asked
        if one.url.startswith(address)
    }
    # what the browser had kept has no size, or less than none
    return {name: size for name, size in sizes.items() if size > 0 and not name.startswith(ICON)}


@pytest.mark.parametrize(("first", "following"), VISITS)
def test_a_browser_fetches_what_is_weighed(
    chrome: Browser, address: str, course_site: Path, first: str, following: str
) -> None:
    def read(path: str) -> bytes:
        return (course_site / path).read_bytes()

    def weighed(path: str) -> dict[str, int]:
        found = {load.path for load in loads(path, read) if not load.path.startswith(ICON)}
        return {one: len(gzipped(read(one)) if is_compressed(one) else read(one)) for one in found}

    context = chrome.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    try:
        assert fetched(page, address, first) == weighed(first)
        left = {
            name: size for name, size in weighed(following).items() if name not in weighed(first)
        }
        assert fetched(page, address, following) == left
    finally:
        context.close()


def test_every_page_is_within_its_budget(course_site: Path) -> None:
    weights = weigh_site(course_site)
    assert len(weights) > 25
    assert [f"{own.page} {words}" for own in weights for words in own.over] == []
    by_gzip = {own.page: own for own in weigh_site(course_site, gzipped)}
    assert [own.page for own in by_gzip.values() if own.first > FIRST] == []
