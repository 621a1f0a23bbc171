"""Localise: the outputs of each program in every language, and what each page is given."""

from __future__ import annotations

import ast
import contextlib
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from build_tools.building.labels import Labelled, labels_changed
from build_tools.building.lists import LISTS
from build_tools.figures.model import with_locale
from build_tools.localisation.literals import text_literals
from build_tools.localisation.sentinel import Drift, Sentinels, changed_literals
from build_tools.pages.bundle import PageBundle, Section, Status, load_bundle
from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.pages.options import FIGURE, TABLE, shown
from build_tools.quiz.bundling import with_quizzes
from build_tools.quiz.reader import objectives
from build_tools.rendering.bundles import Results, make_bundle
from build_tools.rendering.sheet import Sheet, ShownCell, source_sheet, translated_sheet
from build_tools.rendering.toctrees import toctree_entries
from build_tools.teaching.cards import with_opening
from build_tools.teaching.curricula import with_curriculum
from build_tools.teaching.notes import with_teacher_notes
from build_tools.theme.catalogues import compile_catalogues, translator
from build_tools.theme.provenance import figure_label
from build_tools.translation.borrowing import as_shown
from build_tools.translation.drift import both_cells
from build_tools.translation.lock import DIGEST_LENGTH
from build_tools.translation.state import compare
from build_tools.translation.view import missing_view, page_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from build_tools.building.execute import Outcome
    from build_tools.building.read import Lessons
    from build_tools.execution.store import Executed
    from build_tools.figures.model import PlacedFigure
    from build_tools.pages.model import DirectiveUse, Heading, Page
    from build_tools.translation.lock import Lock
    from build_tools.translation.state import Translation


@dataclass(frozen=True)
class LocalPage:
    """A page in a language, ready to be drawn and rendered."""

    sheet: Sheet
    bundle: PageBundle
    results: Results
    proven: bool  #: every text that the page changes in its cells is a label
    directives: tuple[DirectiveUse, ...] = ()
    provided: tuple[PlacedFigure, ...] = ()  #: figures of directives, see ``provide``


def _drift_problem(translation: Translation, drift: Drift) -> Diagnostic:
    """Where the translation changes a text that is not only a label."""
    partner = {i: j for i, j in translation.cells if i is not None and j is not None}
    label = next((own for own in drift.labels if own.cell in partner), drift.labels[0])
    own = translation.source.cells[label.cell]
    message = (
        f"{changed_literals(drift.labels)} cannot be translated: {drift.reason};"
        f" write what the source writes ({translation.source.path.as_posix()}:"
        f"{own.code_line + label.line - 1})"
    )
    if label.cell not in partner:  # this cell is not here at all, which is told beside
        line = translation.page.headings[0].line
        return Diagnostic(translation.page.path, line, Code.CODE_DRIFT, message)
    other = translation.page.cells[partner[label.cell]]
    literal = text_literals(ast.parse(other.source))[label.place]
    line = other.code_line + literal.lineno - 1
    message += f"\n{both_cells(own, other)}"
    return Diagnostic(translation.page.path, line, Code.CODE_DRIFT, message)


def localise(
    lessons: Lessons, outcome: Outcome, labelled: Mapping[str, Labelled], build: Path
) -> tuple[list[LocalPage], list[Diagnostic]]:
    """Every page of every language that there is something to do for, missing translations too.

    In ``build`` are the bundles of the other pages and the compiled interface strings.
    """
    pages: list[LocalPage] = []
    problems: list[Diagnostic] = []
    for docname in lessons.sources:
        if executed := outcome.executed.get(docname):
            own, found = localise_page(
                lessons, docname, executed, labelled.get(docname, Labelled()), build
            )
            pages += own
            problems += found
    return _with_lists(pages, lessons, build), problems


