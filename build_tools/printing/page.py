"""The Sphinx side: what every page has for paper, so that a browser prints it well by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

import segno
from pygments import token  # type: ignore[import-untyped]
from pygments.formatters.html import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers.python import PythonLexer  # type: ignore[import-untyped]
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.highlighting import PygmentsBridge

from build_tools.printing.notes import Note, number_links, paper_note, visit_note
from build_tools.rendering.current import bundle_of
from build_tools.rendering.static import serve_static
from build_tools.theme.addresses import absolute

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

_STATIC: Final = Path(__file__).with_name("static")
#: Behind all other stylesheets, which speak of screens.
_LAST: Final = 950
_COLOURED: Final = {
    token.Comment: "c1",
    token.String.Interpol: "",
    token.String: "s2",
    token.Keyword: "k",
    token.Operator.Word: "k",
}
_PYTHON: Final = frozenset({"python", "python3", "ipython3", "ipython"})
_PRE: Final = re.compile(r"(<pre[^>]*>)(?:<span></span>)?(.*?)(</pre>)", re.DOTALL)
#: Begins a line of code; a number in print, nothing on a screen.
LINE_MARK: Final = "<i></i>"


@dataclass(frozen=True)
class Paper:
    """What stands at the end of a page, on paper only."""

    address: str = ""  #: of the page; empty where the site's is not known
    code: str = ""  #: the address as a QR code, SVG
    links: tuple[Note, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.address or self.links)


class FewColours(HtmlFormatter):  # type: ignore[misc]  # Pygments has no types
    """Marks comments, texts and keywords; all else is the colour of the text.

    These are enough to find one's way, and the markup of all others would weigh more than the code.
    """

    def _get_css_classes(self, ttype: Any) -> str:
        return next((name for kind, name in _COLOURED.items() if ttype in kind), "")


class PlainPython(PythonLexer):  # type: ignore[misc]  # Pygments has no types
    """The Python of cells, without the names that have no colour of their own.

    MyST-NB takes cells for IPython's, whose signs would be looked for before every word; a page
    with such a sign is refused.
    """

    name = "Python of cells"
    tokens: ClassVar[dict[str, Any]] = {
        **PythonLexer.tokens,
        "builtins": [],
        "magicfuncs": [],
        "magicvars": [],
    }


class NumberedLines(PygmentsBridge):
    """Marks the lines of longer code: wrapped on paper, they could not be told apart."""

    html_formatter = FewColours

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._formatters: dict[str, Any] = {}

    def get_formatter(self, **options: Any) -> Any:
        """What writes it, made once for all blocks of a kind."""
        kind = repr(sorted(options.items()))
        if kind not in self._formatters:
            self._formatters[kind] = super().get_formatter(**options)
        return self._formatters[kind]

    def highlight_block(self, source: str, lang: str, **options: Any) -> str:  # type: ignore[override]
        """The HTML of a block of code."""
        html = super().highlight_block(source, lang, **options)
        return with_line_marks(html) if lang in _PYTHON else html


def with_line_marks(html: str) -> str:
    """Highlighted code with a mark at the start of each line, when it has several."""
    match = _PRE.search(html)
    if match is None or "\n" not in (code := match[2].rstrip("\n")):
        return html
    marked = LINE_MARK + code.replace("\n", f"\n{LINE_MARK}")
    return f"{html[: match.start(2)]}{marked}\n{html[match.end(2) :]}"


@cache
def qr_code(address: str) -> str:
    """An address as a QR code, inline SVG in few bytes; decoration beside the written address."""
    code = segno.make_qr(address, error="m", boost_error=False)
    return str(code.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None)).replace(
        "<svg", '<svg aria-hidden="true"', 1
    )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register nodes, style sheet and handlers."""
    none = (visit_note, None)
    app.add_node(paper_note, html=none, latex=none, text=none, man=none, texinfo=none)
    app.add_lexer("ipython3", PlainPython)
    app.add_css_file("print.css", priority=_LAST, media="print")
    app.connect("config-inited", partial(serve_static, folder=_STATIC))
    app.connect("builder-inited", _number_lines)
    app.connect("doctree-resolved", _number_links)
    app.connect("html-page-context", _give_paper)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _number_lines(app: Sphinx) -> None:
    builder = app.builder
    if isinstance(builder, StandaloneHTMLBuilder):
        numbered = NumberedLines("html")
        numbered.formatter_args = builder.highlighter.formatter_args
        builder.highlighter = numbered


def _number_links(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    config = app.config
    doctree["paper_links"] = number_links(
        doctree, docname, config.language, config.lessons_site_url
    )


def _give_paper(
    app: Sphinx,
    pagename: str,
    _template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the templates what stands at the end of the page."""
    if doctree is None or bundle_of(app.env, pagename) is None:
        context["paper"] = None
        return
    site, language = app.config.lessons_site_url, app.config.language
    address = absolute(site, language, pagename) if site else ""
    links: tuple[Note, ...] = tuple(doctree.get("paper_links", ()))
    context["paper"] = Paper(address, qr_code(address) if address else "", links)
