"""A page with a question of each kind, in two languages: as bundles, and as a built site."""

from __future__ import annotations

import io
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from build_tools.browser.find import find_browser
from build_tools.building.build import build
from build_tools.building.project import Project
from build_tools.building.questions import questions
from build_tools.building.report import Report
from build_tools.cli.translate import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from build_tools.quiz.forms.lessons import LessonQuizzes

REPOSITORY = Path(__file__).parents[2]
COURSE = Path(__file__).parent / "course"
KINDS = 9  #: questions on the page


@dataclass(frozen=True)
class Course:
    """The built course."""

    project: Project
    lessons: dict[str, list[LessonQuizzes]]

    def address(self, language: str, page: str = "lesson") -> str:
        return (self.project.site / language / f"{page}.html").as_uri()


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Build the course once; its questions are then read from the store."""
    root = tmp_path_factory.mktemp("quiz") / "my course"
    shutil.copytree(COURSE, root)
    for name in ("conf.py", "docutils.conf"):
        shutil.copy(REPOSITORY / name, root)
    (root / "build_tools").symlink_to(REPOSITORY / "build_tools")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert translate("done", "lesson", "fr") == 0
        assert translate("done", "index", "fr") == 0
        assert translate("done", "questions", "fr") == 0
    project, report = Project(root), Report(io.StringIO())
    summary = build(project, report)
    assert summary.problems == []
    assert summary.published
    found = questions(project, report)
    assert found.problems == []
    return Course(project, found.lessons)


@pytest.fixture(scope="module")
def browser(course: Course) -> Iterator[Browser]:  # noqa: ARG001  building drives a browser too
    """A browser, once the course is built: only one can be driven at a time."""
    program = find_browser()
    if program is None:
        reason = "no Chromium, Chrome or Edge on this computer; `nox -s tests` installs one"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()
