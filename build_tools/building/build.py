"""All steps, in their one direction."""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from build_tools.building import previews
from build_tools.building.downloads import with_downloads
from build_tools.building.draw import Drawing, broken_rules, figures_of
from build_tools.building.execute import Outcome, cell_problem, execute, split
from build_tools.building.labels import Labels
from build_tools.building.leavings import clear
from build_tools.building.localise import localise, localise_page
from build_tools.building.memory import Memory, Unit
from build_tools.building.provide import provide
from build_tools.building.read import read
from build_tools.building.render import plan, render_languages, stage, tidy
from build_tools.building.stock import Stock
from build_tools.building.summary import Summary
from build_tools.building.unchanged import remember
from build_tools.building.verify import compare_runs, run_name, translated_programs
from build_tools.building.workshop import Workshop
from build_tools.execution.store import Store
from build_tools.pages.bundle import Status
from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.pages.model import is_borrowed
from build_tools.publishing.assembly import Ledger
from build_tools.publishing.check import findings
from build_tools.publishing.figures import write_figures
from build_tools.publishing.publish import publish
from build_tools.publishing.swap import restore, swap
from build_tools.rendering.sphinx_run import html_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from build_tools.building.draw import Figures
    from build_tools.building.labels import Labelled
    from build_tools.building.localise import LocalPage
    from build_tools.building.memory import StagedPage
    from build_tools.building.project import Project
    from build_tools.building.read import Lessons
    from build_tools.building.renderers import SeenPages
    from build_tools.building.report import Report
    from build_tools.execution.program import Program

#: The site's name, for the page on which readers choose a language.
TITLE = "Open Data Lessons"


def build(
    project: Project,
    report: Report,
    *,
    verify: bool = False,
    stock: Stock | None = None,
    workshop: Workshop | None = None,
    last: bool = False,
) -> Summary:
    """Build the site. With any problem, the site that is there stays as it is.

    With ``verify``, translated pages are also run for real and compared; only for pages that
    someone has read. ``stock`` is given when it was taken already, ``workshop`` when it outlives
    this build; after the ``last`` one of a process, nothing is kept for another.
    """
    started = time.perf_counter()
    summary = Summary()
    restore(project.site, build=project.build)
    stock = stock or Stock(project)
    whole = stock.whole  # before anything is read: what changes from here on is for the next build
    with nullcontext(workshop) if workshop else Workshop(last=last) as own:
        _steps(project, stock, report, summary, own, verify=verify)
        # a page that is shown in several languages is told once
        summary.problems = sorted(set(summary.problems))
        summary.seconds = time.perf_counter() - started
        own.stock = stock
        own.later("stock", stock.save)
        own.later("record", partial(remember, project, whole, summary))
    return summary


def localised(project: Project, report: Report) -> tuple[list[LocalPage], list[Diagnostic]]:
    """Every page of every language as it would be drawn and rendered, and what is wrong."""
    summary = Summary()
    lessons, problems = read(project)
    pages, _ = _localised(project, lessons, report, summary, lambda _figures: None)
    return pages, sorted({*problems, *summary.problems})


def _localised(
    project: Project,
    lessons: Lessons,
    report: Report,
    summary: Summary,
    draw: Callable[[Figures], None],
) -> tuple[list[LocalPage], Outcome]:
    """Execute, localise; ``draw`` is given figures while programs still run."""
    outcome, labelled = _execute(project, lessons, report, summary, draw)
    with summary.timed("localising"):
        pages, problems = localise(lessons, outcome, labelled, project.build)
        summary.problems += problems
        pages, problems = provide(project.root, pages)
        summary.problems += problems
    return pages, outcome


