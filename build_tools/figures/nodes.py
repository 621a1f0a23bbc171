"""The nodes of figures and tables, and how each builder prints them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.locale import get_translation

from build_tools.figures import interactive, svg
from build_tools.figures.markup import table_body
from build_tools.figures.model import drawing_path
from build_tools.localisation.numbers import format_number
from build_tools.rendering.static import serve_static
from build_tools.rendering.words import give_words, load_words

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

    from build_tools.figures.tables import Table

_ = get_translation("lessons")

_STATIC = Path(__file__).with_name("static")
_WIDE = 640
"""Drawings wider than this scroll earlier on a narrow screen (``figures.css``)."""


class lesson_figure(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes so
    """A figure: ``name`` (its id), ``title`` and ``alt``, and one of three things to show.

    ``digest`` of a Plotly figure, ``svg`` (a cleaned drawing) or ``picture``. ``narrow`` is the
    digest of its form for narrow pages, empty where there is none. Children: a ``lesson_drawing``
    and a ``lesson_data``.
    """


class lesson_drawing(nodes.General, nodes.Element):  # noqa: N801
    """The drawing and its caption. Child: a ``lesson_caption``, where there is a caption."""


class lesson_caption(nodes.General, nodes.TextElement):  # noqa: N801
    """The caption of a drawing."""


class lesson_data(nodes.General, nodes.Element):  # noqa: N801
    """The numbers of a figure. Children: ``lesson_table``."""


class lesson_table(nodes.General, nodes.TextElement):  # noqa: N801
    """A table: ``name`` (its id) and ``table``. Children: its caption, inline."""


@dataclass(frozen=True)
class Picture:
    """A bitmap that a cell shows."""

    data: bytes
    ending: str
    width: int
    height: int

    @property
    def file(self) -> str:
        """Its name in the site, by its contents."""
        return f"{hashlib.sha256(self.data).hexdigest()[:20]}.{self.ending}"


def drawing_file(env: BuildEnvironment, digest: str) -> Path:
    """Where the drawing of a figure is, if it is drawn."""
    return drawing_path(Path(env.app.confdir) / env.config.lessons_drawings, digest)


def _visit_figure(self: HTML5Translator, node: nodes.Element) -> None:
    """Name the script that makes the figure interactive, for the one that offers it."""
    digest = node.get("digest")
    data = f' data-figure="{interactive.script_name(digest)}"' if digest else ""
    self.body.append(f'<div class="figure-block"{data}>\n')


def _depart_figure(self: HTML5Translator, _node: nodes.Element) -> None:
    self.body.append("</div>\n")


def _visit_drawing(self: HTML5Translator, node: nodes.Element) -> None:
    """Put the drawing into the page; without one, say what the figure shows."""
    figure = node.parent
    name, alt = figure["name"], figure["alt"]
    if picture := figure.get("picture"):
        self.body.append(_picture(self, picture, name, alt))
        return
    drawing = figure.get("svg") or _drawn(self.builder.env, figure)
    if not drawing:
        said = f"<p>{escape(alt)}</p>\n" if alt else ""
        self.body.append(f'<figure class="lesson-figure not-drawn" id="{name}">\n{said}')
        return
    title = figure["title"] or str(_("Figure"))
    # What scrolls takes the focus, so that the keyboard can scroll it.
    box = (
        f'<div class="drawing wide" tabindex="0" role="region" aria-label="{escape(title)}">'
        if svg.width(drawing) > _WIDE
        else '<div class="drawing">'
    )
    self.body.append(
        f'<figure class="lesson-figure" id="{name}">\n{box}'
        f"{svg.fitted(drawing, name, title, alt)}</div>\n"
    )
    other = drawing_file(self.builder.env, figure["narrow"]) if figure.get("narrow") else None
    if other is not None and other.is_file():
        # The style sheet shows one of the two; the other is not there for anyone.
        drawing = svg.fitted(other.read_text(encoding="utf-8"), f"{name}-narrow", title, alt)
        self.body.append(f'<div class="drawing narrow">{drawing}</div>\n')


def _drawn(env: BuildEnvironment, figure: nodes.Element) -> str:
    """The drawing that the draw step left; nothing where there was no browser."""
    path = drawing_file(env, figure["digest"])
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _picture(self: HTML5Translator, picture: Picture, name: str, alt: str) -> str:
    """Put a bitmap beside the pages and show it when the reader comes near."""
    images = Path(self.builder.outdir) / self.builder.imagedir
    images.mkdir(parents=True, exist_ok=True)
    (images / picture.file).write_bytes(picture.data)
    return (
        f'<figure class="lesson-figure" id="{name}">\n<div class="drawing">'
        f'<img class="lesson-picture" src="{self.builder.imgpath}/{picture.file}"'
        f' width="{picture.width}" height="{picture.height}" loading="lazy" decoding="async"'
        f' alt="{escape(alt)}"></div>\n'
    )


def _depart_drawing(self: HTML5Translator, _node: nodes.Element) -> None:
    self.body.append("</figure>\n")


def _visit_caption(self: HTML5Translator, _node: nodes.Element) -> None:
    self.body.append("<figcaption>")


def _depart_caption(self: HTML5Translator, _node: nodes.Element) -> None:
    self.body.append("</figcaption>\n")


def _visit_data(self: HTML5Translator, node: nodes.Element) -> None:
    # The numbers stand in for a drawing that could not be made.
    drawn = drawing_file(self.builder.env, node.parent["digest"]).is_file()
    state = "" if drawn else " open"
    self.body.append(
        f'<details class="figure-data"{state}><summary>{escape(str(_("Data table")))}</summary>\n'
    )


def _depart_data(self: HTML5Translator, _node: nodes.Element) -> None:
    self.body.append("</details>\n")


def _visit_table(self: HTML5Translator, node: nodes.Element) -> None:
    """Open a table in a box that scrolls: by keyboard too, so it has a name and takes the focus."""
    named = (
        f'aria-labelledby="{node["name"]}-caption"'
        if node.children
        else f'aria-label="{escape(str(_("Data table")))}"'
    )
    # A table of the page is a place to go to; the numbers of a figure belong to the figure.
    role, kind = (
        ("group", "lesson-table")
        if isinstance(node.parent, lesson_data)
        else ("region", "lesson-table dataframe")
    )
    self.body.append(
        f'<div class="table-scroll" tabindex="0" role="{role}" {named}>\n<table class="{kind}">\n'
    )
    if node.children:
        self.body.append(f'<caption id="{node["name"]}-caption">')


def _depart_table(self: HTML5Translator, node: nodes.Element) -> None:
    table = cast("Table", node["table"])
    if node.children:
        self.body.append("</caption>\n")
    note = f'<p class="table-note">{escape(table.note)}</p>\n' if table.note else ""
    self.body.append(f"{table_body(table)}\n</table>\n</div>\n{note}")


def _skip(_self: Any, _node: nodes.Element) -> None:
    raise nodes.SkipNode


def _serve_static(app: Sphinx, config: Config) -> None:
    serve_static(app, config, _STATIC)
    app.add_css_file("figures.css")


def _words(app: Sphinx) -> dict[str, dict[str, str]]:
    """What the script says, and the file that it loads."""
    size = format_number(interactive.bundle_size() / 1e6, app.config.language, digits=1)
    words = {
        "offer": str(_("Make interactive ({size} MB)")).format(size=size),
        "loading": _("Loading…"),
        "failed": _("The figure could not be loaded. Try again when there is a connection."),
        "back": _("Back to the picture"),
        "help": _("Arrow keys go from one value to the next, Escape leads back to the picture."),
        "bundle": interactive.bundle_name(),
    }
    return {"figures": {name: str(word) for name, word in words.items()}}


def _add_script(
    app: Sphinx, _page: str, _template: str, _context: dict[str, Any], doctree: nodes.Node | None
) -> None:
    """Load the script on the pages that have figures, and on no other."""
    figures = doctree.findall(lesson_figure) if doctree is not None else ()
    if any("digest" in figure for figure in figures):
        load_words(app)
        app.add_js_file("figures.js", loading_method="defer")


def setup_nodes(app: Sphinx) -> dict[str, Any]:
    """Register nodes, setting and style sheet."""
    app.add_config_value("lessons_drawings", "_build/drawings", "env", types=str)
    # Other formats leave figures out: the site is HTML, and its PDF is printed from it.
    none = (_skip, None)
    for node, html in (
        (lesson_figure, (_visit_figure, _depart_figure)),
        (lesson_drawing, (_visit_drawing, _depart_drawing)),
        (lesson_caption, (_visit_caption, _depart_caption)),
        (lesson_data, (_visit_data, _depart_data)),
        (lesson_table, (_visit_table, _depart_table)),
    ):
        app.add_node(node, html=html, latex=none, text=none, man=none, texinfo=none)
    app.connect("config-inited", _serve_static)
    app.connect("html-page-context", _add_script)
    give_words(app, _words)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
