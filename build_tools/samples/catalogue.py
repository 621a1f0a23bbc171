"""The facts in `content/catalogue` that the samples need: branches and simulated processes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, RootModel, model_validator

from build_tools.pages.document import FastLoader

if TYPE_CHECKING:
    import numpy as np

CATALOGUE = Path(__file__).parents[2] / "content" / "catalogue"

CollectionName = Literal["1lep", "2lep", "3lep", "4lep", "GamGam", "1lep1tau", "1largeRjet1lep"]


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
        import numpy as np  # noqa: PLC0415  slow to load; pages ask for names and meanings only

        return np.dtype(self.type)

    @property
    def awkward_type(self) -> str:
        """Type of an event's entry when the file is read, as Awkward Array spells it."""
        return f"var * {self.type}" if self.counter else self.type


class HardCut(_Fact):
    """What the hard process must have in acceptance; other events are counted, not finished."""

    photons: int = 0
    leptons: int = 0  # charged ones, taus included
    partons: int = 0  # quarks but top, and gluons
    pt: float = 0.0  # GeV
    eta: float = 100.0


class Production(_Fact):
    """How a process is made for one collection."""

    events: int = Field(gt=0)  # generated for the simulation
    share: float = Field(default=1.0, gt=0)  # generated cross-section over the published one
    fake: Literal["photon", "tau", "lepton"] | None = None  # what one of the jets is taken for
    cap: float | None = None  # for pseudo-data: probability that hardly any event's fakes exceed
    in_data: bool = True  # whether the pseudo-data hold it
    pythia: tuple[str, ...] = ()
    cut: HardCut = HardCut()


class Alternative(_Fact):
    """A value that another source gives, and was not chosen."""

    value: float = Field(gt=0)
    source: str


class Process(_Fact):
    """One simulated process."""

    key: str
    dsid: int
    title: str
    cross_section_pb: float = Field(gt=0)
    cross_section_source: str | None = None  # where it is not the catalogue's common one
    alternatives: tuple[Alternative, ...] = ()
    pythia: tuple[str, ...]
    slha: str | None = None  # file beside the catalogue with masses and decays of new particles
    leptons: int = 0  # charged ones, taus included, that an event has by definition
    collections: dict[CollectionName, Production]
    limitations: tuple[str, ...] = ()

    def file_name(self, collection: str) -> str:
        """Name of the process's file in a collection, as in the release."""
        return f"mc_{self.dsid}.{self.key}.{collection}.root"


class Processes(_Fact):
    """All simulated processes, with the source of their cross-sections."""

    cross_section_source: str
    processes: tuple[Process, ...]

    def source_of(self, process: Process) -> str:
        """Where a process's cross-section comes from."""
        return process.cross_section_source or self.cross_section_source


def read_branches(catalogue: Path = CATALOGUE) -> tuple[Branch, ...]:
    """Read the branches in file order."""
    raw = read_facts(catalogue / "branches.yaml")
    return tuple(Branch.model_validate(entry) for entry in raw["branches"])


def read_processes(catalogue: Path = CATALOGUE) -> Processes:
    """Read the processes."""
    return Processes.model_validate(read_facts(catalogue / "processes.yaml"))


def read_facts(file: Path) -> Any:
    """The data of a file of the catalogue."""
    return yaml.load(file.read_text("utf-8"), Loader=FastLoader)  # noqa: S506  a safe one
