"""What the render step is given for one page in one language.

A bundle is written as JSON under ``_build/localised/<language>/<docname>.json``, without what cells
put out, which stands in the staged page (``rendering.notebook``). Everything else that Sphinx shows
beside the author's prose comes from it.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from build_tools.pages.model import is_borrowed


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Status(StrEnum):
    """How a page of one language stands towards its source."""

    SOURCE = "source"  #: the page is written in the source language
    CURRENT = "current"  #: every section was translated from the source as it is now
    STALE = "stale"  #: at least one section of the source changed after it was translated
    MISSING = "missing"  #: there is no translation; the source's text is shown


class Section(_Frozen):
    """A heading and what follows it, up to the next heading."""

    anchor: str = Field(description="id of the heading: the source heading's, in every language")
    level: int
    line: int = Field(description="1-based line of the heading in the author's file")
    title: str = ""
    digest: str = Field(default="", description="of the source's section, as locks keep it")
    words: int = Field(default=0, description="of prose, in the source's section")
    stale: bool = False
    borrowed: bool = Field(default=False, description="the source's: nobody has translated it yet")
    day: str = Field(
        default="", description="when it was translated, of the source: since when it is so"
    )
    moved: bool = Field(
        default=False, description="its links lead elsewhere in the source since it was translated"
    )


class Cell(_Frozen):
    """A code cell with its outputs, already in the page's language (nbformat 4 output dicts)."""

    line: int = Field(description="1-based line of the opening fence in the author's file")
    outputs: list[dict[str, Any]] = []
    removed: bool = Field(default=False, description="tagged remove-cell: it is not on the page")


class Glued(_Frozen):
    """A value that a cell stored under a name, for use in prose."""

    value: float | int | bool | str
    uncertainty: float | None = None
    unit: str = ""
    digits: int | None = Field(default=None, description="decimals to show; None: chosen by size")


class Provenance(_Frozen):
    """One sample file that the page read."""

    path: str = Field(description="as the page names it, e.g. 4lep/Data/data_A.4lep.root")
    sha256: str
    origin: str = Field(description="value of samples.locate.Origin")
    recorded: bool = Field(description="True only for data recorded by the experiment")
    luminosity_fb: float | None = Field(default=None, description="integrated luminosity in fb⁻¹")
    generator: str = ""


class Download(_Frozen):
    """A file that a reader takes home from a page."""

    kind: str = Field(description="value of notebooks.downloads.Kind")
    path: str = Field(description="below the folder of the language's downloads")
    size: int = Field(description="bytes")


class PageBundle(_Frozen):
    """One page in one language."""

    docname: str
    language: str = Field(description="language of the address: /<language>/<docname>.html")
    text_language: str = Field(description="language of the text; the source's when status=missing")
    status: Status
    path: Path = Field(description="the author's file, relative to the project")
    title: str
    sections: list[Section] = []
    cells: list[Cell] = []
    glued: dict[str, Glued] = {}
    samples: list[Provenance] = []
    alternates: dict[str, Status] = Field(
        default={}, description="language → status of the same page there, this language included"
    )
    absent: dict[str, list[str]] = Field(
        default={}, description="language → this page's sections that the same page there has not"
    )
    figures: int = Field(default=0, description="figures that the page must show")
    tables: int = Field(default=0, description="data frames that the page must show")
    quizzes: dict[str, dict[str, Any]] = Field(
        default={}, description="id → question with its key computed, as quiz.model.Quiz writes it"
    )
    objectives: list[str] = Field(default=[], description="Markdown of the page's objectives")
    overview: list[dict[str, Any]] = Field(
        default=[], description="all pages' questions, as quiz.overview writes them, where shown"
    )
    teacher_notes: list[dict[str, Any]] = Field(
        default=[], description="what the page says to teachers, as teaching.notes writes it"
    )
    standing: dict[str, Any] = Field(
        default={}, description="how it stands towards its source, as translation.model writes it"
    )
    progress: list[dict[str, Any]] = Field(
        default=[], description="how far languages are, as translation.model writes it, where shown"
    )
    opening: str = Field(default="", description="Markdown: the first sentences of its text")
    cards: list[dict[str, Any]] = Field(
        default=[], description="all lessons, as teaching.cards writes them, where shown"
    )
    curriculum: list[dict[str, str]] = Field(
        default=[], description="what it serves, as teaching.curricula writes it"
    )
    plans: list[dict[str, Any]] = Field(
        default=[], description="all lessons' plans, as teaching.plans writes them, where shown"
    )
    downloads: list[Download] = Field(default=[], description="what the page offers to take home")
    lesson: dict[str, Any] = Field(default={}, description="level, duration, prerequisites …")

    @property
    def source_language(self) -> str:
        """The language in which the page was first written."""
        found = (name for name, status in self.alternates.items() if status is Status.SOURCE)
        return next(found, self.text_language)

    @property
    def recorded(self) -> bool:
        """True when every ``Data`` file that the page read was recorded by the experiment."""
        data = [sample for sample in self.samples if "/Data/" in sample.path]
        return bool(data) and all(sample.recorded for sample in data)

    def excuses(self, line: int) -> bool:
        """Whether what is wrong on a line may be due to what the source's author changed since."""
        if is_borrowed(line):
            return True
        if not line:
            return self.status is Status.STALE
        above = [section for section in self.sections if section.line <= line]
        own = above[-1:] or self.sections[:1]
        return any(section.stale or section.moved for section in own)

    def without_outputs(self) -> PageBundle:
        """The same page without what its cells put out: what later steps need to know of it."""
        cells = [cell.model_copy(update={"outputs": []}) for cell in self.cells]
        return self.model_copy(update={"cells": cells, "glued": {}})


#: Of a bundle, what is shown around the page and not in it: where it leads to in other languages.
AROUND: Final = {"alternates", "absent"}
#: Of a bundle, what its file has not.
OUTPUTS: Final[Any] = {"cells": {"__all__": {"outputs"}}}


def bundle_file(build: Path, language: str, docname: str) -> Path:
    """Where the bundle of a page lies below the build directory."""
    return build / "localised" / language / f"{docname}.json"


#: Where downloads are, in the build directory and in the site's folder of a language.
DOWNLOADS = "downloads"


def download_file(build: Path, language: str, path: str) -> Path:
    """Where a download of a page lies below the build directory."""
    return build / DOWNLOADS / language / path


def load_bundle(build: Path, language: str, docname: str) -> PageBundle:
    """One bundle, without outputs; raises FileNotFoundError when the page was not localised."""
    text = bundle_file(build, language, docname).read_text(encoding="utf-8")
    return PageBundle.model_validate_json(text)