def _steps(
    project: Project,
    stock: Stock,
    report: Report,
    summary: Summary,
    workshop: Workshop,
    *,
    verify: bool,
) -> None:
    drawing = Drawing(project, workshop)
    if not project.drawings.is_dir():  # no figure was ever drawn: the browser starts meanwhile
        workshop.get_ready_to_draw()
    memory = workshop.memory
    if memory is None or not memory.fits(project, stock):
        memory = workshop.memory = Memory.load(project, stock)
    with summary.timed("reading"):
        lessons, problems = read(project, stock, None if verify else memory)
    summary.problems += problems
    summary.pages = {language: len(own) for language, own in lessons.pages.items()}
    pages, outcome = _localised(project, lessons, report, summary, drawing.add)
    if verify:
        _verify(project, lessons, pages, report, summary)
    workshop.executed()
    _draw(project, pages, report, summary, drawing)
    workshop.drawn()
    if summary.problems:
        return
    with summary.timed("downloads"):
        pages = with_downloads(project, lessons, pages, TITLE, memory)
    with summary.timed("staging"):
        gone = _stage(project, lessons, pages, outcome, memory)
        clearing = partial(clear, project, memory.units, gone)
        if gone:
            clearing()
        else:
            workshop.later("leavings", clearing)
        staged = _in_order(lessons, memory)
        summary.figures = len({digest for page in staged for digest in page.figures})
        summary.reused |= {
            name: seconds
            for unit in memory.units.values()
            for name, seconds in unit.programs.items()
            if name not in outcome.ran
        }
        tidy(project, stock, staged)
        workshop.later("memory", memory.save)
    with summary.timed("rendering"):
        seen = _render(project, stock, staged, report=report, summary=summary, workshop=workshop)
    if not summary.problems:
        with summary.timed("publishing"):
            _publish(project, stock, staged, seen, summary=summary, workshop=workshop)


def _draw(
    project: Project,
    pages: list[LocalPage],
    report: Report,
    summary: Summary,
    drawing: Drawing,
) -> None:
    """Have drawn what is not, and wait for it."""
    summary.problems += broken_rules(pages)
    figures = figures_of(pages)
    with summary.timed("drawing"):
        drawing.add(figures)
        drawing.finish(pages, report, summary)
        write_figures(project.build, figures)


def _stage(
    project: Project,
    lessons: Lessons,
    pages: list[LocalPage],
    outcome: Outcome,
    memory: Memory,
) -> list[Unit]:
    """Stage what was made, remember it, and forget what is gone, which is returned."""
    made: dict[str, list[StagedPage]] = {}
    for page in stage(project, pages, lambda page: list(figures_of([page]))):
        made.setdefault(page.bundle.docname, []).append(page)
    for docname, own in made.items():
        programs = {
            name: seconds
            for name, seconds in {**outcome.ran, **outcome.reused}.items()
            if name == docname or name.startswith(f"{docname} (")
        }
        memory.units[docname] = Unit(lessons.keys[docname], programs, tuple(own))
    gone = [memory.units.pop(name) for name in memory.units.keys() - lessons.sources.keys()]
    read_now = {page.path for own in lessons.pages.values() for page in own.values()}
    for kept in (memory.read, memory.asked):
        for path in kept.keys() - read_now:
            del kept[path]
    for name in [own for own in memory.downloads if own[1] not in lessons.sources]:
        del memory.downloads[name]
    return gone


def _in_order(lessons: Lessons, memory: Memory) -> list[StagedPage]:
    """All pages, those that were remembered too, in the order in which they are read."""
    return [page for docname in lessons.sources for page in memory.units[docname].pages]


def _render(
    project: Project,
    stock: Stock,
    staged: list[StagedPage],
    *,
    report: Report,
    summary: Summary,
    workshop: Workshop,
) -> SeenPages:
    """Render what changed; returns how the pages that were written look."""
    plans = plan(project, stock, staged)
    pages: SeenPages = {}
    # a translation that its source has left behind may link to what is gone or ask for values that
    # are no longer there, and that stops no one
    behind = {
        page.bundle.path: page.bundle
        for page in staged
        if page.bundle.status in {Status.CURRENT, Status.STALE}
    }
    # a page or section that is not translated is judged in its own language: here its terms, for
    # instance, are looked up in the other language's glossary
    borrowed = {
        (page.bundle.language, page.bundle.path)
        for page in staged
        if page.bundle.status is Status.MISSING
    }
    with report.step("rendering", len(plans)) as advance:
        for language, done, seen in render_languages(
            project, stock, plans, workshop.renderers, advance
        ):
            pages |= seen
            summary.rendered[language] = done.written
            for problem in done.problems:
                if (language, problem.path) in borrowed or is_borrowed(problem.line):
                    continue
                if problem.path in behind and behind[problem.path].excuses(problem.line):
                    summary.notes.append(f"{problem} (stale: no error)")
                else:
                    summary.problems.append(problem)
    summary.rendered = {name: summary.rendered[name] for name in plans if name in summary.rendered}
    return pages


