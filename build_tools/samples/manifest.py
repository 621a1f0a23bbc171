"""The manifest of the bundled samples: what each file is, how it was made, and its digest."""

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from build_tools.samples.error import SampleError

NAME = "manifest.json"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Part(_Entry):
    """The events of one process in a file, from one or more runs of the generator."""

    process: str
    dsid: int
    cross_section_pb: float
    seeds: tuple[int, ...]
    events_generated: int
    events_kept: int
    sum_of_weights: float  # of mcWeight, over all generated events


class Sample(_Entry):
    """One ROOT file."""

    path: str = Field(pattern=r"^[A-Za-z0-9]+/(Data|MC)/[\w.]+\.root$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(gt=0)
    kind: Literal["simulated pseudo-data", "simulation"]
    recorded: Literal[False] = False  # no bundled file was recorded by a detector
    process: str | None  # of a simulation; pseudo-data mix several: see parts
    dsid: int | None
    generator: str
    generator_version: str
    parts: tuple[Part, ...]
    events_generated: int
    events_kept: int
    cross_section_pb: float | None
    cross_section_source: str
    sum_of_weights: float | None
    luminosity_fb: float | None  # that pseudo-data correspond to, in 1/fb
    licence: Literal["CC0-1.0"] = "CC0-1.0"
    limitations: tuple[str, ...]


class Manifest(_Entry):
    """All bundled samples, sorted by path."""

    samples: tuple[Sample, ...]

    def find(self, path: str) -> Sample | None:
        """The sample at a path such as `4lep/Data/data_A.4lep.root`, if there is one."""
        return next((sample for sample in self.samples if sample.path == path), None)


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest in a folder of samples; raise SampleError if it is missing or wrong."""
    file = folder / NAME
    try:
        return Manifest.model_validate_json(file.read_text("utf-8"))
    except FileNotFoundError:
        raise SampleError(
            f"{file} is missing: run `nox -s samples`, or restore it from version control."
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(str(step) for step in first["loc"])
        raise SampleError(
            f"{file}: {first['msg']} @ '/{place}'. It is generated: run `nox -s samples`, "
            "or restore it from version control."
        ) from None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, sorted, so that two productions give the same bytes."""
    ordered = sorted(manifest.samples, key=lambda sample: sample.path)
    data = {"samples": [sample.model_dump(mode="json") for sample in ordered]}
    text = json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    (folder / NAME).write_text(text, "utf-8")
