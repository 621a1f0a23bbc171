"""What a folder of downloaded files holds: one file of digests, recorded when each file came.

A digest that was recorded once is trusted from then on: a file that comes again, from wherever, has
to be the same. A mirror is such a folder, served: its index tells others what to expect.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from build_tools.pages.writing import write_whole
from build_tools.samples.error import SampleError
from build_tools.samples.paths import PATTERN

if TYPE_CHECKING:
    from pathlib import Path

NAME = "opendata.json"
SUMS = "SHA256SUMS"  # the same digests, as `sha256sum --check` reads them


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Skim(_Entry):
    """How a file was cut out of an official one."""

    branches: tuple[str, ...]
    where: str  # the selection; empty: every event
    events_read: int


class Held(_Entry):
    """One file of the folder."""

    path: Annotated[str, Field(pattern=PATTERN)]
    size: int = Field(gt=0)  # bytes
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    events: int = Field(ge=0)
    source: str  # address that it came from
    day: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
    skim: Skim | None = None


class Index(_Entry):
    """All files of a folder, by path."""

    files: tuple[Held, ...] = ()

    def find(self, path: str) -> Held | None:
        """The entry of a path, if there is one."""
        return next((held for held in self.files if held.path == path), None)

    def with_file(self, new: Held) -> Index:
        """The index with one more, or a newer, entry."""
        others = [held for held in self.files if held.path != new.path]
        return Index(files=tuple(sorted([*others, new], key=lambda held: held.path)))


def parse_index(text: str | bytes, where: str) -> Index:
    """Read the text of an index; raises SampleError that names the place in it."""
    try:
        return Index.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(str(step) for step in first["loc"])
        raise SampleError(
            f"{where} is not an index of open data: {first['msg']} @ '/{place}'."
        ) from (None)


def read_index(folder: Path) -> Index:
    """Read a folder's index; an empty one if there is none. Raises SampleError if it is damaged."""
    file = folder / NAME
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        return Index()
    except (OSError, UnicodeDecodeError) as error:
        raise SampleError(f"{file} cannot be read ({error}). Restore or remove it.") from error
    return parse_index(text, str(file))


def write_index(folder: Path, index: Index) -> None:
    """Write the index and its digests, each whole or not at all."""
    data = index.model_dump(mode="json", exclude_none=True)
    write_whole(folder / NAME, json.dumps(data, indent=1, ensure_ascii=False) + "\n")
    sums = "".join(f"{held.sha256}  {held.path}\n" for held in index.files)
    write_whole(folder / SUMS, sums)
