"""The words of a page that a reader reads, each with its line: no code, no formula, no address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import yaml

from build_tools.pages.markdown import DIRECTIVE, markdown
from build_tools.pages.model import CodeCell

if TYPE_CHECKING:
    from markdown_it.token import Token

    from build_tools.pages.model import Page

#: Stands for what is no words: code, a formula, a value, a text in another language.
GAP = "\N{OBJECT REPLACEMENT CHARACTER}"

#: Directives without prose inside.
_NO_PROSE = frozenset({"code-cell", "code", "code-block", "math", "toctree", "branches"})
#: Options of directives that a reader reads.
_READ_OPTIONS = {"alt", "caption"}
#: Roles whose text is not of the page's language, or no words.
_NO_WORDS = frozenset({"glued", "fact", "share", "math", "lang", "code", "numref", "eq"})
_TARGET = re.compile(r"^(?P<text>.*?)\s*<[^<>]*>$", re.DOTALL)
_OPTION = re.compile(r":(?P<name>[\w-]+):[ \t]*(?P<value>.*)")
_MARKER = re.compile(r"^\[(?:[ xX]|\?[^\]]*)\][ \t]*")
#: A footnote's mark, where its note stands in another piece of the page.
_NOTE = re.compile(r"\[\^[^\]\s]+\]:?")
_BLANK = re.compile(r"\[\[.*?\]\]")
_KEY = re.compile(r"[ \t]*=(?:[ \t]|$)")
_ANY_OTHER = re.compile(r"([ \t]*-[ \t]+\[ \][ \t]+)\*[ \t]*$")


class Kind(StrEnum):
    """Where words stand."""

    HEADING = "heading"  #: a title of the page, of a section or of a block
    TEXT = "text"  #: paragraphs, lists, tables, questions
    CAPTION = "caption"  #: under a figure or over a table
    ALT = "alt"  #: told in place of a figure


@dataclass(frozen=True)
class Passage:
    """A paragraph, a heading, a cell of a table: words that belong together.

    ``text`` keeps the ends of the author's lines; ``GAP`` stands for what is no words. ``linked``
    are the ranges of it that are links or terms already.
    """

    text: str
    line: int  #: 1-based line of its start in the author's file
    kind: Kind = Kind.TEXT
    linked: tuple[tuple[int, int, str], ...] = ()  #: start, end, target of a term (else empty)

    def line_at(self, position: int) -> int:
        """The line of the author's file on which a character of the text stands."""
        return self.line + self.text.count("\n", 0, position)


def page_passages(page: Page) -> Iterator[Passage]:
    """All passages of a page, in order."""
    for block in page.blocks:
        if isinstance(block, CodeCell):
            yield from _cell(block)
        else:
            yield from passages(block.text, block.line)


def passages(text: str, line: int = 1) -> Iterator[Passage]:
    """The passages of a piece of Markdown that starts on a line."""
    yield from _tokens(markdown().parse(text), line - 1)


def _cell(cell: CodeCell) -> Iterator[Passage]:
    start = cell.line
    for group in ("figure", "table"):
        options = cell.metadata.get(group)
        for one in options if isinstance(options, list) else [options]:
            if isinstance(one, Mapping):
                yield from _read_options(one, start)


def _read_options(options: Mapping[Any, Any], line: int) -> Iterator[Passage]:
    for name, kind in (("alt", Kind.ALT), ("caption", Kind.CAPTION)):
        value = options.get(name)
        if isinstance(value, str):
            for own in passages(value, line):
                # within YAML a text's own lines are not known
                yield Passage(own.text.replace("\n", " "), line, kind, own.linked)


def _tokens(tokens: list[Token], offset: int) -> Iterator[Passage]:
    heading = False
    row = 0
    for token in tokens:
        if token.map is not None:
            row = token.map[0]
        line = offset + row + 1
        if token.type in {"heading_open", "heading_close"}:
            heading = token.type == "heading_open"
        elif token.type == "inline":
            yield _inline(token, line, Kind.HEADING if heading else Kind.TEXT)
        elif token.type in {"fence", "colon_fence"}:
            yield from _directive(token, line)


def _directive(token: Token, line: int) -> Iterator[Passage]:
    match = DIRECTIVE.match(token.info.strip())
    if match is None or match[1] in _NO_PROSE:
        return
    name, argument = match[1], token.info.strip()[match.end() :].strip()
    if argument and name not in {"quiz", "when", "sankey", "collections"}:
        for passage in passages(argument, line):
            yield Passage(passage.text, line, Kind.HEADING, passage.linked)
    lines = token.content.split("\n")
    used, options = _options(lines)
    yield from _read_options(options, line + 1)
    body = [*([""] * used), *lines[used:]]
    if name == "quiz":
        body = [_question_line(own) for own in body]
    if name in {"sankey", "glossary-terms"}:
        return
    yield from _tokens(markdown().parse("\n".join(body)), line)


def _options(lines: list[str]) -> tuple[int, Mapping[Any, Any]]:
    """How many lines of a directive are its options, and what they say."""
    if lines and lines[0].strip() == "---":
        end = next((n for n, text in enumerate(lines[1:], 1) if text.strip() == "---"), 0)
        try:
            found = yaml.safe_load("\n".join(lines[1:end]))
        except yaml.YAMLError:
            found = None
        return end + 1, found if isinstance(found, dict) else {}
    options: dict[str, str] = {}
    used = 0
    while used < len(lines) and (match := _OPTION.fullmatch(lines[used])):
        options[match["name"]] = match["value"]
        used += 1
    return used, options


def _question_line(line: str) -> str:
    """A line of a question without its keys."""
    if _KEY.match(line):
        return ""
    line = _ANY_OTHER.sub(r"\1", line)
    return _BLANK.sub(GAP, line)


def _inline(token: Token, line: int, kind: Kind) -> Passage:
    text = ""
    linked: list[tuple[int, int, str]] = []
    opened = 0
    for child in token.children or ():
        match child.type:
            case "text" | "text_special":
                words = _NOTE.sub("", child.content)
                text += words if text else _MARKER.sub("", words, count=1)
            case "softbreak" | "hardbreak":
                text += "\n"
            case "link_open":
                opened = len(text)
            case "link_close":
                linked.append((opened, len(text), ""))
            case "myst_role":
                start = len(text)
                words, target = _role(child)
                text += words
                if target is not None:
                    linked.append((start, len(text), target))
            case "code_inline" | "math_inline" | "math_inline_double" | "image":
                text += GAP
            case _:
                pass
    return Passage(text, line, kind, tuple(linked))


def _role(token: Token) -> tuple[str, str | None]:
    """The words that a role shows, and the target if it is a link or a term."""
    name = str(token.meta["name"])
    if name in _NO_WORDS:
        return GAP, None
    if name == "when":
        # a reader sees one of them; they stand apart here, so that no word runs into another
        return f" {GAP} ".join(_plain(own) for own in token.content.split("|")[1:]), None
    content = token.content.replace("\n", " ")
    target = _TARGET.match(content)
    words = target["text"] if target and target["text"] else content
    asked = content[len(target["text"]) :].strip(" <>") if target else content
    return words, asked if name == "term" else ""


def _plain(text: str) -> str:
    return " ".join(own.text for own in passages(text)).replace("\n", " ")
