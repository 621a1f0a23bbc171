"""Downloads: the files that readers take home, written before their sizes are shown on the page."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from build_tools.notebooks.downloads import ENDINGS, Kind, Lesson, kit
from build_tools.pages.bundle import Download, download_file
from build_tools.pages.writing import write_whole_bytes
from build_tools.quiz.forms.gift import gift
from build_tools.quiz.forms.lessons import collect
from build_tools.quiz.forms.moodle import moodle
from build_tools.theme.catalogues import compile_catalogues, translator

if TYPE_CHECKING:
    from build_tools.building.localise import LocalPage
    from build_tools.building.memory import Memory
    from build_tools.building.project import Project
    from build_tools.building.read import Lessons
    from build_tools.execution.program import Program


def with_downloads(
    project: Project, lessons: Lessons, pages: list[LocalPage], site: str, memory: Memory
) -> list[LocalPage]:
    """The pages, those that are lessons with what they offer to take home, which is written.

    ``site`` is its name. Figures that questions ask to read must have been drawn. What the same
    page was given before is not made again.
    """
    found = []
    for page in pages:
        if not page.bundle.lesson.get("duration"):
            found.append(page)
            continue
        name = page.bundle.language, page.bundle.docname
        program = lessons.programs[page.bundle.docname]
        digest = _digest(page, program, site, project.site_url)
        known, downloads = memory.downloads.get(name, ("", []))
        files = [download_file(project.build, page.bundle.language, own.path) for own in downloads]
        if known != digest or not all(file.is_file() for file in files):
            downloads = _made(project, page, program, site)
            memory.downloads[name] = digest, downloads
        bundle = page.bundle.model_copy(update={"downloads": downloads})
        found.append(replace(page, bundle=bundle))
    return found


def _digest(page: LocalPage, program: Program, site: str, site_url: str) -> str:
    """Of all that a page's downloads are made from."""
    about = (page.bundle.model_dump_json(), repr(page.sheet), program.key, site, site_url)
    return sha256(json.dumps(about).encode()).hexdigest()


def _made(project: Project, page: LocalPage, program: Program, site: str) -> list[Download]:
    """Write the downloads of a page."""
    bundle = page.bundle
    compiled = compile_catalogues(project.build / "locale")
    lesson = Lesson(
        page.sheet,
        bundle,
        program,
        translator(bundle.text_language, compiled),
        translator(bundle.language, compiled),
        site,
        project.site_url,
    )
    made = {
        Kind.STUDENT: lesson.student_notebook.encode(),
        Kind.COMPLETE: lesson.complete_notebook.encode(),
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
    return downloads
