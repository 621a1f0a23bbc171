"""Questions: pages read, executed and localised as for the site, without drawing or rendering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from build_tools.building.build import localised
from build_tools.quiz.forms.lessons import LessonQuizzes, collect

if TYPE_CHECKING:
    from build_tools.building.project import Project
    from build_tools.building.report import Report
    from build_tools.pages.diagnostics import Diagnostic


@dataclass(frozen=True)
class Questions:
    """The questions of all languages, and what keeps some from being asked."""

    lessons: dict[str, list[LessonQuizzes]]  #: by language
    problems: list[Diagnostic]


def questions(project: Project, report: Report) -> Questions:
    """Every question with its key computed; cells run only where the store has no outputs."""
    pages, problems = localised(project, report)
    bundles = [page.bundle for page in pages]
    languages = dict.fromkeys(bundle.language for bundle in bundles)
    return Questions(
        {
            language: collect(
                (bundle for bundle in bundles if bundle.language == language), project.drawings
            )
            for language in languages
        },
        problems,
    )
