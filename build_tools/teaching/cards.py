"""The lessons of a language as a reader chooses among them: how each begins, level and time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict

from build_tools.localisation.spelled import spelled_out
from build_tools.pages.model import Prose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from build_tools.pages.bundle import PageBundle
    from build_tools.pages.model import Page

#: The directives that show all of them, and the first one.
CARDS: Final = "lesson-cards"
FIRST: Final = "first-lesson"

#: Sentences of a lesson's first paragraph that a card shows.
_SENTENCES: Final = 2
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])\s+")


class LessonCard(BaseModel):
    """A lesson, for who looks for one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    docname: str
    title: str
    language: str  #: of its text
    level: int | None
    duration: int  #: minutes
    opening: str  #: Markdown


def with_opening(bundle: PageBundle, page: Page) -> PageBundle:
    """The bundle of a page with the first sentences of its text."""
    prose = page.blocks[0].text if page.blocks and isinstance(page.blocks[0], Prose) else ""
    _, _, below = prose.partition(f"# {page.title}\n")
    paragraph = below.strip().partition("\n\n")[0]
    if paragraph.startswith((":", "`", "#")):  # a block or a heading comes first
        return bundle
    sentences = _SENTENCE_END.split(paragraph)[:_SENTENCES]
    return bundle.model_copy(update={"opening": " ".join(sentences)})


def with_cards(bundle: PageBundle, others: Iterable[PageBundle]) -> PageBundle:
    """The bundle of a page that shows the lessons of its language, in the order of the course.

    A page that gives no duration is no lesson.
    """
    cards = [
        LessonCard(
            docname=other.docname,
            title=other.title,
            language=other.text_language,
            level=other.lesson.get("level"),
            duration=other.lesson["duration"],
            opening=spelled_out(other.opening, other),
        ).model_dump(mode="json")
        for other in others
        if other.language == bundle.language and other.lesson.get("duration")
    ]
    return bundle.model_copy(update={"cards": cards})
