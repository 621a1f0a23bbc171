"""Which files a collection has, and what is known of each before it comes.

In order: a mirror's index at the address itself; the portal's record of the collection; what the
catalogue of this project knows. A later source adds what an earlier one left open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from build_tools.opendata.catalogue import File
from build_tools.opendata.connection import TransferError, host_of
from build_tools.opendata.index import NAME, Index, parse_index
from build_tools.samples.error import SampleError
from build_tools.samples.paths import is_path

if TYPE_CHECKING:
    from build_tools.opendata.catalogue import Collection
    from build_tools.opendata.connection import Connection

_ADLER = "adler32:"


class _Given(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _RecordFile(_Given):
    uri: str
    size: int
    checksum: str = ""


class _RecordMetadata(_Given):
    files: tuple[_RecordFile, ...] = ()


class _Record(_Given):
    metadata: _RecordMetadata


def mirror_index(connection: Connection, address: str) -> Index | None:
    """The index of a mirror; None where the address is none, or cannot be reached."""
    try:
        text = connection.text(address.rstrip("/") + "/" + NAME)
    except TransferError:
        return None
    try:
        return parse_index(text, f"{address}{NAME}")
    except SampleError:  # a page in its place: many servers answer 200 to everything
        return None


def mirrored(index: Index, collection: Collection) -> dict[str, File]:
    """Files of a collection that a mirror has whole."""
    return {
        held.path: File(path=held.path, size=held.size, events=held.events, sha256=held.sha256)
        for held in index.files
        if held.path.startswith(f"{collection.name}/") and held.skim is None
    }


def recorded_at_portal(
    connection: Connection, records: str, collection: Collection
) -> dict[str, File]:
    """Files of a collection, with sizes and checksums, from the portal's record of it.

    Raises TransferError if there is no answer, or one that lists no file.
    """
    url = records.format(record=collection.record)
    try:
        record = _Record.model_validate_json(connection.text(url))
    except ValidationError as error:
        raise TransferError(
            f"{host_of(url)} does not answer with the record of {collection.name}; it may have "
            f"changed. Name a mirror with --from, or take the data files alone with --data-only."
        ) from error
    files = {}
    for entry in record.metadata.files:
        path = "/".join(entry.uri.rsplit("/", 3)[1:])
        if is_path(path) and path.startswith(f"{collection.name}/") and entry.size > 0:
            known, _, digits = entry.checksum.partition(_ADLER)
            adler32 = digits.rjust(8, "0").lower() if digits and not known else None
            files[path] = File(path=path, size=entry.size, adler32=adler32)
    if not files:
        raise TransferError(
            f"The record of {collection.name} at {host_of(url)} lists no ROOT file. Name a mirror "
            "with --from, or take the data files alone with --data-only."
        )
    return files


def add_known(listed: dict[str, File], collection: Collection) -> dict[str, File]:
    """What is listed, completed by what the catalogue knows, which nobody else may contradict."""
    known = {file.path: file for file in collection.files}
    return {
        path: file.model_copy(
            update={
                name: value for name, value in known[path].model_dump().items() if value is not None
            }
        )
        if path in known
        else file
        for path, file in listed.items()
    }
