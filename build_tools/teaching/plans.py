"""The lessons of a language as teachers plan with them: time, aims, notes, misconceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict

from build_tools.localisation.spelled import spelled_out
from build_tools.teaching.curricula import Reference
from build_tools.teaching.notes import MISCONCEPTION, TeacherNote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from build_tools.pages.bundle import PageBundle

#: The directive that shows them.
PLANS: Final = "lesson-plans"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(_Frozen):
    """A section with the time that it takes."""

    anchor: str
    title: str
    minutes: int


class Remark(_Frozen):
    """A note or a misconception."""

    title: str  #: Markdown: the wrong idea; most notes have none
    text: str  #: Markdown


class Before(_Frozen):
    """A page that has to be read first."""

    docname: str
    title: str


class LessonPlan(_Frozen):
    """A lesson, for who teaches it."""

    docname: str
    title: str
    language: str  #: of its text
    level: int | None
    duration: int | None  #: minutes
    before: list[Before]
    curriculum: list[Reference]
    objectives: list[str]  #: Markdown
    steps: list[Step]
    notes: list[Remark]
    misconceptions: list[Remark]
    questions: int


def with_plans(bundle: PageBundle, others: Iterable[PageBundle]) -> PageBundle:
    """The bundle of a page that shows the plans of its language's lessons.

    A page that gives no duration is no lesson.
    """
    own = [other for other in others if other.language == bundle.language]
    names = {other.docname: other.title for other in own}
    plans = [_plan(other, names) for other in own if other.lesson.get("duration")]
    return bundle.model_copy(update={"plans": [plan.model_dump(mode="json") for plan in plans]})


def _plan(bundle: PageBundle, names: Mapping[str, str]) -> LessonPlan:
    lesson = bundle.lesson
    titles = {section.anchor: section.title for section in bundle.sections}
    remarks: dict[bool, list[Remark]] = {True: [], False: []}
    for data in bundle.teacher_notes:
        note = TeacherNote.model_validate(data)
        remarks[note.kind == MISCONCEPTION].append(
            Remark(
                title=spelled_out(note.title, bundle),
                text=spelled_out(note.text, bundle),
            )
        )
    return LessonPlan(
        docname=bundle.docname,
        title=bundle.title,
        language=bundle.text_language,
        level=lesson.get("level"),
        duration=lesson.get("duration"),
        before=[
            Before(docname=name, title=names[name])
            for name in lesson.get("prerequisites", [])
            if name in names
        ],
        curriculum=[Reference.model_validate(own) for own in bundle.curriculum],
        objectives=[spelled_out(text, bundle) for text in bundle.objectives],
        steps=[
            Step(anchor=anchor, title=titles[anchor], minutes=minutes)
            for anchor, minutes in lesson.get("timing", {}).items()
            if anchor in titles  # a stale translation may lack the section
        ],
        notes=remarks[False],
        misconceptions=remarks[True],
        questions=len(bundle.quizzes),
    )
