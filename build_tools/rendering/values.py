"""Values from the cells in the prose: ``{glued}`` and ``{when}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from build_tools.localisation.numbers import format_glued
from build_tools.pages.bundle import Status
from build_tools.rendering.current import bundle_of

if TYPE_CHECKING:
    from build_tools.pages.bundle import PageBundle

_logger = logging.getLogger(__name__)


class UnknownName(LookupError):  # noqa: N818  it names what is wrong
    """A name that no cell of the page has glued."""


def condition(bundle: PageBundle, text: str) -> bool:
    """Whether a condition holds: ``recorded``, ``simulated``, a glued truth value, or ``not`` one.

    Raises UnknownName for anything else.
    """
    words = text.split()
    name = words[-1] if words else ""
    negated = words[:-1] == ["not"]
    if not words or (words[:-1] and not negated):
        raise UnknownName(text)
    if name == "recorded":
        value = bundle.recorded
    elif name == "simulated":
        value = not bundle.recorded
    elif name in bundle.glued and isinstance(bundle.glued[name].value, bool):
        value = bool(bundle.glued[name].value)
    else:
        raise UnknownName(name)
    return value is not negated


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
                "no cell of this page glues “%s”; call glue(%r, …) in a cell",
                name,
                name,
                location=self.get_location(),
                type="lessons",
                subtype="glue",
            )
            return [nodes.inline(self.rawtext, f"[{name}?]", classes=["glued"])], []
        text = format_glued(bundle.glued[name], self.config.language)
        return [nodes.inline(self.rawtext, text, classes=["glued"])], []


def _alternative(bundle: PageBundle | None, parts: list[str]) -> str:
    """The text that applies, of ``[condition, text, other text]``; raises UnknownName."""
    if bundle is None or len(parts) not in {2, 3}:
        raise UnknownName("|".join(parts))
    return parts[1] if condition(bundle, parts[0]) else "".join(parts[2:])


class WhenRole(SphinxRole):
    """``{when}`condition|text if it holds|text if not```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Parse the text that applies, as Markdown."""
        bundle = bundle_of(self.env, self.env.docname)
        try:
            chosen = _alternative(bundle, self.text.split("|"))
        except UnknownName as error:
            _warn_condition(error, self.get_location())
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
            holds = bundle is not None and condition(bundle, self.arguments[0])
        except UnknownName as error:
            _warn_condition(error, self.get_location())
            return []
        return self.parse_content_to_nodes() if holds else []


def _warn_condition(error: UnknownName, location: object) -> None:
    _logger.warning(
        "“%s” is no condition: write recorded, simulated, or a name that a cell glues as True or"
        " False",
        error,
        location=location,  # type: ignore[arg-type]
        type="lessons",
        subtype="when",
    )
