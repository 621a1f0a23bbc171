"""Blocks of a lesson that teachers know by name: objectives, key points, exercises, solutions.

Names follow the vocabulary of The Carpentries and CodeRefinery.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    from build_tools.teaching import card_directive, cards, directive, nodes, plan_directive, plans

    app.add_node(
        nodes.collapsed, html=(nodes.visit_collapsed, nodes.depart_collapsed), override=True
    )
    for name, block in directive.BLOCKS.items():
        # docutils has a `hint` of its own, which is not collapsed
        app.add_directive(name, block, override=True)
    app.add_directive(plans.PLANS, plan_directive.PlansDirective)
    app.add_directive(cards.CARDS, card_directive.CardsDirective)
    app.add_directive(cards.FIRST, card_directive.FirstLessonDirective)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
