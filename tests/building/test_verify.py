"""Derived outputs are those of a real run."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from build_tools.building.build import Summary, build
from build_tools.building.report import Report

if TYPE_CHECKING:
    from tests.building.conftest import Course

pytestmark = pytest.mark.browser


def verified(course: Course) -> Summary:
    return build(course.project, Report(Console(file=io.StringIO())), verify=True)


def test_the_translated_page_puts_out_what_was_derived_for_it(copied: Course) -> None:
    summary = verified(copied)
    assert summary.problems == []
    assert summary.notes == [
        "compared with real runs: pages 1, figures 1, tables 1, texts 0, values 3"
    ]


def test_a_difference_is_told_with_the_line_of_the_cell(
    copied: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(figure: dict[str, object], language: str) -> dict[str, object]:
        return {**figure, "language": language}

    monkeypatch.setattr("build_tools.building.verify.with_locale", wrong)
    (problem,) = verified(copied).problems
    assert (problem.path.as_posix(), problem.line) == ("content/fr/lessons/z.md", 34)
