"""MyST-NB's door: outputs of cells become the nodes of ``nodes.py``.

Named in ``pyproject.toml`` under ``myst_nb.mime_renderers``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.util import logging

from build_tools.figures.block import figure_block, table_block
from build_tools.figures.tables import frame_table, plain
from build_tools.pages import mime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from myst_nb.core.render import MimeData, NbElementRenderer
    from sphinx.environment import BuildEnvironment

    from build_tools.figures.model import Figure

_logger = logging.getLogger(__name__)


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
        return figure_block(
            self._env,
            figure,
            alt=alt,
            caption=self._inline(said.get("caption")),
            name=str(said.get("name") or ""),
        )

    def table(self, payload: dict[str, Any]) -> nodes.Element:
        """The node of a data frame."""
        table = frame_table(payload, self._env.config.language)
        return table_block(self._env, table, self._inline(self._said("table").get("caption")))

    def _said(self, key: str) -> dict[str, Any]:
        said = self._data.output_metadata.get(key)
        return dict(said) if isinstance(said, dict) else {}

    def _inline(self, text: Any) -> list[nodes.Node]:
        """Inline MyST, with its roles, as nodes."""
        page, into = self._renderer.renderer, nodes.inline()
        with page.current_node_context(into):
            page.nested_render_text(str(text or ""), self._data.line or 0, inline=True)
        return into.children
