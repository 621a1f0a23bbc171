"""The Sphinx side of the lessons' cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

from build_tools.rendering.current import bundle_of
from build_tools.teaching.cards import LessonCard
from build_tools.teaching.plan_directive import level_name

if TYPE_CHECKING:
    from build_tools.pages.bundle import PageBundle

_ = get_translation("lessons")


class _Lessons(SphinxDirective):
    @property
    def own(self) -> PageBundle | None:
        """The bundle of the page."""
        return bundle_of(self.env, self.env.docname)

    @property
    def cards(self) -> list[LessonCard]:
        """All lessons, in the order of the course."""
        return [LessonCard.model_validate(data) for data in self.own.cards] if self.own else []

    def spoken(self, card: LessonCard) -> list[str]:
        """The class of what is in another language than the page."""
        foreign = self.own is not None and self.own.text_language != card.language
        return [f"language-{card.language}"] if foreign else []

    def link(self, text: str, card: LessonCard, *classes: str) -> nodes.reference:
        """A link to the lesson."""
        address = self.env.app.builder.get_relative_uri(self.env.docname, card.docname)
        return nodes.reference("", text, refuri=address, internal=True, classes=list(classes))


class CardsDirective(_Lessons):
    """``{lesson-cards}``: each lesson of the language: title, first sentences, level, minutes."""

    def run(self) -> list[nodes.Node]:
        """Make a lesson an entry of a list."""
        return [nodes.bullet_list("", *map(self._card, self.cards), classes=["lesson-cards"])]

    def _card(self, card: LessonCard) -> nodes.list_item:
        facts = [_("{minutes} minutes").format(minutes=card.duration)]
        facts += [level_name(card.level)] if card.level else []
        title = nodes.paragraph("", "", self.link(card.title, card), classes=self.spoken(card))
        opening = nodes.container(
            "", *self.parse_text_to_nodes(card.opening), classes=self.spoken(card)
        )
        end = nodes.paragraph("", " · ".join(facts), classes=["card-facts"])
        return nodes.list_item("", title, *([opening] if card.opening else []), end)


class FirstLessonDirective(_Lessons):
    """``{first-lesson} Words``: a link to the course's first lesson, as a button."""

    required_arguments = 1
    final_argument_whitespace = True
    optional_arguments: ClassVar[int] = 0

    def run(self) -> list[nodes.Node]:
        """Make a paragraph with a link."""
        return [
            nodes.paragraph("", "", self.link(self.arguments[0], card, "first-step"))
            for card in self.cards[:1]
        ]
