"""The HTML of a page without what only weighs: classes and spans that no stylesheet asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_CODE: Final = re.compile(r'<code class="docutils literal notranslate">(.*?)</code>', re.DOTALL)
_SPAN: Final = re.compile(r'<span class="pre">([^<]*)</span>')
_TERM: Final = re.compile(
    r'<a class="reference (?:in|ex)ternal" ([^<>]*>)'
    r'<span class="xref std std-term">(.*?)</span></a>',
    re.DOTALL,
)
_LINK: Final = re.compile(r'<a class="reference (?:in|ex)ternal"')
_LINKED: Final = re.compile(r'<span class="(?:(?:xref )?std std-(?:doc|ref)|glued)">([^<]*)</span>')
_CELL: Final = re.compile(r'(<div class="cell(?:_input|_output)?[^"]*?) docutils container"')


def leaner(html: str) -> str:
    """The same page: words of code may break between them, as any words may."""
    html = _CODE.sub(_plain, html)
    html = _TERM.sub(r'<a class="std-term" \1\2</a>', html)
    html = _LINK.sub("<a", _LINKED.sub(r"\1", html))
    return _CELL.sub(r'\1"', html)


def _plain(code: re.Match[str]) -> str:
    words = _SPAN.sub(r"\1", code[1])
    return f'<code class="literal">{words}</code>'


def make_lean(
    _app: Sphinx,
    _pagename: str,
    _template: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Make the text of a page, and its contents, lean before they are put into the template."""
    for part in {"body", "toc"} & context.keys():
        context[part] = leaner(context[part])
