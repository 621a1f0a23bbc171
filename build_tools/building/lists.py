"""Directives that list something of all pages: such a page is made from all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from build_tools.progress.model import STATUS, with_status
from build_tools.quiz.overview import OVERVIEW, with_overview
from build_tools.teaching.cards import CARDS, FIRST, with_cards
from build_tools.teaching.plans import PLANS, with_plans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from build_tools.pages.bundle import PageBundle

#: Name of the directive → the page's bundle with the list, from it and those of all pages.
LISTS: Final[dict[str, Callable[[PageBundle, Iterable[PageBundle]], PageBundle]]] = {
    OVERVIEW: with_overview,
    PLANS: with_plans,
    CARDS: with_cards,
    FIRST: with_cards,
    STATUS: with_status,
}
