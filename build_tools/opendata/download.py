"""Official files brought into a folder: whole, verified, their digests recorded."""

from __future__ import annotations

import datetime as dt
import errno
import threading
import zlib
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pooch

from build_tools.opendata.connection import (
    OfflineError,
    StoppedError,
    TransferError,
    Wish,
    discard,
    host_of,
)
from build_tools.opendata.index import NAME, Held, read_index, write_index
from build_tools.samples.error import SampleError
from build_tools.samples.inspect import inspect
from build_tools.samples.locate import sha256_of
from build_tools.samples.paths import require_path

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from build_tools.opendata.catalogue import File
    from build_tools.opendata.connection import Connection
    from build_tools.opendata.plan import Plan

#: Files at the same time: enough to hide the pauses between small ones, few enough to be polite.
AT_ONCE = 2
_BLOCK = 1 << 20
_FULL = {errno.ENOSPC, errno.EDQUOT}
#: Official files may be larger than what a lesson can read; a skim makes them smaller.
_NO_CAP = 1 << 62


@dataclass
class Progress:
    """What a download tells while it goes on; called from several threads."""

    came: Callable[[int], None] = field(default=lambda _bytes: None)  # negative: given up again
    done: Callable[[str], None] = field(default=lambda _path: None)


class Folder:
    """A folder of official files and its index."""

    def __init__(self, root: Path) -> None:
        """Read the folder's index; raises SampleError if it is damaged."""
        self.root = root
        self.index = read_index(root)
        self._lock = threading.Lock()

    def record(self, held: Held) -> None:
        """Add a file to the index, on disk too."""
        with self._lock:
            self.index = self.index.with_file(held)
            write_index(self.root, self.index)

    def present(self, files: Sequence[File]) -> list[str]:
        """Which of these files are there; raises SampleError for one that is not what it was.

        A file that nobody recorded is looked at as if it had just come, and recorded.
        """
        there = []
        for file in files:
            target = self.root / require_path(file.path)
            if not target.is_file():
                continue
            held = self.index.find(file.path)
            if held is None:
                self.record(verified(target, file, source="found there", called=str(target)))
            elif held.skim is not None:
                raise SampleError(
                    f"{target} is a skim, made here. Move it away to have the whole file."
                )
            elif (found := sha256_of(target)) != held.sha256:
                raise SampleError(
                    f"{target} changed since it came: its sha256 is {found}, and {NAME} recorded "
                    f"{held.sha256} on {held.day}. Remove it to download it again."
                )
            there.append(file.path)
        return there


def verified(target: Path, file: File, *, source: str, called: str) -> Held:
    """The index entry of a file that is what it should be; raises SampleError if it is not."""
    size = target.stat().st_size
    if file.size is not None and size != file.size:
        raise SampleError(
            f"{called} has {size:,} bytes; the official file has {file.size:,}. It is another "
            "file, or was written again: remove it to download the official one."
        )
    if file.adler32 and (found := adler32_of(target)) != file.adler32:
        raise SampleError(
            f"{called} is not the official file: its adler32 is {found}, and the portal's record "
            f"says {file.adler32}."
        )
    digest = sha256_of(target)
    if file.sha256 and digest != file.sha256:
        raise SampleError(
            f"{called} is not the file that was expected: its sha256 is {digest}, "
            f"not {file.sha256}."
        )
    events = inspect(target, uncompressed_cap=_NO_CAP, called=called)
    if file.events is not None and events != file.events:
        raise SampleError(
            f"{called} has {events:,} events; the official file has {file.events:,}. It is another "
            "file, or only a part of it."
        )
    return Held(path=file.path, size=size, sha256=digest, events=events, source=source, day=today())


def adler32_of(target: Path) -> str:
    """Checksum that the portal uses, as eight hexadecimal digits."""
    value = 1
    with target.open("rb") as stream:
        while block := stream.read(_BLOCK):
            value = zlib.adler32(block, value)
    return f"{value:08x}"


def today() -> str:
    """The day, in universal time."""
    return dt.datetime.now(tz=dt.UTC).date().isoformat()


@dataclass(frozen=True)
class Source:
    """Where files come from."""

    connection: Connection
    addresses: tuple[str, ...]  # tried in this order
    progress: Progress = field(default_factory=Progress)


