"""The translators' desk: what all rooms know of every translated page, put together."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from build_tools.building.read import read
from build_tools.pages.diagnostics import Code, Diagnostic, LessonError
from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.pages.pairing import find_pages
from build_tools.pages.reader import decode
from build_tools.translation.fragments import fragment_problems
from build_tools.translation.lock import Lock, doubt_problems, future_days, lock_path, read_lock
from build_tools.translation.model import Desk, Finding, Page, PageState
from build_tools.translation.state import compare
from build_tools.translation.view import (
    broken_view,
    language_view,
    missing_view,
    moved_findings,
    page_view,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from build_tools.building.project import Project
    from build_tools.building.read import Lessons


def desk(project: Project, more: Iterable[Diagnostic] = ()) -> Desk:
    """Every language and page; ``more`` is what is known beside: of cells that were run, say."""
    lessons, problems = read(project)
    locks: dict[str, Lock] = {}
    for language in lessons.pages:
        if language != SOURCE_LANGUAGE:
            try:
                locks[language] = read_lock(project.root, language)
            except LessonError:  # told by ``read``
                locks[language] = Lock({})
    problems += fragment_problems(lessons.pages, lessons.translations)
    found = sorted({*problems, *more})
    languages = [
        language_view(
            language,
            _pages(project, lessons, language, lock, found),
            _findings(project, language, lock, found),
        )
        for language, lock in locks.items()
    ]
    return Desk(
        source=SOURCE_LANGUAGE,
        languages=languages,
        findings=[
            Finding.of(own) for own in found if not any(_is_in(own, language) for language in locks)
        ],
    )


def _is_in(problem: Diagnostic, language: str) -> bool:
    return problem.path.parts[:2] == ("content", language)


def _pages(
    project: Project, lessons: Lessons, language: str, lock: Lock, problems: list[Diagnostic]
) -> list[Page]:
    files = find_pages(project.root, language)
    sources = find_pages(project.root, SOURCE_LANGUAGE)
    views = []
    for docname in sorted({*files, *sources}):
        source = lessons.sources.get(docname)
        page = lessons.pages[language].get(docname)
        own = [Finding.of(problem) for problem in problems if problem.path == files.get(docname)]
        if docname not in sources:
            views.append(broken_view(docname, language, PageState.ORPHANED, own))
        elif source and page:
            translation, _ = compare(source, page, lock)
            view = page_view(
                translation,
                lock,
                findings=[*own, *moved_findings(translation)],
                source_text=_text(project.root, sources[docname]),
                text=_text(project.root, files[docname]),
            )
            views.append(view)
        elif source and docname not in files:
            views.append(missing_view(source, language))
        else:
            words = sum(heading.words for heading in source.headings) if source else 0
            views.append(broken_view(docname, language, PageState.UNREADABLE, own, words))
    return views


def _text(root: Path, path: Path) -> str:
    return decode((root / path).read_bytes(), path)


def _findings(
    project: Project, language: str, lock: Lock, problems: list[Diagnostic]
) -> list[Finding]:
    """What is wrong with a language but with none of its pages."""
    files = set(find_pages(project.root, language).values())
    found = [Finding.of(own) for own in problems if _is_in(own, language) and own.path not in files]
    found += (Finding.of(own) for own in doubt_problems(project.root, language, lock))
    notes = [
        *future_days(project.root, language, lock, dt.datetime.now(tz=dt.UTC).date()),
        *_orphans(project, language, lock),
    ]
    found += (Finding.of(own, error=False) for own in notes)
    return found


def _orphans(project: Project, language: str, lock: Lock) -> list[Diagnostic]:
    """Lines of the lock and folders that belong to no page of the source."""
    sources, own = (find_pages(project.root, name) for name in (SOURCE_LANGUAGE, language))
    path = lock_path(project.root, language).relative_to(project.root)
    found = [
        Diagnostic(
            path,
            0,
            Code.PARITY,
            f"“{docname}” is recorded here, but there is no content/"
            f"{language if docname in sources else SOURCE_LANGUAGE}/{docname}.md; bring it back,"
            f" or {'begin it again' if docname in sources else 'delete the lines'}",
        )
        for docname in sorted(lock.docnames())
        if docname not in sources or docname not in own
    ]
    folder = project.root / "content" / language
    theirs = project.root / "content" / SOURCE_LANGUAGE
    return found + [
        Diagnostic(
            place.relative_to(project.root),
            0,
            Code.PARITY,
            f"there is no such folder in content/{SOURCE_LANGUAGE}; rename or delete it",
        )
        for place in sorted(folder.rglob("*"))
        if place.is_dir() and not (theirs / place.relative_to(folder)).is_dir()
    ]
