"""What a page may not have: whatever would run something, read other files or leave Markdown.

A page from a translator is data (decision 0017). Everything here works on a list of what is
allowed (``markdown``); Sphinx has a second wall of its own behind it (``rendering.walls``).
"""

from __future__ import annotations

import ast
import re
from difflib import get_close_matches
from html import unescape
from typing import TYPE_CHECKING, Final

import yaml

from build_tools.pages.diagnostics import Code
from build_tools.pages.letters import strange_letters, unseen_in_code
from build_tools.pages.links import refused_link, refused_picture
from build_tools.pages.markdown import (
    CELL_OPTIONS,
    DIRECTIVE,
    DIRECTIVES,
    ROLES,
    Body,
    markdown,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from markdown_it.token import Token

#: Line, from 1, kind and message.
Refusal = tuple[int, Code, str]

#: Characters of a page; the longest lesson has less than half of that.
MOST_CHARACTERS: Final = 150_000
#: What a page is made of, in pieces of the parser: paragraphs, formulae, links, cells of tables,
#: the words between them. The longest lesson has 2,300; each takes a millisecond to render.
MOST_PIECES: Final = 20_000
#: Headings of a page; the longest lesson has 37. Where its author moved sections, each one is
#: compared with each of its translation.
MOST_SECTIONS: Final = 200
#: Characters of a line.
LONGEST_LINE: Final = 3_000
#: Blocks in blocks; a page of people has four.
DEEPEST: Final = 8
#: Quotes and lists inside one another, in levels of the parser: two each.
_DEEPEST_LISTS: Final = 16
#: Brackets that are open at once, in a paragraph and in a formula.
_OPEN_BRACKETS: Final = 50
_LONGEST_FORMULA: Final = 2_000

#: What a formula may not do: define, leave the page, or dress as something else.
_NOT_IN_FORMULAE: Final = re.compile(
    r"\\(?:(?:re)?newcommand|renewenvironment|newenvironment|providecommand|[egx]?def|let|futurelet"
    r"|DeclareMathOperator|csname|expandafter|catcode|input|include\w*|openin|write|read|special"
    r"|require|href|url|html\w*|class|cssId|style|data|unicode|loop|repeat|immediate)(?![A-Za-z])"
)
_LINK_IN_A_TEXT: Final = re.compile(r"<\s*a\s|<\s*script\b|\b(?:java|vb)script\s*:", re.IGNORECASE)
_SUBSTITUTION: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_DEFINITION: Final = re.compile(
    r"\[(?P<label>(?:[^\]\\]|\\.)+)\]:\s*(?:<(?P<angled>[^>]*)>|(?P<bare>\S+))"
)
_OPTION: Final = re.compile(r"\s*:(?!::)(?P<name>[^:]*):?")
#: What stands before the words of a line inside a list, a quotation, a term or a question.
_MARKERS: Final = re.compile(r"(?:[\s>]|[-*+] |\d+[.)] |\[[ xX]\] |\[\?[^\]]*\] |: )*")

#: Lines of a block that are none of its text: its first and its last.
_FENCES: Final = 2

_HTML: Final = "raw HTML is not allowed; write it in Markdown"
_LISTED: Final = "docs/reference/page-format.md lists what is"
#: Syntax that no page has, by the parser's name for it.
_NOT_HERE: Final = {
    "html_block": _HTML,
    "html_inline": _HTML,
    "myst_target": "`(name)=` is not used here; every heading has an id to link to",
    "myst_block_break": "`+++` is not used here; take it out",
}


def refusals_of_text(text: str) -> Iterator[Refusal]:
    """What is wrong with a page before it is parsed; what is told here may not be parsed."""
    if len(text) > MOST_CHARACTERS:
        much = f"{len(text):,} characters, and {MOST_CHARACTERS:,} at most are read"
        yield 1, Code.STRUCTURE, f"this page has {much}; make several pages of it"
        return
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            much = f"{len(line):,} characters, and {LONGEST_LINE:,} at most are read"
            yield number, Code.STRUCTURE, f"this line has {much}; break it"
    for number, message in strange_letters(text):
        yield number + 1, Code.FORBIDDEN, message


def refusals(page: str, text: str, tokens: list[Token]) -> Iterator[Refusal]:
    """What the page of a docname has that it may not have; ``tokens`` are those of ``text``."""
    yield from _of_tokens(page, tokens, 0, 0)
    yield from _of_definitions(page, text.split("\n"), 0)


def cell_refusals(
    page: str, metadata: dict[str, Any], source: str, line: int, code_line: int
) -> list[Refusal]:
    """What a cell has that it may not have, in its options and in its code."""
    found: list[Refusal] = [
        (
            line,
            Code.FORBIDDEN,
            f"`{key}` is no option of a cell; there are {_listed(CELL_OPTIONS)}",
        )
        for key in metadata
        if key not in CELL_OPTIONS
    ]
    tags = metadata.get("tags")
    if tags is not None and not (
        isinstance(tags, list) and all(isinstance(tag, str) for tag in tags)
    ):
        found.append((line, Code.FRONT_MATTER, "`tags` is a list, as `tags: [remove-input]`"))
    for words in _texts({key: metadata.get(key) for key in ("figure", "table")}):
        found += _of_words(page, words, line)
    found += (
        (code_line + number, Code.FORBIDDEN, message) for number, message in unseen_in_code(source)
    )
    return found


def literal_refusals(tree: ast.AST, code_line: int) -> Iterator[Refusal]:
    """Links in the texts of a cell: figures show such a label as a link, wherever it leads."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if match := _LINK_IN_A_TEXT.search(node.value):
            message = f"`{match[0]}` in a text of a cell: labels have no links; take it out"
            yield code_line + node.lineno - 1, Code.FORBIDDEN, message


def _texts(value: Any) -> Iterator[str]:
    """All texts in the options of a cell."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _of_markdown(page: str, text: str, offset: int, depth: int) -> Iterator[Refusal]:
    """Of Markdown that begins behind line ``offset``."""
    if depth > DEEPEST:
        yield offset + 1, Code.STRUCTURE, f"more than {DEEPEST} blocks inside one another"
        return
    yield from _of_tokens(page, markdown(every_link=True).parse(text), offset, depth)
    yield from _of_definitions(page, text.split("\n"), offset)


def _of_words(page: str, text: str, line: int) -> Iterator[Refusal]:
    """Of Markdown that is told by one line: a title, a caption."""
    yield from ((line, code, message) for _, code, message in _of_markdown(page, text, 0, 1))


def _of_tokens(page: str, tokens: list[Token], offset: int, depth: int) -> Iterator[Refusal]:
    line = offset + 1
    for token in tokens:
        line = offset + token.map[0] + 1 if token.map else line
        if token.level > _DEEPEST_LISTS:
            yield line, Code.STRUCTURE, "lists or quotations inside one another, too deep to read"
            return
        if token.type in _NOT_HERE:
            yield line, Code.FORBIDDEN, _NOT_HERE[token.type]
        elif token.type == "front_matter" and depth:
            yield line, Code.FORBIDDEN, "settings stand at the top of a page, and only there"
        elif token.type == "inline":
            yield from _of_inline(page, token, line)
        elif token.type in {"fence", "colon_fence"}:
            yield from _of_fence(page, token, line, depth)
        elif token.type == "code_block":
            yield from _of_code(token.content, line)
        elif token.type.startswith("math"):
            yield from _of_formula(token.content, line)


def _of_inline(page: str, token: Token, first: int) -> Iterator[Refusal]:
    line = first
    if _too_deep(token.content, "[]"):
        yield first, Code.STRUCTURE, f"more than {_OPEN_BRACKETS} open `[` in one paragraph"
    text = "".join(map(_said, _leaves(token.children or ())))
    if match := _SUBSTITUTION.search(text):
        message = "`{{ … }}` puts in nothing here; write the text, or {glued}`name` for a value"
        yield first + text.count("\n", 0, match.start()), Code.FORBIDDEN, message
    for child in _leaves(token.children or ()):
        line += child.type in {"softbreak", "hardbreak"}
        yield from _of_leaf(page, child, line)


def _of_leaf(page: str, token: Token, line: int) -> Iterator[Refusal]:
    message = ""
    if token.type in _NOT_HERE:
        message = _NOT_HERE[token.type]
    elif token.type == "link_open":
        message = refused_link(page, str(token.attrs.get("href", "")))
    elif token.type == "image":
        message = refused_picture(page, str(token.attrs.get("src", "")))
    elif token.type == "myst_role":
        yield from _of_role(page, token, line)
    elif token.type.startswith("math"):
        yield from _of_formula(token.content, line)
    elif token.type == "code_inline":
        yield from _of_code(token.content, line)
    if message:
        yield line, Code.FORBIDDEN, message


def _said(token: Token) -> str:
    """What an inline token adds to the text of its paragraph: emphasis nothing, code a stop."""
    if token.type in {"softbreak", "hardbreak"}:
        return "\n"
    return token.content if token.type == "text" or token.nesting else "\0"


def _too_deep(text: str, brackets: str) -> bool:
    """Whether more brackets are open at once than a parser can take."""
    if text.count(brackets[0]) <= _OPEN_BRACKETS:
        return False
    depth = deepest = 0
    for character in text:
        depth += (character == brackets[0]) - (character == brackets[1])
        deepest = max(deepest, depth)
    return deepest > _OPEN_BRACKETS


def _leaves(tokens: Iterable[Token]) -> Iterator[Token]:
    """Inline tokens, those in the words of a picture too."""
    for token in tokens:
        yield token
        yield from _leaves(token.children or ())


def _of_role(page: str, token: Token, line: int) -> Iterator[Refusal]:
    name = str(token.meta.get("name", ""))
    if name not in ROLES:
        yield (
            line,
            Code.FORBIDDEN,
            f"the role `{{{name}}}` is not allowed in a page; there are {_listed(ROLES)}",
        )
    for number, message in unseen_in_code(token.content):
        yield line + number, Code.FORBIDDEN, message
    if name == "when":
        yield from _of_words(page, token.content.partition("|")[2], line)


def _of_code(text: str, line: int) -> Iterator[Refusal]:
    for number, message in unseen_in_code(text):
        yield line + number, Code.FORBIDDEN, message


def _of_formula(text: str, line: int) -> Iterator[Refusal]:
    if len(text) > _LONGEST_FORMULA:
        yield line, Code.STRUCTURE, f"a formula of {len(text):,} characters; make several of it"
        return
    if match := _NOT_IN_FORMULAE.search(text):
        yield line, Code.FORBIDDEN, f"`{match[0]}` is not allowed in a formula; write it out"
    if _too_deep(text, "{}"):
        yield line, Code.STRUCTURE, f"more than {_OPEN_BRACKETS} open `{{` in one formula"
    yield from _of_code(text, line)


def _of_fence(page: str, token: Token, line: int, depth: int) -> Iterator[Refusal]:
    lines = token.content.count("\n")
    if token.map and lines and token.map[1] - token.map[0] < lines + _FENCES:
        which = "this block, or the one round it, does" if depth else "this block does"
        message = f"{which} not end; its last line is `{token.markup}`"
        yield line, Code.STRUCTURE, message
    info = token.info.strip()
    name = info.split(maxsplit=1)[0] if info else ""
    if token.type == "fence" and not name.startswith("{"):
        yield from _of_code(token.content, line + 1)
        return
    match = DIRECTIVE.fullmatch(name)
    argument = info[len(name) :].strip()
    if not match:
        shown = name or token.markup
        message = f"`{shown}` is no block; a block's name is in braces, as `{{note}}`"
        yield line, Code.FORBIDDEN, message
    elif match[1] not in DIRECTIVES:
        near = get_close_matches(match[1], DIRECTIVES, n=1)
        meant = f"is it `{{{near[0]}}}`? " if near else ""
        message = f"`{name}` is not allowed in a page; {meant}{_LISTED}"
        yield line, Code.FORBIDDEN, message
    elif match[1] == "code-cell":
        if depth or token.level:
            yield line, Code.STRUCTURE, "a cell stands at top level, not inside another block"
        elif token.type != "fence" or argument != "python":
            yield line, Code.STRUCTURE, "a cell begins with a line ```{code-cell} python"
    else:
        yield from _of_directive(page, match[1], argument, token.content, line=line, depth=depth)


def _of_directive(
    page: str, name: str, argument: str, content: str, *, line: int, depth: int
) -> Iterator[Refusal]:
    use = DIRECTIVES[name]
    if argument and not use.argument:
        message = f"nothing stands behind `{{{name}}}`; its text begins on the next line"
        yield line, Code.FORBIDDEN, message
    if argument and name != "when":  # a condition, and no words
        yield from _of_words(page, argument, line)
    if use.options is not None:
        yield from _of_options(name, use.options, content, line)
    if use.body in {Body.MARKDOWN, Body.OWN}:
        yield from _of_markdown(page, content, line, depth + 1)
    if use.body is Body.OWN:
        yield from _of_markdown(page, _flat(content), line, depth + 1)
    if name == "sankey":
        yield from _of_yaml_options(page, content, line)
    elif name == "toctree":
        yield from _of_entries(content, line)


def _of_options(name: str, allowed: frozenset[str], content: str, line: int) -> Iterator[Refusal]:
    """Options of a directive: ``:key: value`` lines, or YAML between lines of ``---``."""
    lines = content.split("\n")
    if content.startswith("---"):
        yield line + 1, Code.FORBIDDEN, f"options of `{{{name}}}` are `:key: value` lines"
        return
    number = 0
    while number < len(lines) and not lines[number].strip():
        number += 1
    while number < len(lines) and (match := _OPTION.match(lines[number])):
        option = match["name"].strip()
        if option not in allowed:
            known = f"; there are {_listed(allowed)}" if allowed else ""
            yield (
                line + 1 + number,
                Code.FORBIDDEN,
                f"`{{{name}}}` has no option `{option}`{known}",
            )
        number += 1


def _of_yaml_options(page: str, content: str, line: int) -> Iterator[Refusal]:
    """The texts in the options of a diagram: they are Markdown, whatever quotes are round them."""
    lines = content.split("\n")
    if not lines[0].startswith("---"):
        options = "\n".join(re.sub(r"^\s*:", "", text) for text in lines if _OPTION.match(text))
    else:
        end = next((n for n, text in enumerate(lines[1:], 1) if text.startswith("---")), len(lines))
        options = "\n".join(lines[1:end])
    try:
        for event in yaml.parse(options, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.ScalarEvent):
                yield from _of_words(page, event.value, line)
    except yaml.YAMLError:
        # the directive tells that; what could be read of it is looked at all the same
        yield from _of_words(page, _flat(options), line)


def _of_entries(content: str, line: int) -> Iterator[Refusal]:
    """A list of pages has pages, by relative path."""
    for number, entry in enumerate(content.split("\n"), line + 1):
        text = entry.strip()
        if not text or _OPTION.match(text):
            continue
        target = text.rpartition("<")[2].removesuffix(">") if text.endswith(">") else text
        if not re.fullmatch(r"[\w-]+(?:/[\w-]+)*(?:\.md)?", target.strip(), re.ASCII):
            yield (
                number,
                Code.FORBIDDEN,
                f"`{target.strip()}` is no page; a list of pages has paths, as `lessons/z-boson`",
            )


def _flat(text: str) -> str:
    """Every line without what stands before its words, whoever takes it away later."""
    return "\n".join(line[len(_MARKERS.match(line)[0]) :] for line in text.split("\n"))  # type: ignore[index]


def _of_definitions(page: str, lines: list[str], offset: int) -> Iterator[Refusal]:
    """Of ``[x]: address``, used or not."""
    for number, line in enumerate(lines, offset + 1):
        match = _DEFINITION.match(line.lstrip(" >"))
        if not match or match["label"].startswith("^"):
            continue
        target = match["bare"] if match["angled"] is None else match["angled"]
        if message := refused_link(page, unescape(target)):
            yield number, Code.FORBIDDEN, message


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))