def localise_page(
    lessons: Lessons, docname: str, executed: Executed, labelled: Labelled, build: Path
) -> tuple[list[LocalPage], list[Diagnostic]]:
    """A page in every language, but for what it lists of all others."""
    source = lessons.sources[docname]
    compiled = compile_catalogues(build / "locale")
    pages: list[LocalPage] = []
    problems: list[Diagnostic] = []
    alternates = {SOURCE_LANGUAGE: Status.SOURCE} | {
        language: own[docname].status if docname in own else Status.MISSING
        for language, own in lessons.translations.items()
    }
    for language in lessons.pages:
        translation = lessons.translations.get(language, {}).get(docname)
        if translation and translation.same_program():
            drifts = labelled.drifts.get(language, [])
            problems += [_drift_problem(translation, drift) for drift in drifts]
        page, found = _local_page(
            source,
            translation,
            language=language,
            executed=executed,
            labelled=labelled,
            lessons=lessons,
            alternates=alternates,
            compiled=compiled,
        )
        pages.append(page)
        # what the source lacks is said once, where the source is built
        if translation or language == SOURCE_LANGUAGE:
            problems += found
    return pages, problems


def _with_lists(pages: list[LocalPage], lessons: Lessons, build: Path) -> list[LocalPage]:
    """The pages, with what some list of all others, in the order of the navigation."""
    shown = {page.bundle.docname: set[str]() for page in pages}
    for page in pages:
        shown[page.bundle.docname] |= LISTS.keys() & {use.name for use in page.directives}
    if not any(shown.values()):
        return pages
    home = lessons.sources.get("index")
    order = [entry for tree in toctree_entries(home) for entry in tree] if home else []
    places = {docname: place for place, docname in enumerate(order)}
    bundles = [page.bundle for page in pages]
    made = {bundle.docname for bundle in bundles}
    # pages that are the same as in an earlier build are there as it left them
    for docname in lessons.sources.keys() - made:
        with contextlib.suppress(FileNotFoundError):
            bundles += [load_bundle(build, language, docname) for language in lessons.pages]
    bundles.sort(key=lambda bundle: (places.get(bundle.docname, len(places)), bundle.docname))
    listed = []
    for page in pages:
        bundle = page.bundle
        for directive in sorted(shown[bundle.docname]):
            bundle = LISTS[directive](bundle, bundles)
        listed.append(replace(page, bundle=bundle))
    return listed


def _local_page(
    source: Page,
    translation: Translation | None,
    *,
    language: str,
    executed: Executed,
    labelled: Labelled,
    lessons: Lessons,
    alternates: dict[str, Status],
    compiled: Path,
) -> tuple[LocalPage, list[Diagnostic]]:
    """One page in one language; the source's text where there is no translation."""
    shown = as_shown(translation) if translation else None
    page = shown.page if shown else source
    sentinels, outputs = labelled.proven.get(language, (Sentinels(), executed))
    if shown:
        lock = lessons.locks[language]
        changed = labels_changed(shown) if language in labelled.drifts else {}
        sheet = translated_sheet(shown, frozenset(label.cell for label in changed))
        sections = [
            Section(
                anchor=anchor,
                level=heading.level,
                line=heading.line,
                title=heading.text,
                stale=stale and n not in shown.borrowed,
                borrowed=n in shown.borrowed,
                moved=anchor in shown.moved,
                day=entry.day if (entry := lock.get(source.docname, anchor)) else "",
                **_of_source(None if place is None else source.headings[place]),
            )
            for n, (heading, anchor, stale, place) in enumerate(
                zip(
                    page.headings,
                    shown.anchors,
                    shown.stale_headings(),
                    shown.headings,
                    strict=True,
                )
            )
        ]
    else:
        sheet = source_sheet(source)
        sections = [
            Section(
                anchor=heading.anchor,
                level=heading.level,
                line=heading.line,
                title=heading.text,
                day=_unchanged_since(source, heading, lessons.locks.values()),
                **_of_source(heading),
            )
            for heading in source.headings
        ]
    # a page in the source's text says everything in that language
    words = translator(page.language, compiled)
    label = partial(figure_label, language=page.language, t=words)
    results = Results(
        executed,
        outputs,
        sentinels.in_language(language),
        tuple(cell.source for cell in source.cells),
        with_locale,
        label,
        lessons.provenance[source.docname],
    )
    anchors = [section.anchor for section in sections]
    bundle, problems = make_bundle(
        page,
        sheet,
        results,
        language=language,
        status=alternates[language],
        sections=sections,
        lesson=source.lesson.model_dump(exclude={"samples"}, exclude_defaults=True),
        alternates=alternates,
        absent=_absent(source, anchors, lessons),
    )
    if language != SOURCE_LANGUAGE:
        standing = _standing(source, translation, lessons, language)
        bundle = bundle.model_copy(update={"standing": standing})
    quizzes = lessons.quizzes.get(page.language, {}).get(source.docname, ())
    bundle = with_opening(with_teacher_notes(bundle, page), page)
    bundle = with_curriculum(bundle, source, lessons.curricula)
    bundle, found = with_quizzes(bundle, quizzes, objectives(page))
    problems += found
    if translation:
        problems += _untranslated(source, page, sheet)
        # what the source's author changed stops no one
        problems = [own for own in problems if not translation.excused(own.line)]
    proven = language not in labelled.drifts
    return LocalPage(sheet, bundle, results, proven, page.directives), problems


