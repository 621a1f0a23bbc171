"""Read: pages of every language, the samples that they declare, the state of translations."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from build_tools.building.lists import LISTS
from build_tools.building.stock import Stock
from build_tools.execution.program import Program, ProgramCell, SampleFile
from build_tools.pages.bundle import Provenance
from build_tools.pages.diagnostics import Code, Diagnostic, LessonError
from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.pages.pairing import read_pages
from build_tools.quiz.parity import translated_quizzes
from build_tools.quiz.reader import Quizzes, page_quizzes, read_quizzes
from build_tools.samples.error import SampleError
from build_tools.samples.locate import Located, locate
from build_tools.samples.manifest import Manifest, read_manifest
from build_tools.samples.memory import Memory as SampleMemory
from build_tools.sankey import provider as sankey
from build_tools.teaching.curricula import Item, read_curricula, unknown_items
from build_tools.translation.lock import Lock, read_lock
from build_tools.translation.state import Translation, compare

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from build_tools.building.memory import Memory
    from build_tools.building.project import Project
    from build_tools.pages.model import Page


_Recorded = tuple[str, str, str, str]


@dataclass(frozen=True)
class Lessons:
    """What there is to build."""

    pages: dict[str, dict[str, Page]]  #: language → docname → page
    samples: frozenset[str] = frozenset()  #: samples that any page may declare
    keys: dict[str, str] = field(default_factory=dict)  #: docname → digest of what it is made from
    #: docname → program of the source page, for pages that there is something to do for
    programs: dict[str, Program] = field(default_factory=dict)
    #: docname → samples that the page reads
    provenance: dict[str, list[Provenance]] = field(default_factory=dict)
    #: language → docname → state, for the pages that there is something to do for
    translations: dict[str, dict[str, Translation]] = field(default_factory=dict)
    locks: dict[str, Lock] = field(default_factory=dict)  #: language → what was recorded
    quizzes: Quizzes = field(default_factory=dict)  #: as each page shows them
    curricula: dict[str, Item] = field(default_factory=dict)  #: what lessons may serve, by id

    @property
    def sources(self) -> dict[str, Page]:
        """The pages of the source language."""
        return self.pages[SOURCE_LANGUAGE]


def read(
    project: Project, stock: Stock | None = None, memory: Memory | None = None
) -> tuple[Lessons, list[Diagnostic]]:
    """Read everything; a page with a problem is reported and left out, others are read on.

    With a memory, pages whose files are the same are not read again, and those that it knows in
    every language come without a program: there is nothing to do for them.
    """
    stock = stock or Stock(project)
    if memory is None:
        pages, problems = read_pages(project.root)
    else:
        pages, problems = read_pages(project.root, partial(memory.page, stock))
    try:
        manifest = read_manifest(project.samples)
    except SampleError as error:
        path = (project.samples / "manifest.json").relative_to(project.root)
        problems.append(Diagnostic(path, 0, Code.SAMPLE, error.message))
        manifest = Manifest(samples=())
    locks, found = _locks(project, pages)
    problems += found
    known = frozenset(sample.path for sample in manifest.samples)
    curricula, found = _curricula(project, pages[SOURCE_LANGUAGE].values())
    problems += found
    lessons = Lessons(pages, samples=known, locks=locks, curricula=curricula)
    files = SampleMemory(project.build / "samples.json")
    programs: dict[str, Program] = {}
    entries = _entries(locks)
    for docname, page in lessons.sources.items():
        located, found = _samples(project, page, manifest, files)
        problems += found
        lessons.provenance[docname] = [_provenance(sample, manifest) for sample in located]
        if not found:
            lessons.keys[docname] = _key(stock, docname, pages, entries, located)
            programs[docname] = _program(page, located)
    files.save()
    _depend_on_all(lessons)
    lessons.programs.update(
        (docname, program)
        for docname, program in programs.items()
        if memory is None or not memory.knows(project, docname, lessons.keys[docname])
    )
    done = lessons.keys.keys() - lessons.programs.keys()
    for language, lock in locks.items():
        lessons.translations[language], found = _translations(pages, language, lock, done)
        problems += found
    quizzes, found = _quizzes(pages, lessons.translations, memory)
    lessons.quizzes.update(quizzes)
    return lessons, problems + found


def _depend_on_all(lessons: Lessons) -> None:
    """A page that lists something of all pages is made from all of them."""
    everything = json.dumps(sorted(lessons.keys.items()))
    for docname in lessons.keys:
        pages = [own[docname] for own in lessons.pages.values() if docname in own]
        if any(use.name in LISTS for page in pages for use in page.directives):
            own = f"{lessons.keys[docname]} {everything}"
            lessons.keys[docname] = hashlib.sha256(own.encode()).hexdigest()


def _key(
    stock: Stock,
    docname: str,
    pages: dict[str, dict[str, Page]],
    entries: dict[str, list[_Recorded]],
    samples: list[Located],
) -> str:
    """Digest of all that a page is made from, in every language."""
    content = stock.content
    made_from = [
        stock.generator,
        stock.shared,
        [(language, content.get(f"{language}/{docname}.md")) for language in pages],
        entries.get(docname, []),
        [
            (sample.path, sample.sha256, str(sample.origin), sample.luminosity_fb)
            for sample in samples
        ],
    ]
    return hashlib.sha256(json.dumps(made_from).encode()).hexdigest()


def _entries(locks: dict[str, Lock]) -> dict[str, list[_Recorded]]:
    """Docname → what the locks have of it: language, section, digest, day."""
    found: dict[str, list[_Recorded]] = {}
    for language, lock in locks.items():
        for section, entry in sorted(lock.entries.items()):
            docname = section.partition("#")[0]
            found.setdefault(docname, []).append((language, section, entry.digest, entry.day))
    return found


def _locks(
    project: Project, pages: dict[str, dict[str, Page]]
) -> tuple[dict[str, Lock], list[Diagnostic]]:
    """The lock of each language but the source; a damaged one is reported and left out."""
    locks: dict[str, Lock] = {}
    problems: list[Diagnostic] = []
    for language in pages:
        if language != SOURCE_LANGUAGE:
            try:
                locks[language] = read_lock(project.root, language)
            except LessonError as error:
                problems += error.diagnostics
                locks[language] = Lock({})
    return locks, problems


def _curricula(
    project: Project, sources: Iterable[Page]
) -> tuple[dict[str, Item], list[Diagnostic]]:
    """What lessons may serve; which of them name something else."""
    try:
        items = read_curricula(project.root)
    except LessonError as error:
        return {}, list(error.diagnostics)
    return items, unknown_items(sources, items)


def _quizzes(
    pages: dict[str, dict[str, Page]],
    translations: dict[str, dict[str, Translation]],
    memory: Memory | None,
) -> tuple[Quizzes, list[Diagnostic]]:
    """The questions of every page; where a stale translation cannot be asked, the source's."""
    quizzes, problems = read_quizzes(pages, memory.quizzes if memory else page_quizzes)
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
    project: Project, page: Page, manifest: Manifest, memory: SampleMemory
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
    pages: dict[str, dict[str, Page]], language: str, lock: Lock, done: AbstractSet[str]
) -> tuple[dict[str, Translation], list[Diagnostic]]:
    """The state of each translated page; of those that are ``done``, it was told before."""
    states, problems = {}, []
    for docname, page in pages[language].items():
        source = pages[SOURCE_LANGUAGE].get(docname)
        if source is not None and docname not in done:
            states[docname], found = compare(source, page, lock)
            problems += found
            for anchor in states[docname].current():
                problems += sankey.parity(*states[docname].narrowed(anchor))
            if not states[docname].begun(lock):
                del states[docname]  # begun, and no more: readers see the source's page
    return states, problems
