"""Links of pages to the project's guides, which are online only where a site says so."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from build_tools.building.report import Report
from build_tools.building.unchanged import build_if_changed
from build_tools.pages.repository import GUIDES

if TYPE_CHECKING:
    from tests.building.conftest import Course

pytestmark = pytest.mark.browser

HERE = Path(__file__)
HOW_TO = "https://git.example.org/lessons/blob/HEAD/docs/how-to"


def test_a_guide_is_linked_in_each_language_where_the_repository_is_known(copied: Course) -> None:
    for language in ("en", "fr"):
        role = "{guide}`Le guide <translate>`, {guide}`questions <write-a-quiz>`"
        copied.write(language, "about", f"---\nfile_format: mystnb\n---\n# A\n\n{role}.\n")
    assert copied.build().problems == []
    assert "Le guide, questions." in copied.text("fr/about")
    assert not copied.shown("fr/about").xpath("//article//p//a")

    known = replace(copied.project, repository="https://git.example.org/lessons")
    assert build_if_changed(known, Report(io.StringIO())).problems == []
    for language, name in {"en": "translate", "fr": "traduire"}.items():
        page = copied.shown(f"{language}/about")
        links = page.xpath("//section/p/a/@href")
        assert links == [f"{HOW_TO}/{name}.md", f"{HOW_TO}/write-a-quiz.md"]


def test_a_guide_that_is_not_there_is_told(copied: Course) -> None:
    copied.edit("en", "about", "# ", "# {guide}`How <missing>` ")
    (problem,) = copied.build().problems
    assert "with one of the names translate, write-a-quiz: “How <missing>”" in str(problem)


def test_every_guide_is_in_the_project() -> None:
    names = [*GUIDES, *(name for own in GUIDES.values() for name in own.values())]
    assert len(names) == 3
    for name in names:
        assert (HERE.parents[2] / "docs" / "how-to" / f"{name}.md").is_file()
