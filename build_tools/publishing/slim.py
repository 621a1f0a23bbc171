"""Stylesheets and pages without what no reader's browser needs.

The inherited theme's stylesheet serves every site in the world; this one uses a tenth of it. A
rule stays when every class and id that its selector asks for is named in some page or script. Of
a page, only what HTML lets a browser see by itself is left out, and spaces that are not shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: at-rules whose block holds rules
_GROUPS = ("@media", "@supports", "@layer", "@container")

#: Elements that begin and end a line, so that spaces around them are not shown.
_BLOCKS = (
    "address|article|aside|blockquote|body|caption|col|colgroup|dd|details|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|h[1-6]|head|header|hr|html|legend|li|link|main|meta|nav|ol|p|"
    "pre|script|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_AS_WRITTEN = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2>)", re.DOTALL)
_SPACE_AFTER = re.compile(rf"(</?(?:{_BLOCKS})\b[^<>]*>)\s+")
_SPACE_BEFORE = re.compile(rf"\s+(?=</?(?:{_BLOCKS})\b)")
#: HTML knows what an ``svg`` is.
_NAMESPACE = re.compile(r'(?<=<svg) xmlns="http://www\.w3\.org/2000/svg"')
_END_OF_CELL = re.compile(r"</t[dh]>(?=<t[dh]\b|</tr>)")
_END_OF_ROW = re.compile(r"</tr>(?=<tr\b|</t(?:head|body|foot)>)")

_TAG = 2  #: which of three pieces is only the name of the tag

_BRACE = re.compile(r"[{}]")
_PARENTHESIS_OR_COMMA = re.compile(r"[(),]")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LICENCE = re.compile(r"/\*!.*?\*/", re.DOTALL)
_ATTRIBUTE = re.compile(r"\[[^\]]*\]")
_FUNCTION = re.compile(r":([\w-]+)\(")
#: Functions of which one of the selectors in their parentheses must match something.
_ONE_OF = frozenset({"has", "is", "where"})
_NAME = re.compile(r"(?<!\\)[.#](-?[_a-zA-Z][\w-]*)")


def names_asked(stylesheet: str) -> frozenset[str]:
    """Every class and id that a stylesheet may ask for."""
    return frozenset(_NAME.findall(stylesheet))


def slim(stylesheet: str, names: frozenset[str]) -> str:
    """The stylesheet without the rules that ask for a class or id not in ``names``.

    Comments go too, but for those that carry a licence: they stay, at the end.
    """
    rules = _kept(_COMMENT.sub("", stylesheet), names)
    return "".join([*rules, *_LICENCE.findall(stylesheet)])


def slim_page(text: str) -> str:
    """The HTML of a page in fewer bytes: a browser makes the same of it."""
    pieces = _AS_WRITTEN.split(text)
    for at in range(0, len(pieces), 3):
        piece = _SPACE_BEFORE.sub("", _SPACE_AFTER.sub(r"\1", pieces[at]))
        piece = _END_OF_ROW.sub("", _END_OF_CELL.sub("", piece))
        pieces[at] = _NAMESPACE.sub("", piece)
    return "".join(piece for at, piece in enumerate(pieces) if at % 3 != _TAG)


def rules(stylesheet: str) -> Iterator[tuple[str, str]]:
    """(one selector or at-rule, what stands in its braces) of every rule, also in groups."""
    for head, body in _blocks(_COMMENT.sub("", stylesheet)):
        if body is None:
            continue
        if head.lstrip().startswith(_GROUPS):
            yield from rules(body)
        else:
            yield from ((one, body) for one in _selectors(head))


def _kept(text: str, names: frozenset[str]) -> Iterator[str]:
    for head, body in _blocks(text):
        if body is None:
            yield head
        elif head.lstrip().startswith(_GROUPS):
            inside = "".join(_kept(body, names))
            if inside.strip():
                yield f"{head}{{{inside}}}"
        elif head.lstrip().startswith("@"):
            yield f"{head}{{{body}}}"
        else:
            selectors = [one for one in _selectors(head) if _possible(one, names)]
            if selectors:
                yield f"{','.join(selectors)}{{{body}}}"


def _blocks(text: str) -> Iterator[tuple[str, str | None]]:
    """(what stands before a block, the block); statements such as ``@import`` have no block."""
    start = opened = depth = 0
    for brace in _BRACE.finditer(text):
        place = brace.start()
        if brace[0] == "{":
            if depth == 0:
                opened = place
                statement = text.rfind(";", start, place) + 1
                if statement:
                    yield text[start:statement], None
                    start = statement
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield text[start:opened], text[opened + 1 : place]
                start = place + 1
    if text[start:].strip():
        yield text[start:], None


def _selectors(head: str) -> Iterator[str]:
    """The selectors of a list; a comma within parentheses belongs to its selector."""
    depth = start = 0
    for mark in _PARENTHESIS_OR_COMMA.finditer(head):
        depth += {"(": 1, ")": -1, ",": 0}[mark[0]]
        if mark[0] == "," and depth == 0:
            yield head[start : mark.start()]
            start = mark.end()
    yield head[start:]


def _possible(selector: str, names: frozenset[str]) -> bool:
    """Whether some element could match; what ``:not(…)`` and its like hold is given the doubt."""
    selector = _ATTRIBUTE.sub("", selector)
    plain, position = "", 0
    while asked := _FUNCTION.search(selector, position):
        end = _closing(selector, asked.end())
        inside = _selectors(selector[asked.end() : end])
        if asked[1] in _ONE_OF and not any(_possible(one, names) for one in inside):
            return False
        plain, position = plain + selector[position : asked.start()], end + 1
    return names.issuperset(_NAME.findall(plain + selector[position:]))


def _closing(text: str, position: int) -> int:
    """Where the parenthesis that is open at a place is closed."""
    depth = 1
    while depth and position < len(text):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        position += 1
    return position - 1
