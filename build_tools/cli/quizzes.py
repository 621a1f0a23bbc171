"""``quizzes``: questions into other forms: Moodle, GIFT, JSON, a worksheet and its answer key."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from build_tools.building.build import TITLE
from build_tools.building.project import Project
from build_tools.building.questions import questions
from build_tools.building.report import Report
from build_tools.pages.writing import write_whole
from build_tools.quiz.forms.gift import gift
from build_tools.quiz.forms.moodle import moodle
from build_tools.quiz.forms.paper import answer_key, worksheet
from build_tools.quiz.forms.plain import plain
from build_tools.theme.catalogues import compile_catalogues, translator

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.quiz.forms.lessons import LessonQuizzes

#: Form → ending of its file.
FORMS = {
    "moodle": "xml",
    "gift": "txt",
    "json": "json",
    "worksheet": "html",
    "key": "html",
}


def quizzes(
    action: str, form: str, lang: str, lesson: str | None = None, out: Path | None = None
) -> int:
    """Write the questions of a language in a form; exit status 1 when anything is wrong."""
    del action  # there is one: export
    project, report = Project.here(), Report()
    found = questions(project, report)
    report.problems(found.problems)
    if found.problems:
        report.say("Nothing was written.")
        return 1
    if lang not in found.lessons:
        print(f"no language “{lang}”; there are {', '.join(found.lessons)}", file=sys.stderr)
        return 1
    lessons = found.lessons[lang]
    if lesson is not None:
        known = ", ".join(one.bundle.docname for one in lessons)
        lessons = [one for one in lessons if one.bundle.docname == lesson]
        if not lessons:
            print(f"no page “{lesson}” has questions; there are {known}", file=sys.stderr)
            return 1
    name = lesson.replace("/", "-") if lesson else "quizzes"
    ending = FORMS[form]
    target = out or project.build / "quizzes" / f"{name}-{form}-{lang}.{ending}"
    text, notes = _printed(form, lessons, project, lang)
    write_whole(target, text)
    for note in notes:
        report.say(note)
    count = sum(len(one.quizzes) for one in lessons)
    report.say(f"{count} questions of {len(lessons)} pages: {target}")
    return 0


def _printed(
    form: str, lessons: list[LessonQuizzes], project: Project, language: str
) -> tuple[str, list[str]]:
    """The text of a form, and what it could not carry."""
    site_url = project.site_url
    if form == "moodle":
        return moodle(lessons, project.root, site=TITLE, site_url=site_url), []
    if form == "gift":
        done = gift(lessons, project.root, site=TITLE, site_url=site_url)
        return done.text, [f"GIFT cannot carry: {lost}" for lost in done.lost]
    if form == "json":
        return plain(lessons, project.root, site_url=site_url), []
    t = translator(language, compile_catalogues(project.build / "locale"))
    sheet = worksheet if form == "worksheet" else answer_key
    return sheet(lessons, project.root, t), []
