"""Pages as a reader on a slow line meets them: bytes, requests, first paint, first figure.

A real browser loads each page from a server on this machine through the browser's own throttling:
``BANDWIDTH``, and ``LATENCY`` a request. The server compresses text, as any web server does. Other
hosts are not there, which flatters pages that need them: their formulae or fonts are then missing,
and cost nothing.
"""

from __future__ import annotations

import gzip
import mimetypes
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

#: Bytes a second: 400 kbit/s.
BANDWIDTH: Final = 50_000
#: Milliseconds of a request's way there and back.
LATENCY: Final = 400
#: Milliseconds after which a page is given up.
_PATIENCE: Final = 180_000

_COMPRESSED: Final = ("text/", "application/javascript", "application/json", "image/svg+xml")

#: Notes when the first drawing has a size on the page. What a frame shows is painted after its
#: callbacks, so the time is taken in a callback of the next frame.
_WATCH: Final = """
window.firstFigure = null;
const look = () => {
  for (const drawing of document.querySelectorAll("SELECTOR")) {
    const box = drawing.getBoundingClientRect();
    if (box.width > 50 && box.height > 50) {
      requestAnimationFrame(() => { window.firstFigure = performance.now(); });
      return;
    }
  }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


@dataclass(frozen=True)
class Target:
    """Two pages of one site, and how to know a figure on them."""

    name: str
    site: Path
    page: str  #: address of the measured page, relative to the site
    following: str  #: the page that the reader opens next
    figure: str  #: CSS selector of the drawings, without double quotes


@dataclass(frozen=True)
class Visit:
    """One page, loaded once."""

    bytes: int  #: over the line, as compressed, headers included
    requests: int
    refused: int  #: requests to other hosts, which nobody answered
    first_paint: float  #: seconds
    first_figure: float | None  #: seconds; None when no figure appeared
    figures: int  #: drawings on the page in the end


@dataclass(frozen=True)
class Reading:
    """A first visit, and the next page with what the browser has kept."""

    first: Visit
    following: Visit


def read(target: Target, browser: Path) -> Reading:
    """Visit a page with nothing kept, then the next one."""
    with sync_playwright() as playwright, _served(target.site) as address:
        running = playwright.chromium.launch(
            executable_path=str(browser),
            args=[
                "--no-sandbox",
                "--disable-quic",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        try:
            return _read(running, target, address)
        finally:
            running.close()


def _read(browser: Browser, target: Target, address: str) -> Reading:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.add_init_script(_WATCH.replace("SELECTOR", target.figure))
    page = context.new_page()
    first = _visit(page, f"{address}/{target.page}", target.figure)
    following = _visit(page, f"{address}/{target.following}", target.figure)
    context.close()
    return Reading(first, following)


def _visit(page: Page, url: str, selector: str) -> Visit:
    arrived: list[int] = []
    lost: set[str] = set()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": BANDWIDTH,
            "uploadThroughput": BANDWIDTH,
        },
    )

    def finished(event: dict[str, Any]) -> None:
        if event["encodedDataLength"]:  # 0: it was kept from the page before
            arrived.append(int(event["encodedDataLength"]))

    session.on("Network.loadingFinished", finished)
    session.on("Network.loadingFailed", lambda event: lost.add(event["requestId"]))
    page.goto(url, wait_until="load", timeout=_PATIENCE)
    page.wait_for_load_state("networkidle", timeout=_PATIENCE)
    paints: list[float] = page.evaluate(
        "performance.getEntriesByName('first-contentful-paint').map(entry => entry.startTime)"
    )
    shown: float | None = page.evaluate("window.firstFigure")
    session.detach()
    paint = paints[0] / 1000
    return Visit(
        bytes=sum(arrived),
        requests=len(arrived),
        refused=len(lost),
        first_paint=paint,
        # a drawing in the page is there before style sheets let the page be painted
        first_figure=None if shown is None else max(shown / 1000, paint),
        figures=page.locator(selector).count(),
    )


class _Handler(SimpleHTTPRequestHandler):
    """A web server as most are set up: kept connections, gzip for text, an hour of caching."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send one file."""
        path = Path(self.translate_path(unquote(urlsplit(self.path).path)))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        body = path.read_bytes()
        self.send_response(200)
        if kind.startswith(_COMPRESSED):
            body = _compressed(path)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=3600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""
        del args


@lru_cache(maxsize=256)
def _compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 9, mtime=0)


@contextmanager
def _served(site: Path) -> Iterator[str]:
    handler = partial(_Handler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
