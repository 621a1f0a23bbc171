"""MyST-NB's door: outputs of cells become the nodes of ``nodes.py``.

Named in ``pyproject.toml`` under ``myst_nb.mime_renderers``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util import logging

from build_tools.figures.model import (
    Figure,
    axis_title,
    figure_digest,
    title_text,
)
from build_tools.figures.nodes import (
    drawing_file,
    lesson_caption,
    lesson_data,
    lesson_drawing,
    lesson_figure,
    lesson_table,
)
from build_tools.figures.tables import Table, Words, data_tables, frame_table, plain
from build_tools.pages import mime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from myst_nb.core.render import MimeData, NbElementRenderer
    from sphinx.environment import BuildEnvironment

_logger = logging.getLogger(__name__)
_ = get_translation("lessons")


class LessonRenderer:
    """Renders figures and data frames; leaves every other output to MyST-NB."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int | None]]] = (
        ("*", mime.FIGURE, 1),
        ("*", mime.TABLE, 2),
    )

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer,
        data: MimeData,
        inline: bool,  # noqa: FBT001  MyST-NB's signature
    ) -> list[nodes.Element] | None:
        """The nodes of one output; nothing when it is not ours."""
        env: BuildEnvironment | None = renderer.renderer.sphinx_env
        if inline or env is None or data.mime_type not in {mime.FIGURE, mime.TABLE}:
            return None
        content = json.loads(data.content) if isinstance(data.content, str) else data.content
        output = _Output(renderer, data, env)
        return [output.figure(content) if data.mime_type == mime.FIGURE else output.table(content)]


class _Output:
    """One output of a cell and the page it is on."""

    def __init__(self, renderer: NbElementRenderer, data: MimeData, env: BuildEnvironment) -> None:
        self._renderer = renderer
        self._data = data
        self._env = env

    def figure(self, figure: Figure) -> nodes.Element:
        """The node of a figure, with what its cell says of it."""
        said = self._said("figure")
        alt = plain(said.get("alt") or "")
        if not alt:
            _logger.warning(
                "this figure has no description for readers who do not see it;"
                " add `figure: {alt: …}` to the cell's options",
                location=(self._env.docname, self._data.line),
                type="lessons",
                subtype="figure-alt",
            )
        digest = figure_digest(figure)
        # The page is read again when its drawing appears or goes away.
        self._env.note_dependency(drawing_file(self._env, digest))
        drawing = lesson_drawing()
        if caption := said.get("caption"):
            drawing += self._parsed(str(caption), lesson_caption())
        node = lesson_figure(
            name=f"figure-{self._env.new_serialno('lesson-figure') + 1}",
            digest=digest,
            title=_title(figure),
            alt=alt,
        )
        node += drawing
        tables = data_tables(figure, self._env.config.language, _words())
        if tables:
            data = lesson_data()
            data += [self._table_node(table, table.title) for table in tables]
            node += data
        return node

    def table(self, payload: dict[str, Any]) -> nodes.Element:
        """The node of a data frame."""
        table = frame_table(payload, self._env.config.language)
        node = self._table_node(table)
        caption = self._said("table").get("caption")
        return self._parsed(str(caption), node) if caption else node

    def _table_node(self, table: Table, caption: str = "") -> nodes.Element:
        name = f"table-{self._env.new_serialno('lesson-table') + 1}"
        node = lesson_table(name=name, table=table)
        if caption:
            node += nodes.Text(caption)
        return node

    def _said(self, key: str) -> dict[str, Any]:
        said = self._data.cell_metadata.get(key)
        return dict(said) if isinstance(said, dict) else {}

    def _parsed(self, text: str, into: nodes.Element) -> nodes.Element:
        """Inline MyST, with its roles, parsed into a node."""
        page = self._renderer.renderer
        with page.current_node_context(into):
            page.nested_render_text(text, self._data.line or 0, inline=True)
        return into


def _title(figure: Figure) -> str:
    """A few words that name a figure: its title, else what it plots over what."""
    layout = figure.get("layout") or {}
    if title := plain(title_text(layout.get("title"))):
        return title
    axes = [plain(axis_title(layout, axis)) for axis in ("yaxis", "xaxis")]
    return " – ".join(filter(None, axes))


def _words() -> Words:
    return Words(
        source=str(_("From")),
        target=str(_("To")),
        value=str(_("Value")),
        label=str(_("Label")),
        uncertainty=str(_("Uncertainty")),
        thinned=str(_("One row in {step} is shown.")),
    )
