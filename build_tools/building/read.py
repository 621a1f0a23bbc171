"""Read: pages of every language, the samples that they declare, the state of translations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from build_tools.execution.program import Program, ProgramCell, SampleFile
from build_tools.pages.bundle import Provenance, Status
from build_tools.pages.diagnostics import Code, Diagnostic, LessonError
from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.pages.pairing import read_pages
from build_tools.quiz.parity import translated_quizzes
from build_tools.quiz.reader import Quizzes, read_quizzes
from build_tools.samples.error import SampleError
from build_tools.samples.locate import Located, locate
from build_tools.samples.manifest import Manifest, read_manifest
from build_tools.samples.memory import Memory
from build_tools.sankey import provider as sankey
from build_tools.translation.lock import read_lock
from build_tools.translation.state import Translation, compare

if TYPE_CHECKING:
    from build_tools.building.project import Project
    from build_tools.pages.model import Page


@dataclass(frozen=True)
class Lessons:
    """What there is to build."""

    pages: dict[str, dict[str, Page]]  #: language → docname → page
    programs: dict[str, Program]  #: docname → program of the source page
    provenance: dict[str, list[Provenance]]  #: docname → samples that the page reads
    translations: dict[str, dict[str, Translation]]  #: language → docname → state
    samples: frozenset[str]  #: samples that any page may declare
    quizzes: Quizzes = field(default_factory=dict)  #: as each page shows them

    @property
    def sources(self) -> dict[str, Page]:
        """The pages of the source language."""
        return self.pages[SOURCE_LANGUAGE]


def read(project: Project) -> tuple[Lessons, list[Diagnostic]]:
    """Read everything; a page with a problem is reported and left out, others are read on."""
    pages, problems = read_pages(project.root)
    try:
        manifest = read_manifest(project.samples)
    except SampleError as error:
        path = (project.samples / "manifest.json").relative_to(project.root)
        problems.append(Diagnostic(path, 0, Code.SAMPLE, error.message))
        manifest = Manifest(samples=())
    memory = Memory(project.build / "samples.json")
    programs: dict[str, Program] = {}
    provenance: dict[str, list[Provenance]] = {}
    for docname, page in pages[SOURCE_LANGUAGE].items():
        located, found = _samples(project, page, manifest, memory)
        problems += found
        provenance[docname] = [_provenance(sample, manifest) for sample in located]
        if not found:
            programs[docname] = _program(page, located)
    memory.save()
    translations: dict[str, dict[str, Translation]] = {}
    for language, own in pages.items():
        if language != SOURCE_LANGUAGE:
            translations[language], found = _translations(project, pages, language, own)
            problems += found
    quizzes, found = _quizzes(pages, translations)
    problems += found
    known = frozenset(sample.path for sample in manifest.samples)
    return Lessons(pages, programs, provenance, translations, known, quizzes), problems


def _quizzes(
    pages: dict[str, dict[str, Page]], translations: dict[str, dict[str, Translation]]
) -> tuple[Quizzes, list[Diagnostic]]:
    """The questions of every page; where a stale translation cannot be asked, the source's."""
    quizzes, problems = read_quizzes(pages)
    if problems:
        return {}, problems
    for language, own in translations.items():
        for docname, translation in own.items():
            quizzes[language][docname], found = translated_quizzes(
                translation, quizzes[SOURCE_LANGUAGE][docname], quizzes[language][docname]
            )
            problems += found
    return quizzes, problems


def _samples(
    project: Project, page: Page, manifest: Manifest, memory: Memory
) -> tuple[list[Located], list[Diagnostic]]:
    """The files that a page declares, looked at before any cell opens them."""
    found, problems = [], []
    for path in page.lesson.samples:
        try:
            sample = locate(
                path,
                bundled=project.samples,
                manifest=manifest,
                open_data_dir=project.open_data_dir,
                digest_of=memory.sha256,
            )
            entry = manifest.find(path)
            bundled = entry is not None and sample.file == project.samples / path
            expected = entry.sha256 if entry and bundled else None
            memory.inspect(sample.file, expected_sha256=expected)
        except SampleError as error:
            line = page.declared_lines.get(path, 1)
            problems.append(Diagnostic(page.path, line, Code.SAMPLE, error.message))
        else:
            found.append(sample)
    return found, problems


def _provenance(sample: Located, manifest: Manifest) -> Provenance:
    entry = manifest.find(sample.path)
    bundled = entry is not None and entry.sha256 == sample.sha256
    return Provenance(
        path=sample.path,
        sha256=sample.sha256,
        origin=sample.origin.value,
        recorded=sample.recorded,
        luminosity_fb=sample.luminosity_fb,
        generator=f"{entry.generator} {entry.generator_version}" if entry and bundled else "",
    )


def _program(page: Page, located: list[Located]) -> Program:
    return Program(
        page.docname,
        tuple(ProgramCell(cell.source, cell.tags) for cell in page.cells),
        tuple(SampleFile(s.path, s.file, s.sha256, s.luminosity_fb) for s in located),
    )


def _translations(
    project: Project,
    pages: dict[str, dict[str, Page]],
    language: str,
    own: dict[str, Page],
) -> tuple[dict[str, Translation], list[Diagnostic]]:
    try:
        lock = read_lock(project.root, language)
    except LessonError as error:
        return {}, list(error.diagnostics)
    states, problems = {}, []
    for docname, page in own.items():
        source = pages[SOURCE_LANGUAGE].get(docname)
        if source is not None:
            states[docname], found = compare(source, page, lock)
            problems += found
            if states[docname].status is Status.CURRENT:
                problems += sankey.parity(source, page)
    return states, problems
