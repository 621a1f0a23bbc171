"""The Sphinx side of the lessons' plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

from build_tools.pages.levels import LEVELS
from build_tools.rendering.current import bundle_of
from build_tools.teaching.plans import LessonPlan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from build_tools.teaching.curricula import Reference
    from build_tools.teaching.plans import Remark

_ = get_translation("lessons")


def level_name(level: int) -> str:
    """What a level is called, in the page's language."""
    return str(_(LEVELS[level]))


class PlansDirective(SphinxDirective):
    """``{lesson-plans}``: each lesson of the language with time, aims, notes and misconceptions."""

    def run(self) -> list[nodes.Node]:
        """Make a section a lesson."""
        bundle = bundle_of(self.env, self.env.docname)
        plans = [LessonPlan.model_validate(data) for data in bundle.plans] if bundle else []
        return [self._lesson(plan) for plan in plans]

    def _lesson(self, plan: LessonPlan) -> nodes.section:
        # docutils writes such a class as the `lang` of the element, too
        other = bundle_of(self.env, self.env.docname)
        foreign = other is not None and other.text_language != plan.language
        section = nodes.section(
            ids=[f"plan-{plan.docname.replace('/', '-')}"],
            classes=[f"language-{plan.language}"] if foreign else [],
        )
        section += nodes.title("", "", self._link(plan.title, plan.docname))
        section += self._facts(plan)
        if plan.objectives:
            section += nodes.rubric("", _("Objectives"), classes=["plan-part"])
            items = [
                nodes.list_item("", *self.parse_text_to_nodes(text)) for text in plan.objectives
            ]
            # the lesson says them too, and is the place to go to
            section += nodes.bullet_list("", *items, classes=["no-search"])
        if plan.curriculum:
            section += nodes.rubric("", _("Curriculum"), classes=["plan-part"])
            section += nodes.bullet_list("", *map(_served, plan.curriculum))
        if plan.steps:
            section += self._timing(plan)
        section += self._remarks(plan.misconceptions, _("Common misconceptions"))
        section += self._remarks(plan.notes, _("Notes for teachers"))
        return section

    def _facts(self, plan: LessonPlan) -> nodes.paragraph:
        texts = [level_name(plan.level)] if plan.level else []
        if plan.duration:
            texts.append(_("{minutes} minutes").format(minutes=plan.duration))
        if plan.questions:
            texts.append(_("{count} questions").format(count=plan.questions))
        line = nodes.paragraph("", " · ".join(texts))
        if plan.before:
            line += nodes.Text(" · " + _("Before:") + " ")
            for place, page in enumerate(plan.before):
                line += [nodes.Text(", ")] if place else []
                line += self._link(page.title, page.docname)
        return line

    def _timing(self, plan: LessonPlan) -> nodes.table:
        table = nodes.table(
            "", nodes.title("", _("Timing")), classes=["lesson-table", "plan-timing"]
        )
        group = nodes.tgroup("", cols=2)
        group += [nodes.colspec(colwidth=4), nodes.colspec(colwidth=1)]
        head = nodes.row()
        for text in (_("Section"), _("Minutes")):
            head += nodes.entry("", nodes.paragraph("", text))
        group += nodes.thead("", head)
        body = nodes.tbody()
        for step in plan.steps:
            link = self._link(step.title, plan.docname, f"#{step.anchor}")
            body += nodes.row(
                "",
                nodes.entry("", nodes.paragraph("", "", link)),
                nodes.entry("", nodes.paragraph("", str(step.minutes))),
            )
        group += body
        table += group
        return table

    def _remarks(self, remarks: Sequence[Remark], title: str) -> Iterator[nodes.Node]:
        if not remarks:
            return
        yield nodes.rubric("", title, classes=["plan-part"])
        points = nodes.definition_list(classes=["no-search"])
        for remark in remarks:
            text = self.parse_text_to_nodes(remark.text)
            if remark.title:
                words, _messages = self.parse_inline(remark.title)
                points += nodes.definition_list_item(
                    "", nodes.term("", "", *words), nodes.definition("", *text)
                )
            else:
                yield from text
        if points.children:
            yield points

    def _link(self, text: str, docname: str, anchor: str = "") -> nodes.reference:
        address = self.env.app.builder.get_relative_uri(self.env.docname, docname)
        return nodes.reference("", text, refuri=address + anchor, internal=True)


def _served(reference: Reference) -> nodes.list_item:
    link = nodes.reference("", reference.theme, refuri=reference.url)
    return nodes.list_item("", nodes.paragraph("", f"{reference.place} – ", link))
