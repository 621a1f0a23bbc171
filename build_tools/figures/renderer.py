"""MyST-NB's door: outputs of cells become the nodes of ``nodes.py``.

Named in ``pyproject.toml`` under ``myst_nb.mime_renderers``.
"""

from __future__ import annotations

import base64
import json
from io import BytesIO
from typing import TYPE_CHECKING, Any, ClassVar

import imagesize
from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util import logging

from build_tools.figures.block import drawing_block, figure_block, table_block, words
from build_tools.figures.nodes import Picture
from build_tools.figures.svg import NotADrawingError
from build_tools.figures.tables import frame_table, plain
from build_tools.pages import mime
from build_tools.typography.rules import typeset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from myst_nb.core.render import MimeData, NbElementRenderer
    from sphinx.environment import BuildEnvironment


_logger = logging.getLogger(__name__)
_ = get_translation("lessons")


class LessonRenderer:
    """Renders figures and data frames; leaves every other output to MyST-NB."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int | None]]] = (
        *(("*", kind, number) for number, kind in enumerate((*mime.FIGURES, mime.TABLE), start=1)),
    )

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer,
        data: MimeData,
        inline: bool,  # noqa: FBT001  MyST-NB's signature
    ) -> list[nodes.Element] | None:
        """The nodes of one output; nothing when it is not ours."""
        env: BuildEnvironment | None = renderer.renderer.sphinx_env
        if inline or env is None or data.mime_type not in {*mime.FIGURES, mime.TABLE}:
            return None
        output = _Output(renderer, data, env)
        if data.mime_type == mime.TABLE:
            return [output.table(_structured(data.content))]
        return output.figure()


class _Output:
    """One output of a cell and the page it is on."""

    def __init__(self, renderer: NbElementRenderer, data: MimeData, env: BuildEnvironment) -> None:
        self._renderer = renderer
        self._data = data
        self._env = env

    def figure(self) -> list[nodes.Element]:
        """The node of a figure, with what its cell says of it; none for one that cannot be read."""
        said = self._said("figure")
        alt = typeset(plain(said.get("alt") or ""), self._env.config.language)
        caption = self._inline(said.get("caption"))
        if not alt:
            self._warn(
                "this figure has no description for readers who do not see it;"
                " add `figure: {alt: …}` to the cell's options",
                "figure-alt",
            )
        name = str(said.get("name") or "")
        if self._data.mime_type == mime.FIGURE:
            figure = _structured(self._data.content)
            return [figure_block(self._env, figure, alt=alt, caption=caption, name=name)]
        try:
            drawing = self._drawing()
            block = drawing_block(
                self._env, drawing, alt=alt, caption=caption, title=str(_("Figure")), name=name
            )
        except (NotADrawingError, ValueError) as error:
            self._warn(f"this figure cannot be shown: {error}", "figure")
            return []
        return [block]

    def _drawing(self) -> str | Picture:
        """What a library drew; raises ValueError for a picture that is none."""
        content = self._data.content
        if self._data.mime_type == mime.SVG:
            return "".join(content)
        data = content if isinstance(content, bytes) else base64.b64decode("".join(content))
        width, height = imagesize.get(BytesIO(data))
        if width <= 0 or height <= 0:
            message = f"it is no {self._data.mime_type}"
            raise ValueError(message)
        return Picture(data, mime.PICTURES[self._data.mime_type], width, height)

    def table(self, payload: dict[str, Any]) -> nodes.Element:
        """The node of a data frame."""
        table = frame_table(payload, self._env.config.language, words())
        return table_block(self._env, table, self._inline(self._said("table").get("caption")))

    def _warn(self, message: str, subtype: str) -> None:
        place = (self._env.docname, self._data.line)
        _logger.warning(message, location=place, type="lessons", subtype=subtype)

    def _said(self, key: str) -> dict[str, Any]:
        said = self._data.output_metadata.get(key)
        return dict(said) if isinstance(said, dict) else {}

    def _inline(self, text: Any) -> list[nodes.Node]:
        """Inline MyST, with its roles, as nodes."""
        page, into = self._renderer.renderer, nodes.inline()
        with page.current_node_context(into):
            page.nested_render_text(str(text or ""), self._data.line or 0, inline=True)
        return into.children


def _structured(content: Any) -> dict[str, Any]:
    """JSON as MyST-NB hands it over, parsed or not."""
    return dict(json.loads(content) if isinstance(content, str) else content)
