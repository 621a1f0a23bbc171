"""The form in which Sphinx is given a page: a notebook that is executed and localised.

The files keep the page's name with the ending ``.md``, so that links between pages resolve as
written; each is a notebook in JSON, which MyST-NB reads through ``read``.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import nbformat

from build_tools.pages.model import Prose

if TYPE_CHECKING:
    from build_tools.pages.bundle import PageBundle
    from build_tools.rendering.sheet import Sheet


def notebook_text(sheet: Sheet, bundle: PageBundle) -> str:
    """The notebook of a page, as JSON; carries the digest of its bundle, so it changes with it."""
    cells: list[nbformat.NotebookNode] = []
    lines: list[int] = []
    outputs = iter(bundle.cells)
    for item in sheet:
        if isinstance(item, Prose):
            cells.append(nbformat.v4.new_markdown_cell(item.text, id=f"c{len(cells)}"))
        else:
            cell = nbformat.v4.new_code_cell(item.source, id=f"c{len(cells)}")
            cell.metadata = nbformat.from_dict(item.metadata)
            cell.outputs = [
                nbformat.from_dict(
                    {"execution_count": None, **output}
                    if output["output_type"] == "execute_result"
                    else output
                )
                for output in next(outputs).outputs
            ]
            cells.append(cell)
        # MyST-NB counts from 0 here and adds two, in place of one, before it reports a line
        lines.append(item.line - 2)
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python", "pygments_lexer": "ipython3"},
            "source_map": lines,
            "bundle": hashlib.sha256(bundle.model_dump_json().encode()).hexdigest(),
        }
    )
    return str(nbformat.writes(notebook))


def read(text: str) -> nbformat.NotebookNode:
    """Read a staged page; MyST-NB's reader for the ending ``.md`` (``nb_custom_formats``)."""
    notebook: nbformat.NotebookNode = nbformat.reads(text, as_version=4)
    notebook.metadata.pop("bundle", None)
    return notebook
