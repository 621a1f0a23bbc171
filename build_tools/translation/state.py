"""The state of each translated page, computed from the page, its source and the lock."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from build_tools.localisation.literals import label_blind
from build_tools.pages.bundle import Status
from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.translation.alignment import align_cells
from build_tools.translation.lock import DIGEST_LENGTH

if TYPE_CHECKING:
    from build_tools.pages.model import CodeCell, Page
    from build_tools.translation.lock import Lock


@dataclass(frozen=True)
class Translation:
    """A translated page beside its source."""

    source: Page
    page: Page
    stale: frozenset[str]  #: anchors of source sections that changed since, or were never recorded
    anchors: tuple[str, ...]  #: per heading of the translation, the id that it carries
    cells: tuple[tuple[int | None, int | None], ...]  #: aligned (source, translation) positions

    @property
    def status(self) -> Status:
        """Current when no section is stale."""
        return Status.STALE if self.stale else Status.CURRENT

    def stale_headings(self) -> tuple[bool, ...]:
        """Per heading of the translation, whether its source section changed since."""
        return tuple(anchor in self.stale for anchor in self.anchors)


def compare(source: Page, page: Page, lock: Lock) -> tuple[Translation, list[Diagnostic]]:
    """The state of a translation, and what is wrong with it in sections called current."""
    stale = frozenset(
        heading.anchor
        for heading in source.headings
        if (entry := lock.get(source.docname, heading.anchor)) is None
        or entry.digest != heading.digest[:DIGEST_LENGTH]
    )
    translation = Translation(
        source, page, stale, _anchors(source, page), tuple(align_cells(source.cells, page.cells))
    )
    if stale:
        return translation, []
    return translation, [*_heading_problems(source, page), *_cell_problems(translation)]


def _anchors(source: Page, page: Page) -> tuple[str, ...]:
    """Ids for the translation's headings: the source's, as far as the two trees agree."""
    anchors: list[str] = []
    agree = True
    for n, heading in enumerate(page.headings):
        agree = agree and n < len(source.headings) and source.headings[n].level == heading.level
        anchors.append(source.headings[n].anchor if agree else heading.anchor)
    return tuple(anchors)


def _heading_problems(source: Page, page: Page) -> list[Diagnostic]:
    for own, other in zip(source.headings, page.headings, strict=False):
        if own.level != other.level:
            return [
                Diagnostic(
                    page.path,
                    other.line,
                    Code.PARITY,
                    f"heading “{other.text}” is of level {other.level}, but the source's"
                    f" “{own.text}” ({source.path.as_posix()}:{own.line}) is of level {own.level}",
                )
            ]
    if len(source.headings) == len(page.headings):
        return []
    longer, shorter = (
        (source, page) if len(source.headings) > len(page.headings) else (page, source)
    )
    extra = longer.headings[len(shorter.headings)]
    message = (
        f"the source has a section “{extra.text}” ({source.path.as_posix()}:{extra.line}) that is"
        " not here"
        if longer is source
        else f"section “{extra.text}” is not in {source.path.as_posix()}"
    )
    line = extra.line if longer is page else page.headings[-1].line
    return [Diagnostic(page.path, line, Code.PARITY, message)]


def _cell_problems(translation: Translation) -> list[Diagnostic]:
    source, page = translation.source, translation.page
    missing = [i for i, j in translation.cells if i is not None and j is None]
    added = [j for i, j in translation.cells if i is None and j is not None]
    problems = []
    for i, j in zip(missing, added, strict=False):
        own, other = source.cells[i], page.cells[j]
        problems.append(
            Diagnostic(
                page.path,
                _first_difference(own.source, other.source, other.code_line),
                Code.CODE_DRIFT,
                "this cell differs from the source's in more than comments and labels"
                f" ({source.path.as_posix()}:{own.code_line});"
                f" make the code equal again\n{both_cells(own, other)}",
            )
        )
    problems += [
        Diagnostic(
            page.path,
            page.headings[-1].line,
            Code.CODE_DRIFT,
            f"the cell of {source.path.as_posix()}:{source.cells[i].line} is missing here; copy it",
        )
        for i in missing[len(added) :]
    ]
    problems += [
        Diagnostic(
            page.path,
            page.cells[j].line,
            Code.CODE_DRIFT,
            f"this cell is not in {source.path.as_posix()}; take it out, or add it there first",
        )
        for j in added[len(missing) :]
    ]
    return problems


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
