"""What the generator says when something is wrong: one message, one place, one thing to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Code(StrEnum):
    """Every kind of problem, with what it means."""

    ENCODING = "encoding"  #: the file is not UTF-8
    FRONT_MATTER = "front-matter"  #: the block between the ``---`` lines cannot be read
    STRUCTURE = "structure"  #: headings or cells are not where a page has them
    FORBIDDEN = "forbidden"  #: a construct that pages may not use, e.g. raw HTML
    CODE = "code"  #: a cell is not Python
    SAMPLE = "sample"  #: a sample file is missing, damaged or not declared
    CELL = "cell"  #: a cell raised an error or ran too long
    CODE_DRIFT = "code-drift"  #: a translated cell differs in more than labels and comments
    PARITY = "parity"  #: a translation that claims to be current has another structure
    TERM = "term"  #: a term of the source is missing, or a word stands there that is to be avoided
    TYPOGRAPHY = (
        "typography"  #: a quotation mark, a dash or a number is not written as the language does
    )
    SPELLING = "spelling"  #: a word is in no dictionary
    QUIZ = "quiz"  #: a question cannot be asked, or its key contradicts the analysis
    CATALOGUE = "catalogue"  #: facts or a diagram are not what they have to be
    FIGURE = "figure"  #: a figure could not be drawn or has no alternative text
    RENDER = "render"  #: Sphinx warned about the page
    SITE = "site"  #: the finished site is not what the pages ask for


@dataclass(frozen=True, order=True)
class Diagnostic:
    """A problem in an author's file.

    ``path`` is relative to the project where possible, ``line`` is 1-based; line 0 is the whole
    file.
    """

    path: Path
    line: int
    code: Code
    message: str

    def __str__(self) -> str:
        place = f"{self.path.as_posix()}:{self.line}" if self.line else self.path.as_posix()
        return f"{place}: {self.message} [{self.code}]"


class LessonError(Exception):
    """Raised when a page cannot be worked with; carries what to tell its author."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = diagnostics
