"""One way to talk to a server of files: patient, resumable, polite, and clear when it fails."""

from __future__ import annotations

import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import requests
import urllib3

from build_tools.samples.error import SampleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

BLOCK = 1 << 16  # bytes from the network at a time
#: A listing is some hundred kilobytes at most; more is not one.
LONGEST_TEXT = 32 * 1024**2
_ROOT = b"root"  # what every ROOT file begins with
_CONTENT_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)")
_OK, _PARTIAL, _RANGE_REFUSED = 200, 206, 416
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_WEAK = "W/"


class TransferError(SampleError):
    """A server did not give what was asked of it."""


class OfflineError(TransferError):
    """A server never answered."""

    def __init__(self, *hosts: str) -> None:
        """Say what to do without it."""
        self.hosts = hosts
        super().__init__(
            f"{' and '.join(hosts)} cannot be reached: this computer may be offline, or a filter "
            "may stop it. The lessons need no network: they build from the samples that come with "
            "them. Run the same command again when there is a connection, or name a mirror with "
            "--from or OPEN_DATA_URL."
        )


class StoppedError(Exception):
    """Another download failed or the user stopped, so this one stops too."""


@dataclass(frozen=True)
class Patience:
    """How long to wait for a server, in seconds."""

    tries: int = 6  # without a byte of progress between them
    first_tries: int = 2  # before a server has answered at all: it is probably out of reach
    pause: float = 1.0  # before the second try; each later one is twice as long
    longest_pause: float = 120.0
    connect: float = 10.0
    silence: float = 30.0  # between two pieces of an answer
    sleep: Callable[[float], object] = field(default=time.sleep, repr=False)


@dataclass(frozen=True)
class Wish:
    """A file to bring."""

    url: str
    part: Path  # where it grows
    size: int | None  # bytes that it must have, where that is known
    largest: int  # bytes of which never more are taken
    advance: Callable[[int], None]  # told how many bytes came; negative: were given up again

    @property
    def tag_file(self) -> Path:
        """Where the server's mark of the file's version is kept."""
        return self.part.with_name(self.part.name + ".tag")

    def give_up(self) -> None:
        """Forget what came."""
        self.advance(-_length(self.part))
        discard(self.part)


def host_of(url: str) -> str:
    """The server's name, for messages."""
    return urlsplit(url).netloc or url


