"""Show a site while it is worked on: pages reload when they change and say what is wrong.

The pages are served as they lie in the site; the script that listens is added on the way out.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote, urlsplit

from build_tools.publishing.beside.page import FOLDER as BESIDE
from build_tools.publishing.serve import Handler

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from build_tools.publishing.beside.page import Beside

_CLIENT = Path(__file__).with_name("live.js")
_EVENTS, _SCRIPT = "/_live/events", "/_live/client.js"
#: Seconds after which a silent listener is sent a comment, so that one that is gone is noticed.
_SILENCE = 10.0
#: Seconds for which a page is waited for while the site is put in its place.
_SWAP = 0.5
#: Seconds after which one thread lets another go on.
_TURN = 0.0005

_NOTHING = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><h1>{title}</h1><p>It will appear here by itself.</p></body></html>
"""


class State:
    """What open pages are told: which build they see, what changed in it, what is wrong."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._told = 0
        self._build = 0
        self._changed: list[str] = []
        self._problems: list[str] = []
        self.closed = False

    def tell(self, changed: Iterable[str] | None, problems: Sequence[str]) -> None:
        """A build is done: the files that changed, or None where it published none."""
        with self._condition:
            if changed is not None:
                self._build += 1
                self._changed = sorted(changed)
            self._problems = list(problems)
            self._told += 1
            self._condition.notify_all()

    def close(self) -> None:
        """Let every listener go."""
        with self._condition:
            self.closed = True
            self._condition.notify_all()

    @property
    def build(self) -> int:
        """The number of the site that is there."""
        return self._build

    def wait(self, told: int) -> tuple[int, str]:
        """What was told after ``told``, as JSON; empty when there was nothing for a while."""
        with self._condition:
            self._condition.wait_for(lambda: self._told != told or self.closed, _SILENCE)
            if self._told == told:
                return told, ""
            state = {
                "build": self._build,
                "changed": self._changed,
                "problems": self._problems,
            }
            return self._told, json.dumps(state)


class _LiveHandler(Handler):
    """Serves pages with the script in them, and the events that it listens to."""

    protocol_version = "HTTP/1.0"  # a connection is one answer, so a stream ends with it

    def __init__(
        self, *args: Any, state: State, beside: Beside | None = None, **options: Any
    ) -> None:
        self._state = state
        self._beside = beside
        super().__init__(*args, **options)

    def do_GET(self) -> None:  # noqa: N802  http.server's name
        """Answer with a page, a file, the script or events."""
        path = unquote(urlsplit(self.path).path)
        if path == _EVENTS:
            self._events()
        elif path == _SCRIPT:
            self._send(_CLIENT.read_bytes(), "text/javascript")
        elif self._beside and path.startswith(BESIDE):
            answer = self._beside.answer(path)
            if answer:
                self._send(*answer)
            else:
                self.send_error(404)
        elif path.endswith((".html", "/")):
            self._page(Path(self.translate_path(self.path)), path)
        else:
            super().do_GET()

    def _page(self, file: Path, path: str) -> None:
        build = self._state.build  # before the page: an older number only reloads once more
        file = file / "index.html" if path.endswith("/") else file
        until = time.monotonic() + _SWAP
        while True:
            try:
                text, status = file.read_text(encoding="utf-8"), 200
                break
            except OSError:
                if time.monotonic() > until:
                    text, status = _NOTHING.format(title="There is no page here yet"), 404
                    break
                time.sleep(0.02)
        tag = f'<script src="{_SCRIPT}" data-build="{build}"></script>'
        head, end, tail = text.rpartition("</body>")
        self._send(f"{head}{tag}{end}{tail}".encode(), "text/html", status)

    def _send(self, data: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _events(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        told = -1
        try:
            while not self._state.closed:
                told, text = self._state.wait(told)
                self.wfile.write(f"data: {text}\n\n".encode() if text else b": still here\n\n")
                self.wfile.flush()
        except OSError:
            pass  # the page was closed


class LiveServer:
    """Serves a site, which need not be there yet; use it as a context.

    With ``beside``, also a page and its source side by side.
    """

    def __init__(self, site: Path, port: int, beside: Beside | None = None) -> None:
        self.state = State()
        handler = partial(_LiveHandler, directory=str(site), state=self.state, beside=beside)
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __enter__(self) -> Self:
        # a page is sent in many small steps, between which a build would keep the processor
        sys.setswitchinterval(_TURN)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.state.close()
        self._server.shutdown()
        self._server.server_close()
