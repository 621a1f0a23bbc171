"""Localise: the outputs of each program in every language, and what each page is given."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from build_tools.execution.program import Program, ProgramCell
from build_tools.figures.model import with_locale
from build_tools.localisation.literals import changed_labels, text_literals
from build_tools.localisation.sentinel import (
    Drift,
    Sentinels,
    changed_literals,
    choose,
    prove,
    template_source,
)
from build_tools.pages.bundle import PageBundle, Section, Status
from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.pages.options import FIGURE, TABLE, shown
from build_tools.quiz.bundling import with_quizzes
from build_tools.rendering.bundles import Results, make_bundle
from build_tools.rendering.sheet import Sheet, ShownCell, source_sheet, translated_sheet
from build_tools.theme.catalogues import compile_catalogues, translator
from build_tools.theme.provenance import figure_label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from build_tools.building.execute import Outcome
    from build_tools.building.read import Lessons
    from build_tools.execution.run import CellFailure
    from build_tools.execution.store import Executed
    from build_tools.figures.model import PlacedFigure
    from build_tools.localisation.literals import Label
    from build_tools.pages.model import DirectiveUse, Page
    from build_tools.translation.state import Translation


@dataclass(frozen=True)
class Labelled:
    """A program whose labels some translation changes, with tokens in their places."""

    sentinels: Sentinels
    template: Program


@dataclass(frozen=True)
class LocalPage:
    """A page in a language, ready to be drawn and rendered."""

    sheet: Sheet
    bundle: PageBundle
    directives: tuple[DirectiveUse, ...] = ()
    provided: tuple[PlacedFigure, ...] = ()  #: figures of directives, see ``provide``


@dataclass
class _Proof:
    """What the sentinel run showed of one program."""

    outputs: Executed  #: with tokens where labels are, or the source's outputs
    sentinels: Sentinels = field(default_factory=lambda: choose({}))
    unproven: frozenset[int] = frozenset()


def label_programs(lessons: Lessons, outcome: Outcome) -> dict[str, Labelled]:
    """The template programs to run: one a page for all languages, none where no label differs."""
    labelled = {}
    for docname, program in lessons.programs.items():
        if docname not in outcome.executed:
            continue
        translations = {
            language: labels
            for language, own in lessons.translations.items()
            if docname in own and (labels := _labels(own[docname]))
        }
        if not translations:
            continue
        sentinels = choose(translations)
        cells = tuple(
            ProgramCell(template_source(n, cell.source, sentinels), cell.tags)
            for n, cell in enumerate(program.cells)
        )
        name = f"{docname} (labels)"
        labelled[docname] = Labelled(sentinels, Program(name, cells, program.samples))
    return labelled


def _labels(translation: Translation) -> dict[Label, str]:
    """The labels that a translation changes, in cells that are the source's otherwise."""
    found: dict[Label, str] = {}
    for i, j in translation.cells:
        if i is not None and j is not None:
            own, other = translation.source.cells[i], translation.page.cells[j]
            found |= changed_labels(i, own.source, other.source)
    return found


def localise(
    lessons: Lessons, outcome: Outcome, labelled: Mapping[str, Labelled], catalogues: Path
) -> tuple[list[LocalPage], list[Diagnostic]]:
    """Every page of every language, those that are missing in one too.

    ``catalogues`` is where compiled interface strings are kept.
    """
    compiled = compile_catalogues(catalogues)
    pages: list[LocalPage] = []
    problems: list[Diagnostic] = []
    for docname, source in lessons.sources.items():
        if docname not in outcome.executed:
            continue
        proof, found = _prove(lessons, outcome, docname, labelled.get(docname))
        problems += found
        alternates = {SOURCE_LANGUAGE: Status.SOURCE} | {
            language: own[docname].status if docname in own else Status.MISSING
            for language, own in lessons.translations.items()
        }
        for language in lessons.pages:
            translation = lessons.translations.get(language, {}).get(docname)
            page, found = _local_page(
                source,
                translation,
                language=language,
                proof=proof,
                lessons=lessons,
                alternates=alternates,
                compiled=compiled,
            )
            pages.append(page)
            # what the source lacks is said once, where the source is built
            if translation or language == SOURCE_LANGUAGE:
                problems += found
    return pages, problems