class Connection:
    """A set of sessions, one a thread, with the same patience."""

    def __init__(self, patience: Patience | None = None) -> None:
        self.patience = patience or Patience()
        self.stop = threading.Event()
        self._local = threading.local()
        self._sessions: list[requests.Session] = []
        self._answered: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for session in self._sessions:
            session.close()

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            session = requests.Session()
            session.max_redirects = 5
            session.headers["User-Agent"] = (
                f"open-data-lessons/{version('open-data-lessons')} "
                f"python-requests/{version('requests')}"
            )
            # compressed on the way, sizes and ranges would mean something else
            session.headers["Accept-Encoding"] = "identity"
            self._local.session = session
            self._sessions.append(session)
        session = self._local.session
        assert isinstance(session, requests.Session)  # noqa: S101  what was put there
        return session

    def text(self, url: str) -> bytes:
        """The whole of a small document; raises TransferError."""
        tries = _Tries(self, url)
        while True:
            try:
                with self._answer(url, {}) as response:
                    tries.require(response)
                    body = b""
                    for block in response.iter_content(BLOCK):
                        body += block
                        if len(body) > LONGEST_TEXT:
                            raise TransferError(f"{url} is larger than any listing of files.")
                    return body
            except _AgainError as again:
                tries.wait(again)

    def piece(self, url: str, start: int, stop: int) -> tuple[bytes, int]:
        """Bytes ``start`` to ``stop`` (excluded) of a file, and the size of the file.

        Fewer bytes where the file ends before. Raises TransferError, also for a server that sends
        whole files only.
        """
        tries = _Tries(self, url)
        while True:
            try:
                with self._answer(url, {"Range": f"bytes={start}-{stop - 1}"}) as response:
                    tries.require(response)
                    first, total = _range_of(response)
                    if response.status_code != _PARTIAL or first != start or total is None:
                        raise TransferError(
                            f"{host_of(url)} sends whole files only, so a file cannot be read in "
                            "parts there. Download it whole, or name another address."
                        )
                    wanted = min(stop, total) - start
                    body = b""
                    for block in response.iter_content(BLOCK):
                        body += block
                        if len(body) > wanted:
                            raise TransferError(f"{host_of(url)} sent more than was asked for.")
                    if len(body) < wanted:
                        raise _AgainError("the answer was cut short")  # noqa: TRY301
                    return body, total
            except _AgainError as again:
                tries.wait(again)

    def download(self, wish: Wish) -> None:
        """Bring a ROOT file to ``wish.part``, going on from what is there.

        After an error the part stays for the next try, unless it cannot be a part of the file.
        Raises TransferError, and OSError if the disk does not take it.
        """
        tries = _Tries(self, wish.url)
        wish.advance(_length(wish.part))
        while not (wish.size and _length(wish.part) == wish.size):
            try:
                if self._continue(wish, tries):
                    return
            except _AgainError as again:
                tries.wait(again)

    def _continue(self, wish: Wish, tries: _Tries) -> bool:
        """One request; returns whether the file is whole now."""
        start = _length(wish.part)
        headers = {}
        if start:
            headers["Range"] = f"bytes={start}-"
            if wish.tag_file.is_file():  # if it is still the same file
                headers["If-Range"] = wish.tag_file.read_text("utf-8")
        with self._answer(wish.url, headers) as response:
            if response.status_code == _RANGE_REFUSED and start:
                _, total = _range_of(response)
                if total == start:
                    return True
                wish.give_up()
                raise _AgainError("the part that was there is no part of it")
            tries.require(response)
            first, total = _range_of(response)
            if response.status_code != _PARTIAL or first != start:
                # the server has no parts, or the file changed: from the beginning
                wish.advance(-start)
                start = 0
                length = response.headers.get("Content-Length", "")
                total = int(length) if length.isdecimal() else None
                _remember_tag(wish.tag_file, response.headers)
            _require_size(wish, total)
            self._take(response, wish, start, total or wish.largest, tries)
        if total is not None and _length(wish.part) < total:
            raise _AgainError("the connection was cut")
        return True

    def _take(
        self, response: requests.Response, wish: Wish, start: int, most: int, tries: _Tries
    ) -> None:
        with wish.part.open("ab" if start else "wb") as file:
            for block in _blocks(response):
                if self.stop.is_set():
                    raise StoppedError
                problem = ""
                if start == 0 and not block.startswith(_ROOT):
                    problem = (
                        f"is not a ROOT file: it begins with {block[:12]!r}. The server may show a "
                        "page instead of an error; try another address."
                    )
                start += len(block)
                if start > most:
                    problem = f"goes on beyond {most:,} bytes, more than the file has."
                if problem:
                    file.close()
                    discard(wish.part)
                    raise TransferError(f"{response.url} {problem}")
                file.write(block)
                tries.progress()
                wish.advance(len(block))

    @contextmanager
    def _answer(self, url: str, headers: Mapping[str, str]) -> Iterator[requests.Response]:
        timeout = (self.patience.connect, self.patience.silence)
        try:
            with self._session().get(
                url, headers=headers, stream=True, timeout=timeout
            ) as response:
                self._answered.add(host_of(url))
                yield response
        except (requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema) as error:
            raise TransferError(
                f"{url} is not an address: it starts with http:// or https://."
            ) from error
        except requests.TooManyRedirects as error:
            raise TransferError(f"{url} leads in circles.") from error
        except requests.exceptions.SSLError as error:
            raise TransferError(
                f"The certificate of {host_of(url)} is not valid here: the date of this computer "
                "may be wrong, or a filter may sit in between."
            ) from error
        except (requests.Timeout, urllib3.exceptions.ReadTimeoutError) as error:
            raise _AgainError("it fell silent") from error
        except (
            requests.ConnectionError,
            requests.exceptions.ChunkedEncodingError,
            urllib3.exceptions.ProtocolError,
        ) as error:
            raise _AgainError("the connection was cut") from error

    def answered(self, url: str) -> bool:
        """Whether the server of an address has answered before."""
        return host_of(url) in self._answered


