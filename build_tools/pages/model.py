"""The page model: what every step knows of a page, read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from build_tools.pages.digests import sha256

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.pages.marks import Mark


#: Lines from here on are the source's, in a translated page that shows some of its sections; what
#: is wrong there is told of the source's page.
BORROWED: Final = 10_000_000


def is_borrowed(line: int) -> bool:
    """Whether a line of a page that is shown is one of the source's file."""
    return line >= BORROWED


class Lesson(BaseModel):
    """The ``lesson:`` block of a page in the source language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    level: int | None = Field(
        default=None, ge=1, le=3, description="1 school, 2 first-year university, 3 analysis"
    )
    duration: int | None = Field(default=None, gt=0, description="minutes")
    prerequisites: list[str] = Field(default=[], description="docnames")
    curriculum: list[str] = Field(default=[], description="ids of curriculum items")
    timing: dict[str, int] = Field(
        default={}, description="minutes of sections, by the id of their heading; in all, duration"
    )
    samples: list[str] = Field(
        default=[], description="sample files that the cells open, e.g. 4lep/Data/data_A.4lep.root"
    )


@dataclass(frozen=True)
class Prose:
    """Markdown between two cells."""

    text: str
    line: int  #: 1-based line of the first line of ``text``


@dataclass(frozen=True)
class CodeCell:
    """A ``{code-cell}`` fence."""

    source: str
    line: int  #: 1-based line of the opening fence
    code_line: int  #: 1-based line of the first line of ``source``
    metadata: dict[str, Any] = field(default_factory=dict)

    @property
    def tags(self) -> frozenset[str]:
        """Jupyter cell tags."""
        return frozenset(self.metadata.get("tags") or ())


@dataclass(frozen=True)
class Heading:
    """A heading and the extent of its section, up to the next heading of any level."""

    text: str
    level: int
    line: int
    anchor: str
    digest: str  #: of the section's prose and code, layout and comments apart
    cells: tuple[int, ...]  #: positions of the section's cells in ``Page.cells``
    end: int = 0  #: 1-based line of the next heading, or one past the last line
    links: str = ""  #: digest of where its links lead; empty where it has none
    words: int = 0  #: of prose, as a translator counts: not the code, the formulae and the marks


@dataclass(frozen=True)
class DirectiveUse:
    """A directive as it stands in the page."""

    name: str
    line: int  #: 1-based line of its opening fence
    argument: str = ""  #: what follows the name on that line
    content: str = ""  #: options and body, as they are written
    content_line: int = 0  #: 1-based line of the first line of ``content``


@dataclass(frozen=True)
class Page:
    """One page of one language."""

    docname: str
    language: str
    path: Path  #: relative to the project
    lesson: Lesson
    declared_lines: dict[str, int]  #: front matter: line of each name, and of `#section`
    blocks: tuple[Prose | CodeCell, ...]
    headings: tuple[Heading, ...]
    directives: tuple[DirectiveUse, ...]
    marks: tuple[Mark, ...] = ()  #: by line

    @property
    def cells(self) -> tuple[CodeCell, ...]:
        """The code cells, in order."""
        return tuple(block for block in self.blocks if isinstance(block, CodeCell))

    @property
    def quizzes(self) -> tuple[DirectiveUse, ...]:
        """The questions as they are written, in order."""
        return tuple(directive for directive in self.directives if directive.name == "quiz")

    @property
    def outline(self) -> str:
        """Digest of which sections there are, in which order and depth."""
        return sha256("\n".join(f"{own.level} {own.anchor}" for own in self.headings))

    @property
    def title(self) -> str:
        """The text of the first heading."""
        return self.headings[0].text
