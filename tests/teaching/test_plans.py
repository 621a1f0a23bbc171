"""What teachers plan with: taken from the pages, in the page's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.pages.bundle import Glued, PageBundle, Section, Status
from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.pages.pairing import read_pages
from build_tools.pages.reader import read_page
from build_tools.teaching.notes import MISCONCEPTION, NOTE, with_teacher_notes
from build_tools.teaching.plans import LessonPlan, with_plans

REPOSITORY = Path(__file__).parents[2]
PAGES, _ = read_pages(REPOSITORY)
LESSONS = [name for name, page in PAGES[SOURCE_LANGUAGE].items() if page.lesson.duration]

TEXT = """\
---
file_format: mystnb
---
# A lesson

## Weigh

:::{misconception} A weight is a {term}`mass <mass of a body>`
It is a number, such as {glued}`w`.[^why]
:::

:::{instructor-note}
Slowly, see [the start](index.md).
:::

[^why]: Because.
"""


def bundle(docname: str, title: str, **more: object) -> PageBundle:
    fixed = {"language": "fr", "text_language": "fr", "status": Status.CURRENT, "path": Path("x")}
    return PageBundle.model_validate({"docname": docname, "title": title, **fixed, **more})


def plans(tmp_path: Path) -> list[LessonPlan]:
    (tmp_path / "x.md").write_text(TEXT, encoding="utf-8")
    page = read_page(tmp_path, Path("x.md"), language="fr", docname="x")
    lesson = bundle(
        "x",
        "Une leçon",
        sections=[Section(anchor="weigh", level=2, line=6, title="Peser")],
        glued={"w": Glued(value=0.25, digits=2)},
        objectives=["Dire {glued}`w`."],
        lesson={
            "level": 2,
            "duration": 30,
            "prerequisites": ["before", "gone"],
            "timing": {"weigh": 20, "new-in-the-source": 10},
        },
    )
    before = bundle("before", "Avant")  # no duration: no lesson
    listing = bundle("teachers", "Pour les enseignants")
    others = [before, with_teacher_notes(lesson, page), bundle("x", "A lesson", language="en")]
    shown = with_plans(listing, others).plans
    return [LessonPlan.model_validate(plan) for plan in shown]


def test_a_plan_is_made_of_what_the_lesson_says(tmp_path: Path) -> None:
    (plan,) = plans(tmp_path)
    assert (plan.title, plan.level, plan.duration) == ("Une leçon", 2, 30)
    assert [page.title for page in plan.before] == ["Avant"]
    assert [(step.title, step.minutes) for step in plan.steps] == [("Peser", 20)]
    assert plan.objectives == ["Dire 0,25."]


def test_blocks_for_teachers_stand_on_another_page(tmp_path: Path) -> None:
    (plan,) = plans(tmp_path)
    (wrong,) = plan.misconceptions
    assert (wrong.title, wrong.text) == ("A weight is a mass", "It is a number, such as 0,25.")
    (note,) = plan.notes
    assert (note.title, note.text) == ("", "Slowly, see the start.")


@pytest.mark.parametrize("language", sorted(PAGES))
def test_every_lesson_tells_teachers_what_to_expect(language: str) -> None:
    looked = 0
    for docname in LESSONS:
        page = PAGES[language][docname]
        kinds = [use.name for use in page.directives]
        assert kinds.count(MISCONCEPTION) >= 2, docname
        assert kinds.count(NOTE) >= 1, docname
        assert PAGES[SOURCE_LANGUAGE][docname].lesson.timing, docname
        looked += 1
    assert looked >= 7
