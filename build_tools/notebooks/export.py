"""A page as a notebook: it runs wherever the libraries of the lesson are, samples beside it."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import nbformat

from build_tools.figures.markup import table_body
from build_tools.figures.tables import frame_table
from build_tools.pages import mime, options
from build_tools.pages.model import Prose as ProseBlock

if TYPE_CHECKING:
    from build_tools.notebooks.prose import Prose
    from build_tools.pages.bundle import PageBundle
    from build_tools.rendering.sheet import Sheet, ShownCell


def glue(name, value, **about):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN003, ANN201
    """On the web page, the text shows this value."""


def plain_notebook(sheet: Sheet, bundle: PageBundle, prose: Prose, *, outputs: bool = True) -> str:
    """The notebook of a page, as JSON.

    ``glue`` is defined in a first cell where the page uses it. With ``outputs``, cells show what
    they put out on the page, tables in the page's language.
    """
    cells: list[nbformat.NotebookNode] = []
    shown = iter(bundle.cells)
    for item in sheet:
        if isinstance(item, ProseBlock):
            if text := prose.plain(item.text):
                cells.append(_markdown(text))
            continue
        own = next(shown)
        cells.append(_code(item, own.outputs if outputs else [], bundle.text_language))
        if outputs and (said := _captions(own.outputs, prose)):
            cells.append(_markdown(said))
    if any("glue(" in cell.source for cell in cells if cell.cell_type == "code"):
        cells.insert(0, _hidden(_cell(_definition())))
    for number, cell in enumerate(cells):
        cell.id = f"c{number}"
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        }
    )
    return str(nbformat.v4.writes_json(notebook))  # nothing is checked that is made here


def _markdown(text: str) -> nbformat.NotebookNode:
    return _node({"cell_type": "markdown", "metadata": {}, "source": text})


def _cell(source: str) -> nbformat.NotebookNode:
    empty: dict[str, Any] = {"execution_count": None, "metadata": {}, "outputs": []}
    return _node({"cell_type": "code", "source": source} | empty)


def _node(cell: dict[str, Any]) -> nbformat.NotebookNode:
    node: nbformat.NotebookNode = nbformat.from_dict(cell)
    return node


def _definition() -> str:
    head, doc = inspect.getsource(glue).split("\n", 1)
    return f"{head.partition('  #')[0]}\n{doc}".rstrip()


def _code(item: ShownCell, outputs: list[dict[str, Any]], language: str) -> nbformat.NotebookNode:
    cell = _cell(item.source)
    tags = set(item.metadata.get("tags") or ())
    kept = sorted(tags & {"raises-exception", "skip-execution"})
    if kept:
        cell.metadata["tags"] = kept
    if not tags & {"remove-output", "remove-cell"}:
        cell.outputs = [nbformat.from_dict(_output(output, language)) for output in outputs]
    return _hidden(cell) if tags & {"remove-input", "remove-cell"} else cell


def _hidden(cell: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Fold the code of a cell away."""
    cell.metadata["jupyter"] = {"source_hidden": True}
    return cell


def _output(output: dict[str, Any], language: str) -> dict[str, Any]:
    own = {key: value for key, value in output.items() if key != "metadata"}
    if "data" in output:
        own["metadata"] = {}
        if mime.TABLE in output["data"]:
            table = frame_table(output["data"][mime.TABLE], language)
            own["data"] = {"text/html": f"<table>\n{table_body(table)}\n</table>"}
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
