"""The facts in `content/catalogue` that the samples need: branches and simulated processes."""

from pathlib import Path
from typing import Literal, Self

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict, Field, RootModel, model_validator

CATALOGUE = Path(__file__).parents[2] / "content" / "catalogue"


class _Fact(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(RootModel[dict[str, str]]):
    """A text in several languages, English always among them."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="after")
    def _has_english(self) -> Self:
        if "en" not in self.root:
            raise ValueError("the English text is missing")
        return self

    def in_language(self, language: str) -> str:
        """The text in a language, or in English where it is not translated."""
        return self.root.get(language, self.root["en"])


class Branch(_Fact):
    """One branch of the TTree `mini`."""

    name: str
    group: str
    type: Literal["bool", "int32", "uint32", "float32"]
    unit: str | None
    counter: str | None
    content: Literal["data", "simulation"]
    meaning: Text
    note: Text | None = None

    @property
    def dtype(self) -> np.dtype:
        """NumPy type of one value."""
        return np.dtype(self.type)

    @property
    def awkward_type(self) -> str:
        """Type of an event's entry when the file is read, as Awkward Array spells it."""
        return f"var * {self.type}" if self.counter else self.type


class Process(_Fact):
    """One simulated process."""

    key: str
    dsid: int
    title: str
    collections: tuple[Literal["2lep", "4lep"], ...]
    cross_section_pb: float = Field(gt=0)
    pythia: tuple[str, ...]
    leptonic_w: bool = False
    limitations: tuple[str, ...] = ()

    def file_name(self, collection: str) -> str:
        """Name of the process's file in a collection, as in the release."""
        return f"mc_{self.dsid}.{self.key}.{collection}.root"


class Processes(_Fact):
    """All simulated processes, with the source of their cross-sections."""

    cross_section_source: str
    processes: tuple[Process, ...]


def read_branches(catalogue: Path = CATALOGUE) -> tuple[Branch, ...]:
    """Read the branches in file order."""
    raw = yaml.safe_load((catalogue / "branches.yaml").read_text("utf-8"))
    return tuple(Branch.model_validate(entry) for entry in raw["branches"])


def read_processes(catalogue: Path = CATALOGUE) -> Processes:
    """Read the processes."""
    raw = yaml.safe_load((catalogue / "processes.yaml").read_text("utf-8"))
    return Processes.model_validate(raw)
