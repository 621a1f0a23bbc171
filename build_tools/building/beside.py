"""What a translator is told beside the sections of one page, as its files are now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from build_tools.pages.diagnostics import LessonError
from build_tools.pages.languages import SOURCE_LANGUAGE, language_name, site_languages
from build_tools.pages.pairing import find_pages
from build_tools.pages.reader import read_page
from build_tools.publishing.beside.page import Beside, Note, Notes
from build_tools.translation.lock import Lock, read_lock
from build_tools.translation.model import Finding, Page, Section, SectionState
from build_tools.translation.names import UnknownNameError, find_page, take_apart
from build_tools.translation.state import compare
from build_tools.translation.view import missing_view, page_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from build_tools.building.project import Project
    from build_tools.pages.diagnostics import Diagnostic

_SAYS: Final = {
    SectionState.CURRENT: "Current since {day}.",
    SectionState.STALE: "The source changed since {day}. `nox -s translate -- diff` shows how.",
    SectionState.UNRECORDED: "Translated, but not recorded: `nox -s translate -- done`.",
    SectionState.UNTRANSLATED: "Not translated yet.",
    SectionState.MISSING: "The translation has no such section.",
    SectionState.GONE: "The source has no such section any more.",
}


def notes(project: Project, language: str, docname: str, known: Iterable[Diagnostic] = ()) -> Notes:
    """The state of a page's sections; ``known`` is what the last build found wrong."""
    files = find_pages(project.root, language)
    own = [problem for problem in known if problem.path == files.get(docname)]
    try:
        lock = read_lock(project.root, language)
    except LessonError as error:
        lock, own = Lock({}), [*own, *error.diagnostics]
    try:
        source, *others = (
            read_page(project.root, found[docname], language=tag, docname=docname)
            for tag in (SOURCE_LANGUAGE, language)
            if docname in (found := find_pages(project.root, tag))
        )
    except LessonError as error:
        problems = tuple(map(str, error.diagnostics))
        return Notes("A page cannot be read. The pages below are the last good ones.", (), problems)
    if not others:
        start = f"`nox -s translate -- start {docname} {language}` makes its file."
        page = missing_view(source, language)
        return Notes(f"Not translated yet. {start}", tuple(map(_note, page.sections)))
    translation, problems_found = compare(source, others[0], lock)
    findings = {Finding.of(problem) for problem in [*own, *problems_found]}
    page = page_view(translation, lock, findings=findings)
    return Notes(_summary(page), tuple(map(_note, page.sections)))


def _summary(page: Page) -> str:
    to_do, wrong = len(page.to_do), len(page.findings)
    said = [
        f"{to_do} of {len(page.sections)} sections to do, {page.words_to_do} words"
        if to_do
        else "Every section is current",
        f"{wrong} finding{'s' if wrong > 1 else ''}" if wrong else "nothing wrong",
    ]
    return f"{'; '.join(said)}. Next: {page.next}" if page.next else f"{'; '.join(said)}."


def _note(section: Section) -> Note:
    return Note(
        section.anchor,
        section.title,
        "current" if section.state is SectionState.CURRENT else "stale",
        _SAYS[section.state].format(day=section.day),
        tuple(f"line {own.line}: {own.message}" for own in section.findings),
    )


def side_by_side(project: Project, typed: str, known: Callable[[], Iterable[Diagnostic]]) -> Beside:
    """The view of a page as a person names it: ``fr/lessons/z-boson``, or its file.

    ``known`` tells what the last build found wrong. Raises UnknownNameError with what there is.
    """
    languages = site_languages(project.root / "content")
    page = take_apart(typed, languages)
    translated = [language for language in languages if language != SOURCE_LANGUAGE]
    if page.language not in translated:
        example = f"{translated[0] if translated else 'fr'}/{page.docname or 'index'}"
        raise UnknownNameError(f"“{typed}” names no translation; write its language too: {example}")
    docname = find_page(page, find_pages(project.root, SOURCE_LANGUAGE))
    return Beside(
        docname,
        (SOURCE_LANGUAGE, language_name(SOURCE_LANGUAGE, "en")),
        (page.language, language_name(page.language, "en")),
        lambda: notes(project, page.language, docname, known()),
    )
