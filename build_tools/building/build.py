"""All steps, in their one direction."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from build_tools.building.draw import (
    broken_rules,
    draw_missing,
    drawn_by_language,
    figures_of,
    missing,
)
from build_tools.building.execute import Outcome, cell_problem, execute, split
from build_tools.building.labels import find_labels
from build_tools.building.localise import localise
from build_tools.building.provide import provide
from build_tools.building.read import read
from build_tools.building.render import render_languages, stage, stale_languages
from build_tools.building.verify import compare_runs, run_name, translated_programs
from build_tools.execution.store import Store
from build_tools.pages.bundle import Status
from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.publishing.check import check
from build_tools.publishing.publish import publish
from build_tools.publishing.swap import restore, swap
from build_tools.rendering.sphinx_run import html_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from build_tools.building.labels import Labelled
    from build_tools.building.localise import LocalPage
    from build_tools.building.project import Project
    from build_tools.building.read import Lessons
    from build_tools.building.report import Report
    from build_tools.execution.program import Program

#: The site's name, for the page on which readers choose a language.
TITLE = "Open Data Lessons"


@dataclass
class Summary:
    """What a build did."""

    pages: dict[str, int] = field(default_factory=dict)  #: language → pages
    ran: dict[str, float] = field(default_factory=dict)  #: program → seconds
    reused: dict[str, float] = field(default_factory=dict)  #: program → seconds that it once took
    figures: int = 0
    drawn: int = 0
    rendered: list[str] = field(default_factory=list)  #: languages
    published: bool = False
    seconds: float = 0.0
    problems: list[Diagnostic] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def build(project: Project, report: Report, *, verify: bool = False) -> Summary:
    """Build the site. With any problem, the site that is there stays as it is.

    With ``verify``, translated pages are also run for real and compared; only for pages that
    someone has read.
    """
    started = time.perf_counter()
    summary = Summary()
    restore(project.site, build=project.build)
    _steps(project, report, summary, verify=verify)
    # a page that is shown in several languages is told once
    summary.problems = sorted(set(summary.problems))
    summary.seconds = time.perf_counter() - started
    return summary


def localised(project: Project, report: Report) -> tuple[list[LocalPage], list[Diagnostic]]:
    """Every page of every language as it would be drawn and rendered, and what is wrong."""
    summary = Summary()
    _, pages = _localised(project, report, summary)
    return pages, sorted(set(summary.problems))


def _localised(
    project: Project, report: Report, summary: Summary
) -> tuple[Lessons, list[LocalPage]]:
    """Read, execute, localise."""
    lessons, problems = read(project)
    summary.problems += problems
    summary.pages = {language: len(own) for language, own in lessons.pages.items()}
    outcome, labelled = _execute(project, lessons, report, summary)
    pages, problems = localise(lessons, outcome, labelled, project.build / "locale")
    summary.problems += problems
    pages, problems = provide(project.root, pages)
    summary.problems += problems
    return lessons, pages


def _steps(project: Project, report: Report, summary: Summary, *, verify: bool) -> None:
    lessons, pages = _localised(project, report, summary)
    if verify:
        _verify(project, lessons, pages, report, summary)
    summary.problems += broken_rules(pages)
    figures = figures_of(pages)
    summary.figures = len(figures)
    waiting = missing(project, figures)
    with report.step("drawing", len(waiting)) as advance:
        if waiting:
            summary.drawn, problems, note = draw_missing(project, waiting, pages, advance)
            summary.problems += problems
            summary.notes += [note] if note else []
    if summary.problems:
        return
    languages = list(lessons.pages)
    stage(project, pages, languages)
    drawn = drawn_by_language(project, pages)
    summary.rendered = stale_languages(project, drawn)
    with report.step("rendering", len(summary.rendered)) as advance:
        if summary.rendered:
            stale = frozenset(p.bundle.path for p in pages if p.bundle.status is Status.STALE)
            wanted = {name: drawn[name] for name in summary.rendered}
            problems, excused = render_languages(project, wanted, stale, advance)
            summary.problems += problems
            summary.notes += [f"{problem} (stale: no error)" for problem in excused]
    if not summary.problems:
        _publish(project, pages, languages, summary)


def _execute(
    project: Project, lessons: Lessons, report: Report, summary: Summary
) -> tuple[Outcome, dict[str, Labelled]]:
    """Run what must run: the source programs, then those that show where their labels are."""
    store = Store(project.build / "executed")
    outcome, waiting = split(lessons.programs, store)
    with report.step("executing", len(waiting)) as advance:
        execute(waiting, store, outcome, advance)
    summary.problems += [
        cell_problem(lessons.sources[name], failure, lessons.samples)
        for name, failure in outcome.failures.items()
    ]

    def run(programs: Mapping[str, Program]) -> Outcome:
        own, waiting = split(programs, store)
        with report.step("finding labels", len(waiting)) as advance:
            execute(waiting, store, own, advance)
        outcome.ran |= own.ran
        outcome.reused |= own.reused
        return own

    labelled = find_labels(lessons, outcome, run)
    summary.ran, summary.reused = outcome.ran, outcome.reused
    return outcome, labelled


def _verify(
    project: Project,
    lessons: Lessons,
    pages: list[LocalPage],
    report: Report,
    summary: Summary,
) -> None:
    """Run the translated pages for real; what they put out is not kept for any page."""
    store = Store(project.build / "verified")
    outcome, waiting = split(translated_programs(lessons, pages), store)
    with report.step("verifying", len(waiting)) as advance:
        execute(waiting, store, outcome, advance)
    paths = {run_name(p.bundle.language, p.bundle.docname): p.bundle.path for p in pages}
    summary.problems += [
        Diagnostic(paths[name], 0, Code.CELL, f"run for real, this page fails: {failure}")
        for name, failure in outcome.failures.items()
    ]
    told = {problem.path for problem in summary.problems}
    compared, problems = compare_runs(pages, lessons, outcome.executed, told)
    summary.problems += problems
    summary.notes.append(str(compared))


def _publish(
    project: Project, pages: list[LocalPage], languages: list[str], summary: Summary
) -> None:
    """Put the site together, look at what came out, and only then put it in its place."""
    bundles = [page.bundle for page in pages]
    new = project.build / "site"
    publish(
        {language: html_folder(project.build, language) for language in languages},
        new,
        build=project.build,
        bundles=bundles,
        title=TITLE,
        figures=figures_of(pages),
        site_url=project.site_url,
    )
    summary.problems += [
        Diagnostic(Path(finding.page), 0, Code.SITE, finding.message)
        for finding in check(new, bundles)
    ]
    if not summary.problems:
        swap(new, project.site, build=project.build)
        summary.published = True
