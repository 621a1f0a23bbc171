"""Numbers of the catalogue in the prose: ``{share}`` of a path, ``{fact}``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from build_tools.catalogue.expression import ExpressionError
from build_tools.localisation.numbers import format_glued
from build_tools.pages.bundle import Glued
from build_tools.pages.diagnostics import LessonError
from build_tools.sankey.model import NoSuchPathError
from build_tools.sankey.reading import find_data, read_diagram, read_file
from build_tools.sankey.request import facts_of, path_of
from build_tools.sankey.shares import one_in, percent

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message

_logger = logging.getLogger(__name__)


class _CatalogueRole(SphinxRole):
    """A number of the catalogue; what is wrong with it is a warning with the line."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Make the number's text."""
        root = Path(self.env.app.confdir)
        try:
            text = self.number(root)
        except (LookupError, OSError, ValueError, LessonError) as error:
            _logger.warning(
                "{%s}: %s", self.name, str(error) or repr(error),
                location=self.get_location(), type="lessons", subtype="catalogue",
            )  # fmt: skip
            text = f"[{self.text}?]"
        return [nodes.inline(self.rawtext, text, classes=["glued"])], []

    def number(self, root: Path) -> str:
        """The text; raises what its readers raise."""
        raise NotImplementedError


class ShareRole(_CatalogueRole):
    """``{share}`higgs: H > WW > lvlv``` in per cent; with ``| one in``, one in how many."""

    def number(self, root: Path) -> str:
        """The product of the steps along a path."""
        asked, _, form = self.text.partition("|")
        name, _, way = asked.partition(":")
        path = path_of(way)
        if not path or form.strip() not in {"", "one in"}:
            raise NoSuchPathError("write `diagram: node > node`, and `| one in` for one in so many")
        file = find_data(root, name.strip())
        facts = facts_of(root)
        diagram = read_diagram(read_file(file, root), facts)
        self.env.note_dependency(root / file)
        share = diagram.share(path).value
        language = self.config.language
        return one_in(share, language) if form else percent(share, language)


class FactRole(_CatalogueRole):
    """``{fact}`pp.H.ggF```: a fact with its uncertainty and unit; a fraction in per cent."""

    def number(self, root: Path) -> str:
        """The fact, as the page's language writes it."""
        name = self.text.strip()
        facts = facts_of(root)
        if name not in facts.facts:
            raise ExpressionError(f"no fact is called “{name}”")
        fact = facts.facts[name]
        factor, unit, fewer = (1, fact.unit, 0) if fact.unit else (100, "%", 2)
        value = Glued(
            value=fact.value * factor,
            uncertainty=fact.uncertainty * factor if fact.uncertainty else None,
            unit=unit,
            digits=max(fact.decimals - fewer, 0),
        )
        return format_glued(value, self.config.language)
