"""Sections and cells of a translation that are not the source's."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from build_tools.localisation.literals import label_blind, pieces, text_literals
from build_tools.pages.diagnostics import Code, Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from build_tools.pages.model import CodeCell, Page
    from build_tools.translation.state import Translation


def heading_problems(translation: Translation) -> list[Diagnostic]:
    """Where the tree of headings is not the source's."""
    source, page = translation.source, translation.page
    if [own.level for own in source.headings] == [own.level for own in page.headings]:
        return []
    problems = []
    place = {i: heading for heading, i in zip(page.headings, translation.headings, strict=True)}
    before = page.headings[0]
    for i, own in enumerate(source.headings):
        other = place.get(i)
        if other is None:
            message = (
                f"the source has a section “{own.text}” ({_at(source, own.line)}) that is not"
                " here; translate it after this one"
            )
            problems.append(Diagnostic(page.path, before.line, Code.PARITY, message))
            continue
        before = other
        if own.level != other.level:
            message = (
                f"heading “{other.text}” is of level {other.level}, but the source's"
                f" “{own.text}” ({_at(source, own.line)}) is of level {own.level}"
            )
            problems.append(Diagnostic(page.path, other.line, Code.PARITY, message))
    problems += [
        Diagnostic(
            page.path,
            heading.line,
            Code.PARITY,
            f"section “{heading.text}” is not in {source.path.as_posix()}; take it out, or add it"
            " there first",
        )
        for heading, i in zip(page.headings, translation.headings, strict=True)
        if i is None
    ]
    return problems


def cell_problems(translation: Translation) -> list[Diagnostic]:
    """Where the code of a current section is not the source's, labels and comments apart."""
    source, page = translation.source, translation.page
    problems: list[Diagnostic] = []
    for anchor in translation.current():
        own, other = translation.pair(anchor)
        pairs = [
            (i, j)
            for i, j in translation.cells
            if (i is not None and i in own.cells) or (j is not None and j in other.cells)
        ]
        missing = [source.cells[i] for i, j in pairs if i is not None and j is None]
        added = [page.cells[j] for i, j in pairs if i is None and j is not None]
        problems += (_differs(translation, *two) for two in zip(missing, added, strict=False))
        problems += (
            Diagnostic(
                page.path,
                other.line,
                Code.CODE_DRIFT,
                f"the cell of {_at(source, cell.line)} is missing here; copy it into this section",
            )
            for cell in missing[len(added) :]
        )
        problems += (
            Diagnostic(
                page.path,
                cell.line,
                Code.CODE_DRIFT,
                f"this cell is not in {_at(source, own.line)}; take it out, or add it there first",
            )
            for cell in added[len(missing) :]
        )
        for i, j in pairs:
            if i is not None and j is not None:
                problems += _placeholders(translation, source.cells[i], page.cells[j])
    return problems


def _at(page: Page, line: int) -> str:
    return f"{page.path.as_posix()}:{line}"


def _differs(translation: Translation, own: CodeCell, other: CodeCell) -> Diagnostic:
    return Diagnostic(
        translation.page.path,
        _first_difference(own.source, other.source, other.code_line),
        Code.CODE_DRIFT,
        "this cell differs from the source's in more than comments and labels"
        f" ({_at(translation.source, own.code_line)});"
        f" make the code equal again\n{both_cells(own, other)}",
    )


def _placeholders(translation: Translation, own: CodeCell, other: CodeCell) -> Iterator[Diagnostic]:
    """Labels with a place for a value, such as ``"{n} of {m}"``, that have other places."""
    for (line, wanted), (their_line, found) in zip(
        _places(own.source), _places(other.source), strict=True
    ):
        if wanted != found:
            yield Diagnostic(
                translation.page.path,
                other.code_line + their_line - 1,
                Code.PARITY,
                f"this text has {_listed(found)} where the source's"
                f" ({_at(translation.source, own.code_line + line - 1)}) has"
                f" {_listed(wanted)}; keep what stands for a value, and its order",
            )


@lru_cache(maxsize=4096)
def _places(source: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Per text literal of a cell: its line, and its places for values."""
    return tuple(
        (literal.lineno, tuple(pieces(str(literal.value))[1]))
        for literal in text_literals(ast.parse(source))
    )


def _listed(placeholders: Sequence[str]) -> str:
    return ", ".join(f"`{one}`" for one in placeholders) or "no place for a value"


def _first_difference(source: str, translated: str, code_line: int) -> int:
    """The line of the first statement that differs in more than labels."""
    ours, theirs = ast.parse(source).body, ast.parse(translated).body
    for own, other in zip(ours, theirs, strict=False):
        if label_blind(ast.unparse(own)) != label_blind(ast.unparse(other)):
            return code_line + other.lineno - 1
    return code_line + (theirs[len(ours)].lineno - 1 if len(theirs) > len(ours) else 0)


def both_cells(source: CodeCell, translated: CodeCell) -> str:
    """A source cell and its translation, one under the other, for a message."""
    return f"  source:\n{_quoted(source.source)}\n  here:\n{_quoted(translated.source)}"


def _quoted(source: str) -> str:
    return "\n".join(f"    | {line}" for line in source.split("\n"))