def download(plan: Plan, folder: Folder, source: Source) -> None:
    """Bring every file of a plan; those that are there already are left out by the caller.

    Each is there whole or not at all. The first error ends the others, whose parts are kept for the
    next time. Raises SampleError.
    """
    source.connection.stop.clear()
    pooch.get_logger().setLevel("WARNING")  # what it would say is said elsewhere
    with ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = [
            pool.submit(_bring, file, plan.largest[file.path], folder, source)
            for file in plan.files
        ]
        try:
            wait(jobs, return_when=FIRST_EXCEPTION)
        finally:
            if not all(job.done() and not job.exception() for job in jobs):
                source.connection.stop.set()
            for job in jobs:
                job.cancel()
    failures = [job.exception() for job in jobs if not job.cancelled()]
    for failure in failures:
        if isinstance(failure, OSError):
            raise _about_disk(failure, folder.root) from failure
        if failure and not isinstance(failure, StoppedError):
            raise failure


def _bring(file: File, largest: int, folder: Folder, source: Source) -> None:
    """Bring one file from the first address that has it."""
    held = folder.index.find(file.path)
    known = file.sha256 or (held.sha256 if held else None)
    problems: list[TransferError] = []
    for address in source.addresses:
        base = address.rstrip("/") + "/"
        brought: list[Held] = []

        def transfer(url: str, output: str, _pooch: object, into: list[Held] = brought) -> None:
            part = _part_of(folder.root / file.path)
            wish = Wish(url, part, file.size, largest, source.progress.came)
            into.append(_transfer(wish, file, source.connection))
            part.replace(output)
            discard(part)

        shelf = pooch.create(
            path=folder.root,
            base_url=base,
            registry={file.path: f"sha256:{known}" if known else None},
        )
        # pooch makes the folder too, but fails where another file's fetch makes it at the same time
        (folder.root / file.path).parent.mkdir(parents=True, exist_ok=True)
        try:
            shelf.fetch(file.path, downloader=transfer)
        except TransferError as error:
            problems.append(error)
            continue
        except ValueError as error:  # pooch's word for another digest
            raise SampleError(
                f"{file.path} from {host_of(base)} is not what it was: its sha256 is "
                f"{brought[0].sha256}, and {known} was recorded. Either the release changed, or "
                "something on the way changes files. Nothing was kept. If you trust the new file, "
                f"take its entry out of {folder.root / NAME}."
            ) from error
        folder.record(brought[0])
        source.progress.done(file.path)
        return
    offline = [error for error in problems if isinstance(error, OfflineError)]
    if len(offline) == len(problems):
        raise OfflineError(*(host for error in offline for host in error.hosts))
    raise TransferError("\n".join(dict.fromkeys(error.message for error in problems)))


def _transfer(wish: Wish, file: File, connection: Connection) -> Held:
    """Download and verify; a part of an earlier time that spoils the file is given up once."""
    resumed = wish.part.is_file()
    connection.download(wish)
    called = f"{file.path} from {host_of(wish.url)}"
    try:
        return verified(wish.part, file, source=wish.url, called=called)
    except SampleError:
        wish.give_up()
        if not resumed:
            raise
    connection.download(wish)
    try:
        return verified(wish.part, file, source=wish.url, called=called)
    except SampleError:
        wish.give_up()
        raise


def _part_of(target: Path) -> Path:
    """Where a file grows: beside its place, under a name that no lesson finds."""
    return target.with_name(f".{target.name}.part")


def _about_disk(error: OSError, folder: Path) -> SampleError:
    """What to tell a person whose disk did not take a file."""
    if error.errno in _FULL:
        return SampleError(
            f"The disk of {folder} is full. Make room and run the same command again: it goes on "
            "from what came. Or name a folder on another disk with --into."
        )
    return SampleError(
        f"{folder} cannot be written ({error.strerror or error}). Name another folder with --into, "
        "or ask whoever looks after this computer."
    )


def require_writable(folder: Path) -> None:
    """Make the folder; raise SampleError if nothing can be written there."""
    probe = folder / ".write-test"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise _about_disk(error, folder) from error
