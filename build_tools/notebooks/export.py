"""A page as a notebook: it runs wherever the libraries of the lesson are, samples beside it."""

from __future__ import annotations

import inspect
import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from build_tools.figures.markup import table_body
from build_tools.figures.tables import frame_table
from build_tools.pages import mime, options
from build_tools.pages.model import Prose as ProseBlock

if TYPE_CHECKING:
    from build_tools.notebooks.prose import Prose
    from build_tools.pages.bundle import PageBundle
    from build_tools.rendering.sheet import Sheet, ShownCell

Cell = dict[str, Any]

#: Whose texts notebooks keep line by line; other kinds are one text, or data.
_IN_LINES: Final = ("text/", "application/javascript", "image/svg+xml")


def glue(name, value, **about):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN003, ANN201
    """On the web page, the text shows this value."""


def plain_notebook(sheet: Sheet, bundle: PageBundle, prose: Prose, *, outputs: bool = True) -> str:
    """The notebook of a page, as JSON.

    ``glue`` is defined in a first cell where the page uses it. With ``outputs``, cells show what
    they put out on the page, tables in the page's language.
    """
    cells: list[Cell] = []
    shown = iter(bundle.cells)
    glues = False
    for item in sheet:
        if isinstance(item, ProseBlock):
            if text := prose.plain(item.text):
                cells.append(_markdown(text))
            continue
        own = next(shown)
        glues = glues or "glue(" in item.source
        cells.append(_code(item, own.outputs if outputs else [], bundle.text_language))
        if outputs and (said := _captions(own.outputs, prose)):
            cells.append(_markdown(said))
    if glues:
        cells.insert(0, _hidden(_cell(_definition())))
    notebook = {
        "cells": [{**cell, "id": f"c{number}"} for number, cell in enumerate(cells)],
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    # the bytes that nbformat writes; to load it and to check what is made here takes longer
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)


def _markdown(text: str) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": _lines(text)}


def _cell(source: str) -> Cell:
    empty: Cell = {"execution_count": None, "metadata": {}, "outputs": []}
    return {"cell_type": "code", "source": _lines(source)} | empty


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


@cache
def _definition() -> str:
    head, doc = inspect.getsource(glue).split("\n", 1)
    return f"{head.partition('  #')[0]}\n{doc}".rstrip()


def _code(item: ShownCell, outputs: list[dict[str, Any]], language: str) -> Cell:
    cell = _cell(item.source)
    tags = set(item.metadata.get("tags") or ())
    kept = sorted(tags & {"raises-exception", "skip-execution"})
    if kept:
        cell["metadata"]["tags"] = kept
    if not tags & {"remove-output", "remove-cell"}:
        cell["outputs"] = [_output(output, language) for output in outputs]
    return _hidden(cell) if tags & {"remove-input", "remove-cell"} else cell


def _hidden(cell: Cell) -> Cell:
    """Fold the code of a cell away."""
    cell["metadata"]["jupyter"] = {"source_hidden": True}
    return cell


def _output(output: dict[str, Any], language: str) -> dict[str, Any]:
    own = {key: value for key, value in output.items() if key != "metadata"}
    if "data" in output:
        own["metadata"] = {}
        data = output["data"]
        if mime.TABLE in data:
            table = frame_table(data[mime.TABLE], language)
            data = {"text/html": f"<table>\n{table_body(table)}\n</table>"}
        own["data"] = {
            kind: _lines(value) if isinstance(value, str) and kind.startswith(_IN_LINES) else value
            for kind, value in data.items()
        }
    if own["output_type"] == "stream":
        own["text"] = _lines(own["text"])
    if own["output_type"] == "execute_result":
        own["execution_count"] = None
    return own


def _captions(outputs: list[dict[str, Any]], prose: Prose) -> str:
    """What is said of the cell's figures and tables."""
    captions = []
    for output in outputs:
        about = output.get("metadata", {})
        captions += [
            about[kind]["caption"]
            for kind in (options.FIGURE, options.TABLE)
            if about.get(kind, {}).get("caption")
        ]
    return "\n\n".join(f"*{prose.plain(caption)}*" for caption in captions)
