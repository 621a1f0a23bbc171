"""The site of the real course with an address, built once, and sheets of it, printed once."""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from build_tools.building.build import build
from build_tools.building.printing import Wanted, print_sheets
from build_tools.building.project import Project
from build_tools.building.report import Report
from build_tools.pages.bundle import PageBundle, load_bundle
from build_tools.printing.model import Edition, Paper, facts_of
from build_tools.printing.sheet import Course, Sheet, sheet
from build_tools.quiz.bundling import bundled_quizzes
from build_tools.theme.catalogues import compile_catalogues, translator
from tests.figures.conftest import browser

if TYPE_CHECKING:
    from build_tools.quiz.model import Quiz

__all__ = ["browser"]  # the fixture that figures are drawn with

REPOSITORY = Path(__file__).parents[2]
LANGUAGES = ("en", "fr")
SITE_URL = "https://lessons.example/course"
#: Printed for real; all others are looked at as HTML.
PRINTED = ("lessons/z-boson", "lessons/higgs-boson")


def quiet() -> Report:
    return Report(io.StringIO())


@dataclass(frozen=True)
class Site:
    """The finished site of the course."""

    project: Project

    def bundle(self, language: str, docname: str) -> PageBundle:
        return load_bundle(self.project.build, language, docname)

    def lessons(self, language: str) -> list[PageBundle]:
        folder = self.project.build / "localised" / language
        names = [path.relative_to(folder).with_suffix("") for path in folder.rglob("*.json")]
        bundles = [self.bundle(language, name.as_posix()) for name in sorted(names)]
        return [bundle for bundle in bundles if bundle.lesson.get("level")]

    def quizzes(self, bundle: PageBundle) -> list[Quiz]:
        return bundled_quizzes(bundle)

    def page(self, language: str, docname: str) -> bytes:
        return (self.project.site / language / f"{docname}.html").read_bytes()

    def course(self, language: str, site_url: str = SITE_URL) -> Course:
        t = translator(language, compile_catalogues(self.project.build / "locale"))
        return Course(self.project.site, language, t, "Open Data Lessons", {}, site_url)

    def sheet(self, language: str, docname: str, edition: Edition) -> Sheet:
        facts = facts_of(self.bundle(language, docname))
        return sheet(self.page(language, docname), facts, edition, self.course(language))


@pytest.fixture(scope="session")
def site(browser: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:  # noqa: ARG001
    """Build the course; look, do not edit."""
    root = tmp_path_factory.mktemp("print") / "the project"
    shutil.copytree(REPOSITORY / "content", root / "content")
    shutil.copy(REPOSITORY / "conf.py", root)
    (root / "build_tools").symlink_to(REPOSITORY / "build_tools")
    project = Project(root, site_url=SITE_URL)
    summary = build(project, quiet())
    assert summary.problems == []
    assert summary.published
    return Site(project)


@pytest.fixture(scope="session")
def printed(site: Site) -> Path:
    """Two lessons in both languages, for students and teachers, on both papers; in the site."""
    wanted = Wanted(PRINTED, papers=[Paper.A4, Paper.LETTER])
    result = print_sheets(site.project, quiet(), LANGUAGES, wanted)
    assert len(result.files) == len(PRINTED) * len(LANGUAGES) * 2 * 2
    return site.project.site


@pytest.fixture(scope="session")
def booklet(site: Site, printed: Path) -> Path:  # noqa: ARG001  one browser at a time
    """The French booklet."""
    wanted = Wanted(languages=["fr"], editions=[Edition.BOOKLET])
    (path,) = print_sheets(site.project, quiet(), LANGUAGES, wanted).files
    return site.project.site / path