class _AgainError(Exception):
    """Worth another try; ``after`` is how many seconds the server asks to wait."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


class _Tries:
    """Counts the tries of one transfer, and waits between them."""

    def __init__(self, connection: Connection, url: str) -> None:
        self.connection = connection
        self.url = url
        self.failed = 0

    def progress(self) -> None:
        """Something came: the next failure is a first one again."""
        self.failed = 0

    def require(self, response: requests.Response) -> None:
        """Raise unless the answer is the file or a part of it."""
        status = response.status_code
        if status in {_OK, _PARTIAL}:
            return
        host = host_of(response.url)
        if status in _TRY_AGAIN:
            raise _AgainError(f"{host} answers {status}", _seconds(response.headers))
        if status in {401, 403}:
            raise TransferError(
                f"{host} refuses to give {self.url} ({status}). The files may have moved: name "
                "another address with --from or OPEN_DATA_URL."
            )
        if status in {404, 410}:
            raise TransferError(
                f"There is no {self.url} ({status}). The files may have moved: name another "
                "address with --from or OPEN_DATA_URL."
            )
        raise TransferError(f"{host} answers {status} to {self.url}.")

    def wait(self, again: _AgainError) -> None:
        """Wait before the next try; raises TransferError when there were enough."""
        self.failed += 1
        patience = self.connection.patience
        known = self.connection.answered(self.url)
        if self.failed >= (patience.tries if known else patience.first_tries):
            host = host_of(self.url)
            if not known:
                raise OfflineError(host) from again
            raise TransferError(
                f"{host} gave up {self.failed} times on {self.url}: {again}. What came is kept: "
                "the same command goes on from there."
            ) from again
        pause = min(patience.pause * 2 ** (self.failed - 1), patience.longest_pause)
        patience.sleep(min(max(pause, again.after or 0), patience.longest_pause))
        if self.connection.stop.is_set():
            raise StoppedError


def discard(part: Path) -> None:
    """Forget a part and what is known of it."""
    part.unlink(missing_ok=True)
    part.with_name(part.name + ".tag").unlink(missing_ok=True)


def _blocks(response: requests.Response) -> Iterator[bytes]:
    """Pieces of an answer as they come, the first of at least four bytes where there are four."""
    head = b""
    # as it arrives: what waits for a full block would be lost with the connection
    while block := response.raw.read1(BLOCK):
        head += block
        if len(head) >= len(_ROOT):
            yield head
            head = b""
    if head:
        yield head


def _length(part: Path) -> int:
    return part.stat().st_size if part.is_file() else 0


def _range_of(response: requests.Response) -> tuple[int | None, int | None]:
    """First byte of an answer, and size of the file, as the server states them."""
    match = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
    if not match:
        return None, None
    first, _, total = match.groups()
    return int(first) if first else None, int(total) if total != "*" else None


def _remember_tag(tag_file: Path, headers: Mapping[str, str]) -> None:
    tag = headers.get("ETag") or ""
    if not tag or tag.startswith(_WEAK):  # a weak one does not vouch for bytes
        tag = headers.get("Last-Modified") or ""
    if tag:
        tag_file.write_text(tag, "utf-8")
    else:
        tag_file.unlink(missing_ok=True)


def _require_size(wish: Wish, total: int | None) -> None:
    if total is None:
        return
    if wish.size is not None and total != wish.size:
        raise TransferError(
            f"{wish.url} has {total:,} bytes; the official file has {wish.size:,}. It is another "
            "file: try another address."
        )
    if total > wish.largest:
        raise TransferError(
            f"{wish.url} has {total:,} bytes, more than a file of its collection can have "
            f"({wish.largest:,})."
        )


def _seconds(headers: Mapping[str, str]) -> float | None:
    """What a server asks to wait; a date in its place is left to the usual pause."""
    after = headers.get("Retry-After", "")
    return float(after) if after.isdecimal() else None
