"""What a translator is told: of each language, page and section, its state and what to do.

One model for the table, the JSON, the check's report, the status page and the view side by side.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from build_tools.pages.diagnostics import Diagnostic

#: Version of the JSON; it grows when a field changes its meaning or goes, not when one is added.
SCHEMA: Final = 1


class SectionState(StrEnum):
    """How a section of a translation stands towards its source."""

    CURRENT = "current"  #: translated from the source as it is now
    STALE = "stale"  #: the source changed since it was translated
    UNRECORDED = "unrecorded"  #: translated, but nobody said so with ``done``
    UNTRANSLATED = "untranslated"  #: no text in it but the source's, which readers see
    MISSING = "missing"  #: the translation has no such section
    GONE = "gone"  #: the source has no such section any more


class PageState(StrEnum):
    """How a page of a translation stands towards its source."""

    CURRENT = "current"  #: every section is current, and nothing is wrong with it
    STALE = "stale"  #: at least one section is not current
    DIFFERS = "differs"  #: something is wrong in a section that is called current: the build fails
    UNTRANSLATED = "untranslated"  #: started; readers see the source's page until a section is done
    MISSING = "missing"  #: there is no such file; readers see the source's page
    ORPHANED = "orphaned"  #: the source has no such page: rename or delete it
    UNREADABLE = "unreadable"  #: the file, or its source, cannot be read; the findings tell why


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Finding(_Frozen):
    """Something to look at, in a file."""

    path: str = Field(description="of the file, relative to the project")
    line: int = Field(description="1-based; 0 is the whole file")
    code: str = Field(description="kind of problem, as `[parity]` at the end of a message")
    message: str = Field(description="what is wrong and what to do")
    error: bool = Field(default=True, description="whether it fails the check")

    @classmethod
    def of(cls, problem: Diagnostic, *, error: bool = True) -> Finding:
        """A problem as a finding."""
        return cls(
            path=problem.path.as_posix(),
            line=problem.line,
            code=problem.code.value,
            message=problem.message,
            error=error,
        )

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message} [{self.code}]"


class Section(_Frozen):
    """A section of a page, in the source, the translation, or both."""

    anchor: str = Field(description="id of the section in every language; what `done` takes")
    title: str = Field(description="its heading in the translation; else in the source")
    source_title: str = Field(description="its heading in the source; empty where that is gone")
    level: int = Field(description="1 is the page's title")
    state: SectionState
    day: str = Field(default="", description="when it was recorded, as 2026-11-25; else empty")
    words: int = Field(description="words of prose to translate, of the source")
    source_line: int = Field(default=0, description="of the source's heading; 0 where that is gone")
    line: int = Field(default=0, description="of the translation's heading; 0 where it is missing")
    findings: list[Finding] = []
    source_text: str = Field(default="", exclude=True, description="as it stands in the file")
    text: str = Field(default="", exclude=True, description="as it stands in the file")

    @property
    def to_do(self) -> bool:
        """Whether a translator has something to do here."""
        return self.state is not SectionState.CURRENT


class Page(_Frozen):
    """A page of a language."""

    page: str = Field(description="path without language and ending, e.g. `lessons/z-boson`")
    title: str = Field(description="its title in the translation; else in the source")
    path: str = Field(description="of the translation, there or not, relative to the project")
    source_path: str = Field(description="of the source, relative to the project")
    state: PageState
    words: int = Field(description="words of prose of the source")
    words_to_do: int = Field(description="those in sections that are not current")
    sections: list[Section] = []
    findings: list[Finding] = Field(default=[], description="of the page, sections' included")
    next: str = Field(default="", description="what to type next; empty where nothing is to do")

    @property
    def to_do(self) -> list[Section]:
        """The sections that a translator has something to do in."""
        return [section for section in self.sections if section.to_do]

    @property
    def begun(self) -> bool:
        """Whether readers see something of the translation."""
        return self.state not in {PageState.MISSING, PageState.UNTRANSLATED}

    @property
    def day(self) -> str:
        """When something of it was recorded last; empty where nothing was."""
        return max((section.day for section in self.sections), default="")


class Language(_Frozen):
    """A language and all its pages."""

    language: str = Field(description="its tag, which is its folder in `content/`")
    name: str = Field(description="its name in itself")
    words: int
    words_to_do: int
    pages: list[Page]
    findings: list[Finding] = Field(default=[], description="of no page: of the lock, of folders")
    next: str = Field(default="", description="the first thing to type; empty when all is done")

    def count(self, state: PageState) -> int:
        """How many pages are in a state."""
        return sum(page.state is state for page in self.pages)

    @property
    def day(self) -> str:
        """When something was recorded last; empty where nothing was."""
        return max((page.day for page in self.pages), default="")


class Desk(_Frozen):
    """Every language but the source's."""

    schema_: int = Field(default=SCHEMA, alias="schema", description=f"{SCHEMA}")
    source: str = Field(description="tag of the language that pages are written in first")
    languages: list[Language]
    findings: list[Finding] = Field(default=[], description="of pages of the source language")

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def everything(self) -> list[Finding]:
        """All findings, of all languages, in order of file and line."""
        found = [*self.findings]
        for language in self.languages:
            found += language.findings
            for page in language.pages:
                found += page.findings
        return sorted(set(found), key=lambda own: (own.path, own.line, own.message))

    def as_json(self) -> str:
        """The desk as JSON, without the texts."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"
