"""A server that plays the portal, well or badly."""

from __future__ import annotations

import http.server
import re
import threading
import time
import zlib
from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from build_tools.samples.manifest import read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SAMPLES = Path(__file__).parents[2] / "content" / "samples"
DATA = tuple(f"4lep/Data/data_{period}.4lep.root" for period in "ABCD")
SIMULATION = "4lep/MC/mc_363490.llll.4lep.root"
_KEPT = {sample.path: sample.events_kept for sample in read_manifest(SAMPLES).samples}
#: What the stand-ins for the official files hold, as their manifest says.
EVENTS = {path: _KEPT[path] for path in DATA}
SIMULATED_EVENTS = _KEPT[SIMULATION]

Handler = http.server.BaseHTTPRequestHandler


@dataclass
class Portal:
    """Files by path below the address, and how the server misbehaves for each."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    ranges: bool = True
    delay: float = 0.0  # seconds before each answer
    tags: bool = True
    #: path → what happens instead, one a request; when they are used up, the file is served
    mishaps: dict[str, list[Callable[[Handler, bytes], None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    requests: Counter[str] = field(default_factory=Counter)
    headers: list[dict[str, str]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)  # path, Range
    sent: int = 0
    at_once: int = 0
    most_at_once: int = 0
    lock: Any = field(default_factory=threading.Lock)


def _handler(portal: Portal) -> type[Handler]:
    class PortalHandler(Handler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:  # noqa: N802  the library's name
            path = self.path.lstrip("/")
            with portal.lock:
                portal.requests[path] += 1
                portal.headers.append(dict(self.headers))
                portal.asked.append((path, self.headers.get("Range", "")))
                portal.at_once += 1
                portal.most_at_once = max(portal.most_at_once, portal.at_once)
                mishaps = portal.mishaps[path]
                mishap = mishaps.pop(0) if mishaps else None
            try:
                time.sleep(portal.delay)
                body = portal.files.get(path)
                if mishap:
                    mishap(self, body or b"")
                elif body is None:
                    answer(self, 404, b"nothing here")
                else:
                    serve(self, portal, body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            finally:
                with portal.lock:
                    portal.at_once -= 1

    return PortalHandler


def answer(handler: Handler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def tag_of(body: bytes) -> str:
    """The mark of a file's version."""
    return f'"{zlib.crc32(body)}"'


def serve(handler: Handler, portal: Portal, body: bytes) -> None:
    tag = tag_of(body)
    wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", handler.headers.get("Range", ""))
    condition = handler.headers.get("If-Range")
    extra = {"ETag": tag} if portal.tags else {}
    if not (portal.ranges and wanted) or condition not in {None, tag}:
        portal.sent += len(body)
        answer(handler, 200, body, **extra)
        return
    start = int(wanted[1])
    stop = min(int(wanted[2]) + 1 if wanted[2] else len(body), len(body))
    if start >= len(body):
        answer(handler, 416, b"", Content_Range=f"bytes */{len(body)}")
        return
    portal.sent += stop - start
    place = f"bytes {start}-{stop - 1}/{len(body)}"
    answer(handler, 206, body[start:stop], Content_Range=place, **extra)


def cut_after(count: int) -> Callable[[Handler, bytes], None]:
    """The line goes dead in mid-file."""

    def mishap(handler: Handler, body: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.send_header("ETag", tag_of(body))
        handler.end_headers()
        handler.wfile.write(body[:count])
        handler.wfile.flush()
        handler.close_connection = True

    return mishap


def drip(count: int) -> Callable[[Handler, bytes], None]:
    """The line goes dead again and again: each answer is a part, cut short."""

    def mishap(handler: Handler, body: bytes) -> None:
        wanted = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
        start = int(wanted[1]) if wanted else 0
        handler.send_response(206 if wanted else 200)
        if wanted:
            place = f"bytes {start}-{len(body) - 1}/{len(body)}"
            handler.send_header("Content-Range", place)
        handler.send_header("Content-Length", str(len(body) - start))
        handler.end_headers()
        handler.wfile.write(body[start : start + count])
        handler.wfile.flush()
        handler.close_connection = True

    return mishap


def status(code: int, body: bytes = b"", **headers: str) -> Callable[[Handler, bytes], None]:
    """An answer of another kind."""
    return lambda handler, _body: answer(handler, code, body, **headers)


def silence(seconds: float) -> Callable[[Handler, bytes], None]:
    """Some bytes, then nothing."""

    def mishap(handler: Handler, body: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[:100])
        handler.wfile.flush()
        time.sleep(seconds)
        handler.close_connection = True

    return mishap


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A client that goes away in mid-answer is what the tests are about."""


@contextmanager
def running(portal: Portal) -> Iterator[Portal]:
    server = _Server(("127.0.0.1", 0), _handler(portal))
    portal.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield portal
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
