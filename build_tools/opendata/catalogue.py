"""What `content/catalogue/collections.yaml` says of the release."""

from __future__ import annotations

import difflib
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from build_tools.samples.catalogue import CATALOGUE, Text, read_facts
from build_tools.samples.error import SampleError
from build_tools.samples.luminosity import PERIODS
from build_tools.samples.paths import PATTERN

if TYPE_CHECKING:
    from pathlib import Path

#: MB of the catalogue are 10⁶ bytes.
MEGABYTE = 1_000_000


class _Fact(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class File(_Fact):
    """One official file, as far as it is known before it is downloaded."""

    path: Annotated[str, Field(pattern=PATTERN)]
    size: int | None = Field(default=None, gt=0)  # bytes
    events: int | None = Field(default=None, ge=0)
    adler32: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")] | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None

    @property
    def collection(self) -> str:
        """Name of the collection."""
        return self.path.partition("/")[0]

    @property
    def is_data(self) -> bool:
        """Whether it was recorded, by its place in the release."""
        return "/Data/" in self.path


class Collection(_Fact):
    """The events that passed one preselection."""

    name: str
    requires: Text
    record: int  # number of the portal's record
    doi: str
    simulations: int = Field(gt=0)  # number of simulated files
    data_mb: float = Field(gt=0)
    simulation_mb: float = Field(gt=0)
    about: bool = False  # whether the sizes are sums of rounded numbers
    files: tuple[File, ...] = ()  # those of which more is known than their name

    @property
    def data(self) -> tuple[File, ...]:
        """The recorded files, one a period, with what is known of each."""
        known = {file.path: file for file in self.files}
        paths = (f"{self.name}/Data/data_{period}.{self.name}.root" for period in PERIODS)
        return tuple(known.get(path, File(path=path)) for path in paths)

    def typical_size(self, *, data: bool) -> int:
        """Bytes of a file whose own size is not known: the mean."""
        megabytes, files = (
            (self.data_mb, len(PERIODS)) if data else (self.simulation_mb, self.simulations)
        )
        return round(megabytes * MEGABYTE / files)

    def largest_size(self, *, data: bool) -> int:
        """Bytes that no file of the collection has: all of them, and a tenth for rounding."""
        return round((self.data_mb if data else self.simulation_mb) * MEGABYTE * 1.1)


class Address(_Fact):
    """A documented place of the files."""

    url: str
    source: str


class Release(_Fact):
    """All collections."""

    source: str
    release: str
    licence: Literal["CC0-1.0"]
    publication: str
    addresses: tuple[Address, ...]
    records: str  # address of what the portal knows of a record, with {record}
    records_source: str
    collections: tuple[Collection, ...]

    def collection(self, name: str) -> Collection:
        """The collection of this name; raises SampleError that suggests near ones."""
        for collection in self.collections:
            if collection.name == name:
                return collection
        names = {collection.name.lower(): collection.name for collection in self.collections}
        near = difflib.get_close_matches(name.lower(), names, n=3, cutoff=0.5)
        hint = f"Did you mean {' or '.join(names[match] for match in near)}? " if near else ""
        raise SampleError(
            f"There is no collection called {name}. {hint}There are: {', '.join(names.values())}."
        )


@cache
def read_release(catalogue: Path = CATALOGUE) -> Release:
    """Read the catalogue of the release."""
    return Release.model_validate(read_facts(catalogue / "collections.yaml"))
