"""Markdown of a question as HTML that stands outside the site.

Roles and conditions are worked out from the page's bundle; links lead to the published site where
its address is known, and are words elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from markdown_it.renderer import RendererHTML

from build_tools.localisation.expressions import ExpressionError, holds, page_values
from build_tools.localisation.numbers import format_glued
from build_tools.pages.markdown import DIRECTIVE, markdown
from build_tools.quiz.syntax import split_blanks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from markdown_it.token import Token

    from build_tools.pages.bundle import PageBundle
    from build_tools.quiz.model import Passage

Formula = Callable[[str, bool], str]
"""From LaTeX, and whether it stands on lines of its own, to what the form shows."""

#: What stands for the n-th blank while Markdown is read: no letter of any language.
_BLANK = "\ue000{}\ue001"
_BLANKS = re.compile("\ue000(\\d+)\ue001")
_TITLED = re.compile(r"(?P<text>.*?)\s*<[^<>]*>", re.DOTALL)


def tex(latex: str, block: bool) -> str:  # noqa: FBT001  a formula's two ways to stand
    r"""A formula between ``\( \)``, which Moodle and its kin typeset themselves."""
    return escape(f"\\[{latex.strip()}\\]" if block else f"\\({latex}\\)", quote=False)


@dataclass
class Markup:
    """Turns passages of one page into HTML."""

    bundle: PageBundle
    root: Path  #: the project
    formula: Formula = tex
    site_url: str = ""
    images: dict[str, bytes] = field(default_factory=dict)  #: name → what was asked for so far
    prefix: str = ""  #: in front of the names of images

    def html(self, passage: Passage, *, inline: bool = False) -> str:
        """The HTML of a passage; ``inline`` leaves out the paragraph around a single one."""
        return self._rendered(passage.text, inline=inline)

    def with_blanks(self, passage: Passage, blank: Callable[[int], str]) -> str:
        """The HTML of a text with blanks; ``blank`` prints the n-th, from 0."""
        pieces = split_blanks(passage.text)
        marked = pieces[0] + "".join(
            _BLANK.format(number) + piece for number, piece in enumerate(pieces[1:])
        )
        html = self._rendered(marked, inline=False)
        return _BLANKS.sub(lambda match: blank(int(match[1])), html)

    def _rendered(self, text: str, *, inline: bool) -> str:
        parser = markdown()
        tokens = parser.parse(text)
        paragraph = 3  # opened, words, closed
        if inline and len(tokens) == paragraph and tokens[0].type == "paragraph_open":
            tokens = tokens[1:2]
        renderer = _Renderer(self)
        return str(renderer.render(tokens, parser.options, {})).strip()

    def image(self, source: str) -> str:
        """Where an image is found that lies beside the page; it is taken along."""
        page = PurePosixPath(self.bundle.path.as_posix()).parent
        path = self.root / page / source
        if not path.is_file():
            return source
        name = path.name
        self.images[name] = path.read_bytes()
        return f"{self.prefix}{name}"

    def link(self, target: str) -> str:
        """The address of a link; empty where it leads nowhere outside the site."""
        if "://" in target:
            return target
        path, _, fragment = target.partition("#")
        if not self.site_url:
            return ""
        page = PurePosixPath(self.bundle.docname).parent / path.removesuffix(".md")
        docname = _joined(page) if path else self.bundle.docname
        place = f"#{fragment}" if fragment else ""
        return f"{self.site_url.rstrip('/')}/{self.bundle.language}/{docname}.html{place}"


def _joined(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        elif part not in {".", ".."}:
            parts.append(part)
    return "/".join(parts)


class _Renderer(RendererHTML):
    """markdown-it's printer, with what MyST adds."""

    def __init__(self, markup: Markup) -> None:
        super().__init__()
        self._markup = markup
        self._links: list[bool] = []

    def math_inline(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return self._markup.formula(tokens[at].content, False)  # noqa: FBT003

    def math_block(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return f"<p>{self._markup.formula(tokens[at].content, True)}</p>\n"  # noqa: FBT003

    math_inline_double = math_block_label = math_block

    def myst_role(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        name, content = str(tokens[at].meta["name"]), tokens[at].content
        bundle = self._markup.bundle
        if name == "glued":
            glued = bundle.glued.get(content.strip())
            return escape(format_glued(glued, bundle.language)) if glued else "…"
        if name == "when":
            condition, *texts = content.split("|")
            try:
                chosen = texts[:1] if holds(condition, page_values(bundle)) else texts[1:2]
            except ExpressionError:
                chosen = []
            return self._markup._rendered("".join(chosen), inline=True)  # noqa: SLF001  its own half
        if name == "lang":
            language, words = (part.strip() for part in content.split("|", 1))
            return f'<em lang="{escape(language)}">{escape(words)}</em>'
        if name in {"sub", "sup"}:
            return f"<{name}>{escape(content)}</{name}>"
        titled = _TITLED.fullmatch(content)
        return escape(titled["text"] if titled else content)

    def fence(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        token = tokens[at]
        match = DIRECTIVE.match(token.info.strip())
        if not match:
            return str(super().fence(tokens, at, options, env))
        if match[1] == "when":
            condition = token.info.strip()[match.end() :].strip()
            try:
                if not holds(condition, page_values(self._markup.bundle)):
                    return ""
            except ExpressionError:
                return ""
        if match[1] == "math":
            return f"<p>{self._markup.formula(token.content, True)}</p>\n"  # noqa: FBT003
        return self._markup._rendered(token.content, inline=False) + "\n"  # noqa: SLF001

    colon_fence = fence

    def image(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        token = tokens[at]
        token.attrs["src"] = self._markup.image(str(token.attrs.get("src", "")))
        return str(super().image(tokens, at, options, env))

    def link_open(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        target = self._markup.link(str(tokens[at].attrs.get("href", "")))
        self._links.append(bool(target))
        return f'<a href="{escape(target)}">' if target else ""

    def link_close(self, *_: Any) -> str:
        return "</a>" if self._links.pop() else ""
