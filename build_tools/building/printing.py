"""Print: sheets and booklets of the finished site, put into it when all of them are made."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from build_tools.browser.find import find_browser
from build_tools.building.build import TITLE
from build_tools.building.unchanged import accept
from build_tools.localisation.numbers import format_bytes
from build_tools.pages.bundle import load_bundle
from build_tools.pages.writing import write_whole, write_whole_bytes
from build_tools.printing.booklet import GLOSSARY, Chapter, booklet
from build_tools.printing.job import FOLDER, Job
from build_tools.printing.model import Edition, LearningPath, Paper, facts_of, sheet_name
from build_tools.printing.offer import with_sheets
from build_tools.printing.order import reading_order
from build_tools.printing.press import PressError, presses
from build_tools.printing.sheet import Course, Sheet, sheet
from build_tools.publishing.compressed import forget
from build_tools.theme.catalogues import compile_catalogues, translator
from build_tools.theme.languages import hours
from build_tools.theme.view import DownloadRow

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from build_tools.building.project import Project
    from build_tools.building.report import Report
    from build_tools.pages.bundle import PageBundle
    from build_tools.printing.booklet import Booklet
    from build_tools.printing.press import Press

#: The learning path that all lessons make, in the order of the navigation.
COURSE: Final = "course"


class NoSuchLessonError(Exception):
    """A lesson or a language that there is not."""


@dataclass(frozen=True)
class Wanted:
    """What is to be printed; empty: all that there is."""

    lessons: Collection[str] = ()  #: docnames; booklets are of all lessons
    languages: Collection[str] = ()
    editions: Collection[Edition] = ()
    papers: Collection[Paper] = (Paper.A4,)


@dataclass
class Printed:
    """What was printed."""

    files: list[str] = field(default_factory=list)  #: paths below the site's root
    seconds: float = 0.0  #: once the browser was there


def print_sheets(
    project: Project, report: Report, languages: Collection[str], wanted: Wanted
) -> Printed:
    """Print what is wanted of a site with these languages, and put it into the site.

    Raises PressError where there is no browser, or it fails, and NoSuchLessonError; the site is
    left alone then.
    """
    jobs = list(_jobs(project, languages, wanted))
    program = find_browser()
    if program is None:
        message = "no browser to print with; install Chromium, Chrome or Edge, and run this again"
        raise PressError(message)
    made = project.build / FOLDER
    result = Printed([job.path for job in jobs])
    with report.step("printing", len(jobs)) as advance:
        result.seconds = asyncio.run(_print(jobs, program, made, advance))
    for job in jobs:
        file = made / job.language / job.name
        write_whole_bytes(project.site / job.path, file.read_bytes())
    for language in languages:
        _offer(project, language)
    accept(project)
    return result


async def _print(
    jobs: Sequence[Job], program: Path, made: Path, advance: Callable[[str], None]
) -> float:
    """Print into the folder ``made``; how many seconds it took, once the browser was there."""
    # what takes longest comes first, so that no press waits for it at the end
    waiting = iter(sorted(jobs, key=lambda job: job.edition is not Edition.BOOKLET))

    async def print_on(press: Press) -> None:
        for job in waiting:
            write_whole_bytes(made / job.language / job.name, await job.printed(press, made))
            advance(job.path)

    async with presses(program) as ready:
        started = time.perf_counter()
        try:
            async with asyncio.TaskGroup() as group:
                for press in ready:
                    group.create_task(print_on(press))
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None  # one of them says it all
        return time.perf_counter() - started


def _offer(project: Project, language: str) -> None:
    """Let each lesson's page offer what there is on paper.

    Whatever is there was printed of the site as it is: a new site begins without.
    """
    t = translator(language, compile_catalogues(project.build / "locale"))
    words = {
        Edition.WORKSHEET: t("Worksheet"),
        Edition.TEACHER: t("Teacher's edition"),
        Edition.BOOKLET: t("All lessons in a booklet"),
    }
    folder = project.site / language / FOLDER
    for docname in _lessons(project, language):
        items = []
        for edition, paper in product(Edition, Paper):
            name = sheet_name(COURSE if edition is Edition.BOOKLET else docname, edition, paper)
            if (folder / name).is_file():
                href = "../" * docname.count("/") + quote(f"{FOLDER}/{name}")
                size = format_bytes((folder / name).stat().st_size, language)
                row = DownloadRow(edition, href, f"PDF, {paper.label}", size)
                items.append(row.item(words[edition]))
        page = project.site / language / f"{docname}.html"
        if write_whole(page, with_sheets(page.read_text(encoding="utf-8"), items)):
            forget(page)


def _jobs(project: Project, languages: Collection[str], wanted: Wanted) -> Iterator[Job]:
    for language in _known(wanted.languages, languages, "language"):
        bundles = _lessons(project, language)
        course = _course(project, language, bundles)
        lessons = _known(wanted.lessons, bundles, "lesson")
        for paper in wanted.papers:
            for edition in wanted.editions or Edition:
                if edition is Edition.BOOKLET:
                    if not wanted.lessons:
                        yield _booklet_job(project, course, bundles, paper)
                    continue
                for docname in lessons:
                    make = partial(_sheet, project, course, bundles[docname], edition)
                    yield _job(course, docname, edition, paper, make)


def _known(asked: Collection[str], there: Collection[str], what: str) -> list[str]:
    """What is asked for, or all there is. Raises NoSuchLessonError."""
    for name in asked:
        if name not in there:
            message = f"no {what} “{name}”; there are {', '.join(there)}"
            raise NoSuchLessonError(message)
    return list(asked or there)


def _lessons(project: Project, language: str) -> dict[str, PageBundle]:
    """The lessons of a language in the order in which they are read."""
    order = reading_order(project.site / language / "index.html")
    bundles = {docname: load_bundle(project.build, language, docname) for docname in order}
    return {docname: bundle for docname, bundle in bundles.items() if bundle.lesson.get("level")}


def _course(project: Project, language: str, bundles: dict[str, PageBundle]) -> Course:
    needed = {name for own in bundles.values() for name in own.lesson.get("prerequisites", ())}
    titles = {
        docname: load_bundle(project.build, language, docname).title
        for docname in sorted({"index", *needed})
    }
    return Course(
        project.site,
        language,
        translator(language, compile_catalogues(project.build / "locale")),
        titles["index"],
        titles,
        project.site_url,
    )


def _page(project: Project, language: str, docname: str) -> bytes:
    return (project.site / language / f"{docname}.html").read_bytes()


def _sheet(project: Project, course: Course, bundle: PageBundle, edition: Edition) -> Sheet:
    page = _page(project, course.language, bundle.docname)
    return sheet(page, facts_of(bundle), edition, course)


def _booklet_job(
    project: Project, course: Course, bundles: dict[str, PageBundle], paper: Paper
) -> Job:
    path = LearningPath(COURSE, tuple(bundles))

    def make() -> Booklet:
        chapters = [
            Chapter(facts_of(bundles[name]), _page(project, course.language, name))
            for name in path.docnames
        ]
        glossary = project.site / course.language / f"{GLOSSARY}.html"
        total = sum(int(bundle.lesson.get("duration") or 0) for bundle in bundles.values())
        return booklet(
            chapters,
            glossary.read_bytes() if glossary.is_file() else b"",
            course,
            hours(total, course.language) if total else "",
        )

    return _job(course, path.name, Edition.BOOKLET, paper, make)


def _job(
    course: Course, name: str, edition: Edition, paper: Paper, make: Callable[[], Sheet | Booklet]
) -> Job:
    file = sheet_name(name, edition, paper)
    return Job(file, course.language, TITLE, paper, edition, make)
