"""What a command asks for, how large it is, and whether that is too much to start unasked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from build_tools.opendata.amounts import readable
from build_tools.opendata.connection import TransferError
from build_tools.opendata.listing import add_known, mirror_index, mirrored, recorded_at_portal
from build_tools.samples.error import SampleError
from build_tools.samples.paths import is_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from build_tools.opendata.catalogue import Collection, File, Release
    from build_tools.opendata.connection import Connection


@dataclass(frozen=True)
class Plan:
    """Files to have, and their size."""

    files: tuple[File, ...]
    sizes: dict[str, int]  # bytes, by path; the mean of the collection where not known
    largest: dict[str, int]  # bytes that a file cannot exceed, by path

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(self.sizes.values())

    def without(self, paths: Iterable[str]) -> Plan:
        """What is left when these files are there."""
        there = set(paths)
        files = tuple(file for file in self.files if file.path not in there)
        return Plan(files, {f.path: self.sizes[f.path] for f in files}, self.largest)


def plan(
    wanted: Sequence[str],
    release: Release,
    connection: Connection,
    *,
    mirror: str | None,
    data_only: bool,
) -> Plan:
    """Turn collections (`4lep`), halves (`4lep/MC`) and files into a list of files.

    ``mirror`` is an address that may have an index of its own. Raises SampleError for a name that
    there is not, TransferError if a list cannot be had.
    """
    files: dict[str, File] = {}
    collections: dict[str, Collection] = {}
    for name in wanted:
        head, _, rest = name.strip("/").partition("/")
        collection = release.collection(head)
        collections[head] = collection
        if rest and rest not in {"Data", "MC"} and not is_path(name):
            raise SampleError(
                f"{name!r} is neither a collection, as in {head}, nor a half of one, as in "
                f"{head}/MC, nor a file, as in {collection.data[0].path}."
            )
        data_alone = data_only or rest == "Data" or name in {f.path for f in collection.data}
        listed = (
            _data_files(connection, mirror, collection)
            if data_alone
            else _all_files(connection, release, mirror, collection)
        )
        files |= _chosen(name, rest, listed, data_only=data_only)
    return Plan(
        tuple(files.values()),
        {path: _size(file, collections[file.collection]) for path, file in files.items()},
        {
            path: file.size or collections[file.collection].largest_size(data=file.is_data)
            for path, file in files.items()
        },
    )


def _data_files(
    connection: Connection, mirror: str | None, collection: Collection
) -> dict[str, File]:
    """The data files, whose names are known; with a mirror's digests where one is named."""
    listed = {file.path: file for file in collection.data}
    if mirror and (index := mirror_index(connection, mirror)):
        there = mirrored(index, collection)
        listed = {path: there.get(path, file) for path, file in listed.items()}
    return add_known(listed, collection)


def _all_files(
    connection: Connection, release: Release, mirror: str | None, collection: Collection
) -> dict[str, File]:
    index = mirror_index(connection, mirror) if mirror else None
    if index and (listed := mirrored(index, collection)):
        return add_known(listed, collection)
    return add_known(recorded_at_portal(connection, release.records, collection), collection)


def _chosen(name: str, rest: str, listed: dict[str, File], *, data_only: bool) -> dict[str, File]:
    if is_path(name):
        if name not in listed:
            raise TransferError(
                f"The release has no file called {name}. `nox -s data -- list "
                f"{name.partition('/')[0]}` shows those of its collection."
            )
        return {name: listed[name]}
    return {
        path: file
        for path, file in listed.items()
        if (not rest or f"/{rest}/" in path) and (file.is_data or not data_only)
    }


def _size(file: File, collection: Collection) -> int:
    return file.size or collection.typical_size(data=file.is_data)


def require_consent(size: int, *, limit: int, free: int) -> None:
    """Raise SampleError if so many bytes are more than was agreed to, or than the disk has."""
    if size > limit:
        raise SampleError(
            f"That is {readable(size)}, more than the {readable(limit)} that are taken unasked. "
            "Add --yes to take it all, --limit to allow more, or --data-only to leave the "
            "simulation out."
        )
    if size > free:
        raise SampleError(
            f"That is {readable(size)}, and the disk has {readable(free)} free. Make room, or name "
            "a folder on another disk with --into."
        )
