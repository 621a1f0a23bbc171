"""The Markdown of pages, and what of MyST they may use: a page is data, not code.

What is not listed here is refused (``refusals``). ``docs/reference/page-format.md`` lists the same,
and a test holds the two together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

#: MyST's optional syntax that pages use; the Sphinx configuration takes the same list.
MYST_EXTENSIONS: Final = ("colon_fence", "deflist", "dollarmath")

#: The head of a fence that is a directive: its name.
DIRECTIVE: Final = re.compile(r"\{([\w:-]+)\}")


class Body(Enum):
    """What the lines inside a directive are."""

    NOTHING = auto()
    MARKDOWN = auto()
    OWN = auto()  #: a syntax of the directive's own, in which pieces are Markdown
    DATA = auto()  #: no Markdown: code, YAML, names of pages


@dataclass(frozen=True)
class Use:
    """How a directive may be used."""

    body: Body
    argument: bool = False  #: whether something may stand behind its name
    options: frozenset[str] | None = frozenset()  #: None: the directive reads its own


_BLOCK: Final = Use(Body.MARKDOWN)
_TITLED: Final = Use(Body.MARKDOWN, argument=True)

_WRITTEN: Final = Use(Body.MARKDOWN, argument=True, options=frozenset({"space"}))

#: The directives of pages; none of them reads a file that its page names, or runs anything.
DIRECTIVES: Final = {
    "code-cell": Use(Body.DATA, argument=True, options=None),
    **dict.fromkeys(("objectives", "questions", "prerequisites", "keypoints"), _TITLED),
    **dict.fromkeys(("exercise", "discussion"), _WRITTEN),
    **dict.fromkeys(("solution", "hint", "misconception"), _TITLED),
    "instructor-note": _TITLED,
    **dict.fromkeys(("lesson-plans", "lesson-cards"), Use(Body.NOTHING)),
    "first-lesson": Use(Body.NOTHING, argument=True),
    "translation-status": Use(Body.NOTHING),
    **dict.fromkeys(("note", "tip", "warning"), _BLOCK),
    "when": _TITLED,
    "quiz": Use(Body.OWN, argument=True, options=None),
    "explanation": _BLOCK,
    "answer": _BLOCK,
    "quiz-overview": Use(Body.NOTHING),
    "sankey": Use(Body.DATA, argument=True, options=None),
    "branches": Use(Body.NOTHING, argument=True),
    "collections": Use(Body.NOTHING),
    "glossary": Use(Body.OWN),
    "glossary-terms": Use(Body.NOTHING),
    "toctree": Use(Body.DATA, options=frozenset({"hidden", "maxdepth", "caption", "titlesonly"})),
}

#: The roles of pages.
ROLES: Final = frozenset({"term", "lang", "guide", "glued", "when", "share", "fact"})

#: The options of a cell.
CELL_OPTIONS: Final = frozenset({"tags", "figure", "table"})

#: The files beside a language's pages that are published: pictures.
PICTURES: Final = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp"})


@cache
def markdown(*, every_link: bool = False) -> MarkdownIt:
    """The Markdown of pages: CommonMark with MyST's fences, roles, formulae and lists.

    A link that could run something stays text; with ``every_link`` it is a link like others, for
    whoever has to find it.
    """
    parser = (
        MarkdownIt("commonmark", {"typographer": False})
        .enable("table")
        .use(front_matter_plugin)
        .use(colon_fence_plugin)
        .use(deflist_plugin)
        .use(dollarmath_plugin)
        .use(footnote_plugin)
        .use(myst_block_plugin)
        .use(myst_role_plugin)
    )
    if every_link:
        parser.validateLink = _any_link  # type: ignore[method-assign]
    return parser


def _any_link(url: str) -> bool:
    del url
    return True
