"""The page, the language and the section that a person typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from build_tools.pages.languages import SOURCE_LANGUAGE, site_languages
from build_tools.pages.pairing import find_pages
from build_tools.pages.reader import read_page
from build_tools.translation.lock import read_lock
from build_tools.translation.names import (
    UnknownNameError,
    find_language,
    find_page,
    find_section,
    take_apart,
)

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.building.project import Project
    from build_tools.pages.model import Page
    from build_tools.translation.lock import Lock


@dataclass(frozen=True)
class Place:
    """Where something is to be done. All of it exists, but for the translation's file."""

    project: Project
    docname: str
    language: str  #: empty where all are meant
    section: str | None
    source: Page

    @classmethod
    def find(cls, project: Project, page: str, language: str, section: str | None = None) -> Place:
        """What is meant. Raises UnknownNameError, and LessonError for a page that is not one."""
        known = site_languages(project.root / "content")
        typed = take_apart(page, known)
        if typed.language not in {"", SOURCE_LANGUAGE}:
            if language and language not in known and section is None:
                language, section = "", language  # the path names the language already
            language = language or typed.language
        language = find_language(language, known)
        place = cls._of(project, typed.docname, language)
        return place.with_section(section or typed.section or None)

    @classmethod
    def of_source(cls, project: Project, page: str, section: str | None) -> Place:
        """A page in all languages."""
        typed = take_apart(page, site_languages(project.root / "content"))
        return cls._of(project, typed.docname, "").with_section(section or typed.section or None)

    @classmethod
    def _of(cls, project: Project, typed: str, language: str) -> Place:
        files = find_pages(project.root, SOURCE_LANGUAGE)
        docname = find_page(take_apart(typed, ()), files)
        source = read_page(project.root, files[docname], language=SOURCE_LANGUAGE, docname=docname)
        return cls(project, docname, language, None, source)

    def with_section(self, section: str | None) -> Place:
        """The same, narrowed to a section as it was typed. Raises UnknownNameError."""
        if section is None:
            return self
        pages, gone = [self.source], set[str]()
        if self.language:
            gone = set(self.lock().anchors(self.docname))
            if self.file.is_file():
                pages.append(self.translated())
        anchor = find_section(section, pages, gone)
        return Place(self.project, self.docname, self.language, anchor, self.source)

    @property
    def file(self) -> Path:
        """The translation's file, there or not."""
        return self.project.root / "content" / self.language / f"{self.docname}.md"

    def translated(self) -> Page:
        """The translation. Raises UnknownNameError where there is none, LessonError."""
        path = self.file.relative_to(self.project.root)
        if not self.file.is_file():
            message = (
                f"{path.as_posix()}: there is no such page yet; begin it with"
                f" `nox -s translate -- start {self.docname} {self.language}`"
            )
            raise UnknownNameError(message)
        return read_page(self.project.root, path, language=self.language, docname=self.docname)

    def lock(self, language: str = "") -> Lock:
        """The lock of the language. Raises LessonError for one that cannot be read."""
        return read_lock(self.project.root, language or self.language)

    def languages(self) -> list[str]:
        """Every language but the source's."""
        known = site_languages(self.project.root / "content")
        return [language for language in known if language != SOURCE_LANGUAGE]

    def translations(self) -> set[tuple[str, str]]:
        """The translations of the page that there are, as (docname, language)."""
        root = self.project.root / "content"
        return {
            (self.docname, language)
            for language in self.languages()
            if (root / language / f"{self.docname}.md").is_file()
        }
