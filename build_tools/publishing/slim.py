"""Stylesheets without the rules that no page of the site can meet.

The inherited theme's stylesheet serves every site in the world; this one uses a tenth of it. A
rule stays when every class and id that its selector asks for is named in some page or script.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: at-rules whose block holds rules
_GROUPS = ("@media", "@supports", "@layer", "@container")

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LICENCE = re.compile(r"/\*!.*?\*/", re.DOTALL)
_ATTRIBUTE = re.compile(r"\[[^\]]*\]")
_ARGUMENTS = re.compile(r"\([^()]*\)")
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
    start = position = 0
    while (brace := text.find("{", position)) >= 0:
        statement = text.rfind(";", start, brace) + 1
        if statement:
            yield text[start:statement], None
            start = statement
        depth, end = 1, brace + 1
        while depth and end < len(text):
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        yield text[start:brace], text[brace + 1 : end - 1]
        start = position = end
    if text[start:].strip():
        yield text[start:], None


def _selectors(head: str) -> Iterator[str]:
    """The selectors of a list; a comma within parentheses belongs to its selector."""
    depth = start = 0
    for position, character in enumerate(head):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            yield head[start:position]
            start = position + 1
    yield head[start:]


def _possible(selector: str, names: frozenset[str]) -> bool:
    """Whether some element could match; what stands in parentheses is given the doubt."""
    plain = _ATTRIBUTE.sub("", selector)
    while (shorter := _ARGUMENTS.sub("", plain)) != plain:
        plain = shorter
    return names.issuperset(_NAME.findall(plain))
