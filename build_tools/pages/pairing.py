"""Finding pages: the same relative path is the same page in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from build_tools.pages.diagnostics import Code, Diagnostic, LessonError
from build_tools.pages.files import check_files, files_of_language
from build_tools.pages.languages import SOURCE_LANGUAGE, site_languages
from build_tools.pages.reader import read_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from build_tools.pages.model import DirectiveUse, Page


class Reader(Protocol):
    """Reads one page, as ``read_page`` does."""

    def __call__(self, root: Path, path: Path, *, language: str, docname: str) -> Page:
        """The page; raises LessonError."""


def find_pages(root: Path, language: str) -> dict[str, Path]:
    """Docname → file, relative to the project, of every page of a language."""
    folder = root / "content" / language
    return {
        path.relative_to(folder).with_suffix("").as_posix(): path.relative_to(root)
        for path in files_of_language(folder)
        if path.suffix == ".md" and path.is_file() and not path.is_symlink()
    }


def read_pages(
    root: Path, read: Reader = read_page
) -> tuple[dict[str, dict[str, Page]], list[Diagnostic]]:
    """Every page of every language: language → docname → page, and what is wrong.

    ``read`` reads one, or remembers it.

    A page that cannot be read is left out and reported; a translation without a source page is
    reported too.
    """
    pages: dict[str, dict[str, Page]] = {}
    problems: list[Diagnostic] = []
    for language in site_languages(root / "content"):
        pages[language] = {}
        problems += check_files(root, language)
        for docname, path in find_pages(root, language).items():
            try:
                pages[language][docname] = read(root, path, language=language, docname=docname)
            except LessonError as error:
                problems.extend(error.diagnostics)
    sources = find_pages(root, SOURCE_LANGUAGE)
    for own in pages.values():
        problems.extend(
            Diagnostic(
                page.path,
                0,
                Code.PARITY,
                f"no page of this name in content/{SOURCE_LANGUAGE}; write that first, or rename or"
                " delete this one",
            )
            for docname, page in own.items()
            if docname not in sources
        )
    problems.extend(_added_lists(pages))
    problems.extend(
        Diagnostic(
            page.path,
            page.declared_lines[name],
            Code.FRONT_MATTER,
            f"no page is called “{name}”; a prerequisite is a path below content/{SOURCE_LANGUAGE},"
            " without .md",
        )
        for page in pages[SOURCE_LANGUAGE].values()
        for name in page.lesson.prerequisites
        if name not in sources
    )
    return pages, problems


def _added_lists(pages: dict[str, dict[str, Page]]) -> Iterator[Diagnostic]:
    """Lists of pages that a translation has and its source has not: navigation is the source's."""
    for own in pages.values():
        for docname, page in own.items():
            source = pages[SOURCE_LANGUAGE].get(docname)
            known = len(_lists(source)) if source else 0
            for use in _lists(page)[known:] if source else ():
                message = "the source has no `{toctree}` here; take it out"
                yield Diagnostic(page.path, use.line, Code.FORBIDDEN, message)


def _lists(page: Page) -> list[DirectiveUse]:
    return [use for use in page.directives if use.name == "toctree"]
