"""Bundles of pages: outputs put into the page's language, and what the page says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from build_tools.localisation.sentinel import fill
from build_tools.pages import mime
from build_tools.pages.bundle import Cell, Glued, PageBundle, Provenance, Section, Status
from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.rendering.sheet import Sheet, ShownCell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from build_tools.execution.store import Executed
    from build_tools.pages.model import Page


#: Tags of MyST-NB with which a cell, or what it put out, is not on the page.
_REMOVED = frozenset({"remove-cell", "remove_cell"})
_SILENT = _REMOVED | {"remove-output", "remove_output"}


@dataclass(frozen=True)
class Results:
    """The outputs that a page shows: the program's, and the tokens to put into the page's words."""

    executed: Executed
    texts: Mapping[str, str]
    finish_figure: Callable[[dict[str, Any], str], dict[str, Any]]
    provenance: list[Provenance]


def make_bundle(
    page: Page,
    sheet: Sheet,
    results: Results,
    *,
    language: str,
    status: Status,
    sections: list[Section],
    lesson: dict[str, Any],
    alternates: dict[str, Status],
) -> tuple[PageBundle, list[Diagnostic]]:
    """The bundle of a page in a language, and figures or tables that say nothing of themselves."""
    cells, problems, figures, tables = [], [], 0, 0
    for item in sheet:
        if not isinstance(item, ShownCell):
            continue
        outputs = [
            _localised(output, results, language)
            for output in results.executed.cells[item.program_cell]
        ]
        tags = set(item.metadata.get("tags") or ())
        cells.append(Cell(line=item.line, outputs=outputs, removed=bool(_REMOVED & tags)))
        if _SILENT & tags:
            continue
        own_figures = sum(mime.FIGURE in output.get("data", {}) for output in outputs)
        own_tables = sum(mime.TABLE in output.get("data", {}) for output in outputs)
        figures += own_figures
        tables += own_tables
        problems += _undescribed(item, page.path, own_figures, own_tables)
    bundle = PageBundle(
        docname=page.docname,
        language=language,
        text_language=page.language,
        status=status,
        path=page.path,
        title=page.title,
        sections=sections,
        cells=cells,
        glued={
            name: Glued.model_validate(fill(value, results.texts))
            for name, value in sorted(results.executed.glued.items())
        },
        samples=results.provenance,
        alternates=alternates,
        figures=figures,
        tables=tables,
        lesson=lesson,
    )
    return bundle, problems


def _localised(output: dict[str, Any], results: Results, language: str) -> dict[str, Any]:
    own: dict[str, Any] = fill(output, results.texts)
    if mime.FIGURE in own.get("data", {}):
        own["data"][mime.FIGURE] = results.finish_figure(own["data"][mime.FIGURE], language)
    return own


def _undescribed(item: ShownCell, path: Path, figures: int, tables: int) -> list[Diagnostic]:
    """What a cell's figures and tables need to be told in words, and are not."""
    wanted = [("figure", key) for key in ("alt", "caption") if figures]
    wanted += [("table", "caption")] if tables else []
    return [
        Diagnostic(
            path,
            item.line,
            Code.FIGURE,
            f"this cell shows a {kind}; give it `{kind}: {{{key}: …}}` in the cell's options",
        )
        for kind, key in wanted
        if not _said(item.metadata.get(kind), key)
    ]


def _said(options: object, key: str) -> bool:
    return isinstance(options, dict) and bool(str(options.get(key) or "").strip())