def _prove(
    lessons: Lessons, outcome: Outcome, docname: str, labelled: Labelled | None
) -> tuple[_Proof, list[Diagnostic]]:
    executed = outcome.executed[docname]
    if labelled is None:
        return _Proof(executed), []
    template = outcome.executed.get(labelled.template.name)
    if template is None:
        drifts = [_failed(outcome.failures[labelled.template.name], labelled.sentinels)]
    elif names := template.glued.keys() - executed.glued.keys():
        labels = tuple(own for own, token in labelled.sentinels.tokens.items() if token in names)
        drifts = [Drift(labels[0].cell, labels, "it is a name that the prose asks for")]
    else:
        drifts = prove(
            [*template.cells, [template.glued]],
            [*executed.cells, [executed.glued]],
            labelled.sentinels,
        )
    if template is not None and not drifts:
        return _Proof(template, labelled.sentinels), []
    problems = [
        _drift_problem(translation, drift)
        for own in lessons.translations.values()
        if (translation := own.get(docname)) and translation.status is Status.CURRENT
        for drift in drifts
    ]
    changed = frozenset(label.cell for label in labelled.sentinels.tokens)
    return _Proof(executed, unproven=changed), problems


def _failed(failure: CellFailure, sentinels: Sentinels) -> Drift:
    labels = tuple(label for label in sentinels.tokens if label.cell <= failure.cell)
    own = tuple(label for label in labels if label.cell == failure.cell)
    return Drift(failure.cell, own or labels, f"with another text the program stops: {failure}")


def _drift_problem(translation: Translation, drift: Drift) -> Diagnostic:
    """Where the translation changes a text that is not only a label."""
    partner = {i: j for i, j in translation.cells if i is not None and j is not None}
    label = drift.labels[0]
    own = translation.source.cells[label.cell]
    j = partner.get(label.cell)
    cell = translation.page.cells[j] if j is not None else None
    line = translation.page.headings[0].line
    if cell:
        literal = text_literals(ast.parse(cell.source))[label.place]
        line = cell.code_line + literal.lineno - 1
    return Diagnostic(
        translation.page.path,
        line,
        Code.CODE_DRIFT,
        f"{changed_literals(drift.labels)} cannot be translated: {drift.reason};"
        f" write what the source writes ({translation.source.path.as_posix()}:"
        f"{own.code_line + label.line - 1})",
    )


def _local_page(
    source: Page,
    translation: Translation | None,
    *,
    language: str,
    proof: _Proof,
    lessons: Lessons,
    alternates: dict[str, Status],
    compiled: Path,
) -> tuple[LocalPage, list[Diagnostic]]:
    """One page in one language; the source's text where there is no translation."""
    page = translation.page if translation else source
    texts = dict(proof.sentinels.texts)
    if translation:
        sheet = translated_sheet(translation, proof.unproven)
        texts |= proof.sentinels.by_language.get(language, {})
        sections = [
            Section(anchor=anchor, level=heading.level, line=heading.line, stale=stale)
            for heading, anchor, stale in zip(
                page.headings, translation.anchors, translation.stale_headings(), strict=True
            )
        ]
    else:
        sheet = source_sheet(source)
        sections = [
            Section(anchor=heading.anchor, level=heading.level, line=heading.line)
            for heading in source.headings
        ]
    # a page in the source's text says everything in that language
    words = translator(page.language, compiled)
    label = partial(figure_label, language=page.language, t=words)
    samples = lessons.provenance[source.docname]
    bundle, problems = make_bundle(
        page,
        sheet,
        Results(proof.outputs, texts, with_locale, label, samples),
        language=language,
        status=alternates[language],
        sections=sections,
        lesson=source.lesson.model_dump(exclude={"samples"}, exclude_defaults=True),
        alternates=alternates,
    )
    quizzes = lessons.quizzes.get(page.language, {}).get(source.docname, ())
    bundle, found = with_quizzes(bundle, quizzes)
    problems += found
    if translation:
        problems += _untranslated(source, page, sheet)
        if translation.status is Status.STALE:
            problems = []
    return LocalPage(sheet, bundle, page.directives), problems


def _untranslated(source: Page, page: Page, sheet: Sheet) -> list[Diagnostic]:
    """Figures and tables of a translated page that are still described in the source's words."""
    problems = []
    for item in sheet:
        if not isinstance(item, ShownCell):
            continue
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


def programs_by_name(labelled: Mapping[str, Labelled]) -> dict[str, Program]:
    """The template programs under their own names, as the execute step takes them."""
    return {own.template.name: own.template for own in labelled.values()}
