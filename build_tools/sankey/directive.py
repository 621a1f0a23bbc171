"""``{sankey}``: the diagram, its table and its sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import get_translation
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from build_tools.catalogue.texts import in_language
from build_tools.figures.block import figure_block, table_block
from build_tools.figures.tables import plain
from build_tools.pages.diagnostics import LessonError
from build_tools.pages.model import DirectiveUse
from build_tools.rendering.current import bundle_of
from build_tools.sankey.provider import figures_of
from build_tools.sankey.request import DIRECTIVE, OPTIONS, Shown, read_request, resolve
from build_tools.sankey.table import Words, cited, table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_logger = logging.getLogger(__name__)
_ = get_translation("lessons")


class SankeyDirective(SphinxDirective):
    """A diagram of what flows where, from data."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = dict.fromkeys(
        OPTIONS, directives.unchanged
    )

    def run(self) -> list[nodes.Node]:
        """Make the figure and, below it, its sources."""
        bundle = bundle_of(self.env, self.env.docname)
        language = bundle.text_language if bundle else self.config.language
        root = Path(self.env.app.confdir)
        # The text as it is written, so that the draw step and this read the same.
        first, _newline, rest = self.block_text.partition("\n")
        content = rest[: rest.rstrip("\n").rfind("\n") + 1]
        argument = first.partition("}")[2].strip()
        use = DirectiveUse(DIRECTIVE, self.lineno, argument, content, self.lineno + 1)
        try:
            request = read_request(use, Path(bundle.path if bundle else self.env.docname))
            shown = resolve(root, request, language, bundle.glued if bundle else {})
        except LessonError as error:
            # Told with its place by the build before Sphinx runs; here for Sphinx on its own.
            for problem in error.diagnostics:
                _logger.warning(
                    "%s", problem, location=self.get_location(), type="lessons", subtype="sankey"
                )
            return []
        for file in shown.files:
            self.env.note_dependency(root / file)
        wide, narrow = figures_of(shown, language, self.config.language)
        caption, messages = self.state.inline_text(request.options["caption"], self.lineno)
        cites = cited(shown.diagram, shown.facts)
        figure = figure_block(
            self.env,
            wide,
            narrow=narrow,
            alt=plain(request.options["alt"]),
            caption=[*caption, *messages],
            title=in_language(shown.diagram.title, language) or "",
            data=[table_block(self.env, table_of(shown.diagram, language, _words(), cites))],
        )
        return [figure, *self._sources(shown, language, cites)]

    def _sources(self, shown: Shown, language: str, cites: Sequence[str]) -> list[nodes.Node]:
        """Where the numbers come from, numbered as in the table."""
        if not cites:
            return []
        paragraph = nodes.paragraph("", "", classes=["figure-sources"])
        paragraph += nodes.Text(f"{_('Sources:')} ")
        for number, cite in enumerate(cites, 1):
            source = shown.facts.sources[cite]
            text = in_language(source.text, language) or in_language(source.text, "en") or cite
            paragraph += nodes.Text(f"{'; ' if number > 1 else ''}[{number}] ")
            if source.url:
                paragraph += nodes.reference("", text, refuri=source.url, internal=False)
            else:
                paragraph += nodes.Text(text)
        paragraph += nodes.Text(".")
        return [paragraph]


def _words() -> Words:
    return Words(
        path=str(_("Path")),
        meaning=str(_("What it means")),
        step=str(_("Share of the step")),
        whole=str(_("Share of the whole")),
        flow=str(_("Flow")),
        source=str(_("Source")),
        computed=str(_("remainder")),
        measured=str(_("counted on this page")),
    )
