"""Downloads: the files that readers take home, written before their sizes are shown on the page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from build_tools.notebooks.downloads import (
    ENDINGS,
    Kind,
    Lesson,
    complete_notebook,
    kit,
    student_notebook,
)
from build_tools.pages.bundle import Download, download_file
from build_tools.pages.writing import write_whole_bytes
from build_tools.quiz.forms.gift import gift
from build_tools.quiz.forms.lessons import collect
from build_tools.quiz.forms.moodle import moodle
from build_tools.theme.catalogues import compile_catalogues, translator

if TYPE_CHECKING:
    from build_tools.building.localise import LocalPage
    from build_tools.building.project import Project
    from build_tools.building.read import Lessons


def with_downloads(
    project: Project, lessons: Lessons, pages: list[LocalPage], site: str
) -> list[LocalPage]:
    """The pages, those that are lessons with what they offer to take home, which is written.

    ``site`` is its name. Figures that questions ask to read must have been drawn.
    """
    return [
        _with_downloads(project, lessons, page, site)
        if page.bundle.lesson.get("duration")
        else page
        for page in pages
    ]


def _with_downloads(project: Project, lessons: Lessons, page: LocalPage, site: str) -> LocalPage:
    bundle = page.bundle
    compiled = compile_catalogues(project.build / "locale")
    lesson = Lesson(
        page.sheet,
        bundle,
        lessons.programs[bundle.docname],
        translator(bundle.text_language, compiled),
        translator(bundle.language, compiled),
        site,
        project.site_url,
    )
    made = {
        Kind.STUDENT: student_notebook(lesson).encode(),
        Kind.COMPLETE: complete_notebook(lesson).encode(),
        Kind.KIT: kit(lesson),
    }
    if asked := collect([bundle], project.drawings):
        xml = moodle(asked, project.root, site=site, site_url=project.site_url)
        made[Kind.QUESTIONS] = xml.encode()
        text = gift(asked, project.root, site=site, site_url=project.site_url).text
        made[Kind.GIFT] = text.encode()
    downloads = []
    for kind in (kind for kind in Kind if kind in made):
        path = f"{bundle.docname}{ENDINGS[kind]}"
        write_whole_bytes(download_file(project.build, bundle.language, path), made[kind])
        downloads.append(Download(kind=kind, path=path, size=len(made[kind])))
    return replace(page, bundle=bundle.model_copy(update={"downloads": downloads}))
