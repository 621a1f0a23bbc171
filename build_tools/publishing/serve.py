"""Show a site on this machine."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from build_tools.publishing.missing import MISSING
from build_tools.publishing.naming import has_digest
from build_tools.theme.policy import POLICY

if TYPE_CHECKING:
    from collections.abc import Callable

#: What a careful web server would send beside what each page says itself; frames are for `live`.
_HEADER = f"{POLICY}; frame-src 'self'; frame-ancestors 'self'"


class Handler(SimpleHTTPRequestHandler):
    """Serves the files of one folder, and no listing of them."""

    def list_directory(self, path: Any) -> None:
        """Refuse: a folder without a page is not a page."""
        del path
        self.send_error(HTTPStatus.NOT_FOUND, "There is no page here")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Show the site's own page where there is none, as a published site does."""
        page = Path(self.directory, MISSING)
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        data = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def end_headers(self) -> None:
        """Send the policy, and keep a browser from showing the last build's pages."""
        self.send_header("Content-Security-Policy", _HEADER)
        kept = has_digest(urlsplit(self.path).path)
        self.send_header("Cache-Control", "max-age=31536000, immutable" if kept else "no-cache")
        super().end_headers()

    def log_message(self, *args: Any) -> None:
        """Say nothing: the address is all that a reader of the terminal needs."""
        del args


def server(site: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server of ``site`` for this machine only; port 0 takes any free one.

    Raises FileNotFoundError when there is no site there, OSError when the port is taken.
    """
    if not (site / "index.html").is_file():
        raise FileNotFoundError(f"{site}: there is no site here yet. Build it first.")
    handler = partial(Handler, directory=str(site.resolve()))
    return ThreadingHTTPServer(("127.0.0.1", port), handler)


def serve(site: Path, port: int = 8000, announce: Callable[[str], None] = print) -> None:
    """Serve until interrupted, and say where."""
    with server(site, port) as running, suppress(KeyboardInterrupt):
        announce(f"{site} is at http://127.0.0.1:{running.server_address[1]}/ (stop with Ctrl+C)")
        running.serve_forever()
