"""Values from the cells in the prose: ``{glued}`` and ``{when}``."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from build_tools.localisation.expressions import ExpressionError, holds, page_values
from build_tools.localisation.numbers import format_glued
from build_tools.pages.bundle import Status
from build_tools.rendering.current import bundle_of

if TYPE_CHECKING:
    from build_tools.pages.bundle import PageBundle

_logger = logging.getLogger(__name__)


class GluedRole(SphinxRole):
    """``{glued}`name```: a value that a cell glued, as the page's language writes it."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the value's text."""
        bundle = bundle_of(self.env, self.env.docname)
        name = self.text.strip()
        if bundle and bundle.status is Status.STALE and name not in bundle.glued:
            # the source has dropped the value since; its notice tells the reader
            return [nodes.inline(self.rawtext, "…", classes=["glued"])], []
        if bundle is None or name not in bundle.glued:
            _logger.warning(
                "no cell of this page glues “%s”; %s",
                name,
                _advice(name, bundle),
                location=self.get_location(),
                type="lessons",
                subtype="glue",
            )
            return [nodes.inline(self.rawtext, f"[{name}?]", classes=["glued"])], []
        text = format_glued(bundle.glued[name], self.config.language)
        return [nodes.inline(self.rawtext, text, classes=["glued"])], []


def _advice(name: str, bundle: PageBundle | None) -> str:
    near = get_close_matches(name, bundle.glued if bundle else (), n=1)
    return f"did you mean “{near[0]}”?" if near else f"call glue({name!r}, …) in a cell"


def _alternative(bundle: PageBundle | None, parts: list[str]) -> str:
    """The text that applies, of ``[condition, text, other text]``; raises ExpressionError."""
    if bundle is None or len(parts) not in {2, 3}:
        message = "write `condition|text if it holds|text if not`"
        raise ExpressionError(message)
    return parts[1] if holds(parts[0], page_values(bundle)) else "".join(parts[2:])


class WhenRole(SphinxRole):
    """``{when}`condition|text if it holds|text if not```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Parse the text that applies, as Markdown."""
        bundle = bundle_of(self.env, self.env.docname)
        try:
            chosen = _alternative(bundle, self.text.split("|"))
        except ExpressionError as error:
            _warn_condition(self.text.split("|")[0], error, self.get_location())
            return [], []
        return self.inliner.parse(chosen, self.lineno, self.inliner, self.inliner.parent)  # type: ignore[arg-type]  # MyST's inliner


class WhenDirective(SphinxDirective):
    """Content that is there only when a condition holds."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Parse the content when the condition holds."""
        bundle = bundle_of(self.env, self.env.docname)
        try:
            shown = bundle is not None and holds(self.arguments[0], page_values(bundle))
        except ExpressionError as error:
            _warn_condition(self.arguments[0], error, self.get_location())
            return []
        return self.parse_content_to_nodes() if shown else []


def _warn_condition(condition: str, error: ExpressionError, location: object) -> None:
    _logger.warning(
        "the condition “%s” cannot be worked out: %s",
        condition.strip(),
        error,
        location=location,  # type: ignore[arg-type]
        type="lessons",
        subtype="when",
    )
