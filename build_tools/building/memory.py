"""What earlier builds made of each page, so that only what changed is made again.

A page stands here with its translations: together they are the unit that is executed, localised and
staged. Nothing here is believed without proof: a unit counts only under the digest of all that it
was made from, and while its files are as they were left.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from build_tools.building.stock import status
from build_tools.figures.model import drawing_path
from build_tools.pages.reader import read_page
from build_tools.pages.writing import write_whole_bytes
from build_tools.publishing.figures import script_file
from build_tools.quiz.reader import page_quizzes

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.building.project import Project
    from build_tools.building.stock import Status, Stock
    from build_tools.pages.bundle import Download, PageBundle
    from build_tools.pages.diagnostics import Diagnostic
    from build_tools.pages.model import Page
    from build_tools.quiz.model import Quiz


@dataclass(frozen=True)
class StagedPage:
    """A page in a language as it lies ready for Sphinx."""

    bundle: PageBundle  #: without outputs and values
    digest: str  #: of the staged file
    figures: tuple[str, ...]  #: digests of its figures
    files: dict[Path, Status]  #: what was written for it


@dataclass(frozen=True)
class Unit:
    """A page in all languages."""

    key: str  #: digest of all that it was made from
    programs: dict[str, float]  #: program → seconds that it took
    pages: tuple[StagedPage, ...]


@dataclass
class Memory:
    """Pages as they were read, and units as they were made."""

    file: Path
    generator: str  #: digest of what made them; with another one, nothing is remembered
    read: dict[Path, tuple[str, Page]] = field(default_factory=dict)  #: digest of the file, page
    #: the questions of those pages: digest of the file, questions
    asked: dict[Path, tuple[str, list[Quiz]]] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)  #: by docname
    #: by language and docname: digest of what a page's downloads are made from, the downloads
    downloads: dict[tuple[str, str], tuple[str, list[Download]]] = field(default_factory=dict)

    @classmethod
    def load(cls, project: Project, stock: Stock) -> Memory:
        """What was remembered; nothing when the generator changed or the file is damaged."""
        empty = cls(project.build / "memory.pickle", stock.generator)
        try:
            known = pickle.loads(empty.file.read_bytes())  # noqa: S301  we wrote it
        except Exception:  # noqa: BLE001  whatever is wrong with it, we can do without
            return empty
        return known if isinstance(known, cls) and known.fits(project, stock) else empty

    def fits(self, project: Project, stock: Stock) -> bool:
        """Whether it is of this project, and of what makes its pages now."""
        return (self.file.parent, self.generator) == (project.build, stock.generator)

    def save(self) -> None:
        """Remember for the next build."""
        write_whole_bytes(self.file, pickle.dumps(self, pickle.HIGHEST_PROTOCOL))

    def page(self, stock: Stock, root: Path, path: Path, *, language: str, docname: str) -> Page:
        """A page, read only where its file is not the one that was read before.

        Raises LessonError for a page that cannot be read; that is never remembered.
        """
        digest = stock.digest(root / path)
        known = self.read.get(path)
        if known and known[0] == digest:
            return known[1]
        self.read.pop(path, None)
        page = read_page(root, path, language=language, docname=docname)
        if stock.is_still(root / path):
            self.read[path] = digest, page
        return page

    def quizzes(self, page: Page) -> tuple[list[Quiz], list[Diagnostic]]:
        """The questions of a page and what is wrong with them, as ``page_quizzes``."""
        digest = self.read.get(page.path, ("",))[0]
        known = self.asked.get(page.path)
        if known and known[0] == digest:
            return known[1], []
        quizzes, problems = page_quizzes(page)
        if digest and not problems:
            self.asked[page.path] = digest, quizzes
        return quizzes, problems

    def knows(self, project: Project, docname: str, key: str) -> bool:
        """Whether a unit is as it would be made now, drawings and all."""
        unit = self.units.get(docname)
        return (
            unit is not None
            and unit.key == key
            and all(_unchanged(page.files) for page in unit.pages)
            and all(
                drawing_path(project.drawings, digest).is_file()
                and script_file(project.build, digest).is_file()
                for page in unit.pages
                for digest in page.figures
            )
        )


def _unchanged(files: dict[Path, Status]) -> bool:
    try:
        return all(status(file) == found for file, found in files.items())
    except OSError:
        return False