def _standing(
    source: Page, translation: Translation | None, lessons: Lessons, language: str
) -> dict[str, Any]:
    """What the translators' desk says of a page; lines and findings are not for its readers."""
    page, lock = lessons.pages[language].get(source.docname), lessons.locks[language]
    if page and translation is None:  # begun, and no more
        translation, _ = compare(source, page, lock)
    view = page_view(translation, lock) if translation else missing_view(source, language)
    unsaid: Any = {"findings": True, "sections": {"__all__": {"findings", "line", "source_line"}}}
    return view.model_dump(mode="json", exclude=unsaid)


def _absent(source: Page, anchors: list[str], lessons: Lessons) -> dict[str, list[str]]:
    """Sections of a page that the same page in another language has not, by language."""
    theirs = {SOURCE_LANGUAGE: {heading.anchor for heading in source.headings}} | {
        language: set(as_shown(own[source.docname]).anchors)
        if source.docname in own
        else {heading.anchor for heading in source.headings}
        for language, own in lessons.translations.items()
    }
    found = {
        language: [anchor for anchor in anchors if anchor not in there]
        for language, there in theirs.items()
    }
    return {language: absent for language, absent in found.items() if absent}


def _unchanged_since(source: Page, heading: Heading, locks: Iterable[Lock]) -> str:
    """The first day on which a section's text, as it is now, was recorded; empty when never."""
    digest = heading.digest[:DIGEST_LENGTH]
    entries = (lock.get(source.docname, heading.anchor) for lock in locks)
    return min((entry.day for entry in entries if entry and entry.digest == digest), default="")


def _of_source(heading: Heading | None) -> dict[str, Any]:
    """What a section says of the source's."""
    if heading is None:
        return {}
    return {"digest": heading.digest[:DIGEST_LENGTH], "words": heading.words}


def _untranslated(source: Page, page: Page, sheet: Sheet) -> list[Diagnostic]:
    """Figures and tables of a translated page that are still described in the source's words."""
    problems = []
    for item in sheet:
        if not isinstance(item, ShownCell) or item.borrowed:
            continue  # of a borrowed cell, it is told already why it is not the page's own
        theirs = source.cells[item.program_cell].metadata
        for kind, key in ((FIGURE, "alt"), (FIGURE, "caption"), (TABLE, "caption")):
            own = item.metadata.get(kind)
            for number in range(len(own) if isinstance(own, list) else 1):
                said = shown(item.metadata, kind, number)
                text = getattr(said, key)
                if text and not said.neutral and text == getattr(shown(theirs, kind, number), key):
                    message = (
                        f"`{kind}: {{{key}: …}}` is the source's text; translate it, or say"
                        f" `language-neutral: true` under `{FIGURE}:` where no word needs it"
                    )
                    problems.append(Diagnostic(page.path, item.line, Code.FIGURE, message))
    return problems
