"""Questions on a real site: stale translations, keys of other data, places of warnings."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING

import pytest
from lxml import html

from build_tools.building.build import build
from build_tools.building.project import Project
from build_tools.building.report import Report

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.building.summary import Summary
    from tests.quiz.conftest import Course


@pytest.fixture
def project(course: Course, tmp_path: Path) -> Project:
    """A copy of the built course to edit; nothing in it has to run again."""
    root = tmp_path / "my course"
    shutil.copytree(course.project.root, root, symlinks=True)
    return Project(root)


def edit(project: Project, language: str, old: str, new: str) -> None:
    path = project.root / "content" / language / "lesson.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def built(project: Project) -> Summary:
    return build(project, Report(io.StringIO()))


def shown(project: Project, language: str, name: str) -> html.HtmlElement:
    page = html.parse(project.site / language / "lesson.html").getroot()
    (question,) = page.xpath(f"//fieldset[@id='quiz-{name}']")
    return question


def test_a_stale_question_is_asked_in_the_source_language(project: Project) -> None:
    edit(project, "en", "= {half} ± 2 %", "= {half} ± 3 %")
    edit(project, "en", "What is the antiparticle of", "What do we call the antiparticle of")
    summary = built(project)
    assert summary.problems == []
    replaced, kept = (shown(project, "fr", name) for name in ("a-number", "a-word"))
    # the key of the first is another now; of the second only words changed
    assert replaced.get("lang") == "en"
    assert "How much energy" in replaced.text_content()
    assert "45,5 GeV ± 3" in replaced.text_content().replace("\u00a0", " ")
    assert kept.get("lang") is None
    assert "l’antiparticule" in kept.text_content()


def test_a_key_that_contradicts_the_data_stops_the_build(project: Project) -> None:
    edit(project, "en", 'glue("peak", 91.0', 'glue("peak", 95.0')
    summary = built(project)
    assert not summary.published
    # said where the source asks it, and where a translation that is current does
    problem, other = summary.problems
    assert other.path.as_posix() == "content/fr/lesson.md"
    text = (project.root / "content" / "en" / "lesson.md").read_text(encoding="utf-8")
    line = 1 + text.count("\n", 0, text.index("{quiz} a-number"))
    assert str(problem) == (
        f"content/en/lesson.md:{line}: the key of “a-number” contradicts the analysis:"
        " `90 < peak < 92` does not hold on these data (peak = 95.0); correct the key, or compute"
        " it [quiz]"
    )


def test_a_mistake_inside_a_question_is_told_with_its_line(project: Project) -> None:
    edit(project, "en", "A muon is a heavy electron.", "A {term}`mewon` is a heavy electron.")
    edit(project, "en", "Light is not bent", "{glued}`brightness` is not bent")
    summary = built(project)
    found = [(problem.path.as_posix(), problem.line) for problem in summary.problems]
    lines = (project.root / "content" / "en" / "lesson.md").read_text(encoding="utf-8").split("\n")
    expected = [n for n, line in enumerate(lines, 1) if "mewon" in line or "brightness" in line]
    assert found == [("content/en/lesson.md", line) for line in expected]
