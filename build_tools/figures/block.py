"""The node of a figure, for whoever shows one: an output of a cell, or a directive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from build_tools.figures import svg
from build_tools.figures.model import Figure, axis_title, figure_digest, title_text
from build_tools.figures.nodes import (
    Picture,
    drawing_file,
    lesson_caption,
    lesson_data,
    lesson_drawing,
    lesson_figure,
    lesson_table,
)
from build_tools.figures.tables import Table, Words, data_tables, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.environment import BuildEnvironment

_ = get_translation("lessons")


def figure_block(
    env: BuildEnvironment,
    figure: Figure,
    *,
    narrow: Figure | None = None,
    alt: str,
    caption: Sequence[nodes.Node] = (),
    title: str = "",
    data: Sequence[nodes.Node] | None = None,
    name: str = "",
) -> lesson_figure:
    """The node of a figure on the page that Sphinx is reading.

    ``figure`` is in the page's language (``with_locale``). ``alt`` describes it for readers who do
    not see it, in plain text; ``title`` names it in a few words (else its own title, or what it
    plots over what). ``narrow`` is the same figure in a form for narrow pages. ``caption`` is
    inline. ``data`` stands in ``<details>`` below the drawing; None makes tables of the figure's
    values. ``name`` is one that links can use, whatever figures come before.
    """
    digest = figure_digest(figure)
    # The page is read again when its drawing appears or goes away.
    env.note_dependency(drawing_file(env, digest))
    narrow_digest = figure_digest(narrow) if narrow is not None else ""
    if narrow_digest:
        env.note_dependency(drawing_file(env, narrow_digest))
    node = _framed(env, alt=alt, caption=caption, title=title or figure_title(figure), name=name)
    node["digest"] = digest
    node["narrow"] = narrow_digest
    if data is None:
        tables = data_tables(figure, env.config.language, words())
        data = [table_block(env, table, [nodes.Text(table.title)]) for table in tables]
    if data:
        node += lesson_data("", *data)
    return node


def figure_id(name: str) -> str:
    """The id of a figure, by its name or else its place on the page."""
    return f"figure-{name}"


def drawing_block(
    env: BuildEnvironment,
    drawing: str | Picture,
    *,
    alt: str,
    caption: Sequence[nodes.Node] = (),
    title: str = "",
    name: str = "",
) -> lesson_figure:
    """The node of a drawing or picture that a library made itself.

    A drawing is SVG and not trusted: raises ``svg.NotADrawingError`` for what is none.
    """
    node = _framed(env, alt=alt, caption=caption, title=title, name=name)
    if isinstance(drawing, Picture):
        node["picture"] = drawing
    else:
        node["svg"] = svg.clean(drawing, env.config.language)
    return node


def _framed(
    env: BuildEnvironment, *, alt: str, caption: Sequence[nodes.Node], title: str, name: str
) -> lesson_figure:
    place = env.new_serialno("lesson-figure") + 1
    drawing = lesson_drawing("", *([lesson_caption("", "", *caption)] if caption else ()))
    return lesson_figure("", drawing, name=figure_id(name or str(place)), title=title, alt=alt)


def table_block(
    env: BuildEnvironment, table: Table, caption: Sequence[nodes.Node] = ()
) -> lesson_table:
    """The node of a table; ``caption`` is inline."""
    name = f"table-{env.new_serialno('lesson-table') + 1}"
    caption = [node for node in caption if node.astext()]
    return lesson_table("", "", *caption, name=name, table=table)


def figure_title(figure: Figure) -> str:
    """A few words that name a figure: its title, else what it plots over what."""
    layout = figure.get("layout") or {}
    if title := plain(title_text(layout.get("title"))):
        return title
    axes = [plain(axis_title(layout, axis)) for axis in ("yaxis", "xaxis")]
    return " – ".join(filter(None, axes))


def words() -> Words:
    """The words of tables in the language that Sphinx builds for."""
    return Words(
        source=str(_("From")),
        target=str(_("To")),
        value=str(_("Value")),
        label=str(_("Label")),
        uncertainty=str(_("Uncertainty")),
        thinned=str(_("One row in {step} is shown.")),
        left_out=str(_("The first and the last {ends} of {total} rows are shown.")),
    )
