"""What a page says to teachers: notes, and misconceptions that learners have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from build_tools.pages.bundle import PageBundle
    from build_tools.pages.model import Page

NOTE, MISCONCEPTION = "instructor-note", "misconception"

#: An option line at the head of a block.
_OPTION = re.compile(r"\A(?::[\w-]+:.*\n)+")


class TeacherNote(BaseModel):
    """A block for teachers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str = Field(description="name of the directive")
    title: str = Field(default="", description="Markdown: of a misconception, the wrong idea")
    text: str = Field(description="Markdown")


def with_teacher_notes(bundle: PageBundle, page: Page) -> PageBundle:
    """The bundle of a page with its blocks for teachers, in order."""
    notes = [
        TeacherNote(
            kind=use.name,
            title=use.argument,
            text=_OPTION.sub("", use.content).strip(),
        ).model_dump(mode="json", exclude_defaults=True)
        for use in page.directives
        if use.name in {NOTE, MISCONCEPTION}
    ]
    return bundle.model_copy(update={"teacher_notes": notes})
