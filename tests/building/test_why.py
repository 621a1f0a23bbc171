"""Why a program ran can be asked for, without building."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from build_tools.building.why import histories
from build_tools.pages.diagnostics import LessonError

if TYPE_CHECKING:
    from tests.building.conftest import Course

pytestmark = pytest.mark.browser


def lines(course: Course, page: str | None = None) -> list[str]:
    return [line for history in histories(course.project, page) for line in history.lines()]


def test_a_built_course_tells_when_and_why(copied: Course) -> None:
    ran, because = lines(copied)
    assert ran.startswith("lessons/z: ran 2")
    assert ran.endswith(" s")
    assert because == "  because: first run"


def test_an_edit_is_named_before_and_after_it_ran(copied: Course) -> None:
    copied.edit("en", "lessons/z", "[3000, 4000]", "[3000, 5000]")
    assert lines(copied, "lessons/z")[-1] == "  would run now: cell 2 changed"
    copied.edit("fr", "lessons/z", "[3000, 4000]", "[3000, 5000]")
    copied.build()
    assert lines(copied, "lessons/z")[1:] == ["  because: cell 2 changed"]


def test_a_name_that_is_no_page_is_told_with_those_there_are(copied: Course) -> None:
    with pytest.raises(FileNotFoundError, match=r"lessons/y: no page.*\n  lessons/z"):
        histories(copied.project, "lessons/y")


def test_a_page_that_cannot_be_read_is_told(copied: Course) -> None:
    copied.edit("en", "lessons/z", 'names = ["all"', 'names = ["all')
    with pytest.raises(LessonError, match="not Python"):
        histories(copied.project, "lessons/z")