def _execute(
    project: Project,
    lessons: Lessons,
    report: Report,
    summary: Summary,
    draw: Callable[[Figures], None],
) -> tuple[Outcome, dict[str, Labelled]]:
    """Run what must run: the source programs, then those that show where their labels are.

    ``draw`` is given the figures of each page in every language as soon as they are known.
    """
    store = Store(project.build / "executed")
    outcome, waiting = split(lessons.programs, store)
    labels = Labels(lessons)

    def ahead(docname: str, ran: Outcome) -> None:
        source = outcome.executed[docname]
        labelled = labels.seen(docname, source, ran)
        if labelled is not None:
            pages, _ = localise_page(lessons, docname, source, labelled, project.build)
            draw(figures_of(pages))

    with summary.timed("executing"), report.step("executing", len(waiting)) as advance:
        execute(
            waiting,
            store,
            outcome,
            advance,
            twin_of=labels.template,
            done=lambda docname: ahead(docname, outcome),
        )
    summary.problems += [
        cell_problem(lessons.sources[name], failure, lessons.samples)
        for name, failure in outcome.failures.items()
    ]

    def run(programs: Mapping[str, Program]) -> Outcome:
        known = programs.keys() & outcome.executed.keys()  # they ran with their pages' own
        own, waiting = split(
            {name: programs[name] for name in programs if name not in known}, store
        )
        own.executed |= {name: outcome.executed[name] for name in known}
        with summary.timed("executing"), report.step("finding labels", len(waiting)) as advance:
            execute(
                waiting,
                store,
                own,
                advance,
                done=lambda name: ahead(name.partition(" (")[0], own),
            )
        outcome.ran |= own.ran
        outcome.reused |= own.reused
        outcome.reasons |= own.reasons
        outcome.notes += own.notes
        return own

    labelled = labels.find(outcome, run)
    summary.ran, summary.reused = outcome.ran, outcome.reused
    summary.reasons = outcome.reasons
    summary.notes += dict.fromkeys(outcome.notes)
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
    project: Project,
    stock: Stock,
    staged: list[StagedPage],
    seen: SeenPages,
    *,
    summary: Summary,
    workshop: Workshop,
) -> None:
    """Put the site together, look at what came out, and only then put it in its place."""
    bundles = [page.bundle for page in staged]
    new = project.build / "site"
    kept = project.build / "ledger.pickle"
    last = workshop.ledger
    if last is None or not last.fits(project.site, stock.generator):
        last = Ledger.load(kept, project.site, stock.generator)
    ledger = replace(last)  # the last one stays that of the site that is there
    pictures, note = previews.take(project, staged, TITLE)
    summary.notes += [note] if note else []
    published = publish(
        {language: html_folder(project.build, language) for language in summary.pages},
        new,
        build=project.build,
        bundles=bundles,
        title=TITLE,
        figures=sorted({digest for page in staged for digest in page.figures}),
        site_url=project.site_url,
        previews=pictures,
        ledger=ledger,
        seen=seen,
    )
    summary.problems += [
        Diagnostic(Path(finding.page), 0, Code.SITE, finding.message)
        for finding in findings(published.files, published.looks, bundles, published.before)
    ]
    if not summary.problems:
        swap(new, project.site, build=project.build)
        workshop.later("last site", partial(restore, project.site, build=project.build))
        workshop.ledger = ledger
        workshop.later("ledger", partial(ledger.save, kept))
        summary.changed = ledger.changed_since(last)
        summary.published = True
