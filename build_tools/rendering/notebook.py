"""The form in which Sphinx is given a page: a notebook that is executed and localised.

The files keep the page's name with the ending ``.md``, so that links between pages resolve as
written; each is a notebook in JSON, which MyST-NB reads through ``read``.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from build_tools.pages.bundle import AROUND
from build_tools.pages.model import Prose

if TYPE_CHECKING:
    import nbformat

    from build_tools.pages.bundle import PageBundle
    from build_tools.rendering.sheet import Sheet


def notebook_text(sheet: Sheet, bundle: PageBundle) -> str:
    """The notebook of a page, as JSON.

    It carries the digest of its bundle, so it changes with what is shown in the page.
    """
    cells: list[dict[str, Any]] = []
    lines: list[int] = []
    outputs = iter(bundle.cells)
    for item in sheet:
        cell: dict[str, Any] = {"id": f"c{len(cells)}", "metadata": {}}
        if isinstance(item, Prose):
            cell |= {"cell_type": "markdown", "source": item.text}
        else:
            cell |= {
                "cell_type": "code",
                "source": item.source,
                "metadata": item.metadata,
                "execution_count": None,
                "outputs": [
                    {"execution_count": None, **output}
                    if output["output_type"] == "execute_result"
                    else output
                    for output in next(outputs).outputs
                ],
            }
        cells.append(cell)
        # MyST-NB counts from 0 here and adds two, in place of one, before it reports a line
        lines.append(item.line - 2)
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python", "pygments_lexer": "ipython3"},
            "source_map": lines,
            "bundle": hashlib.sha256(bundle.model_dump_json(exclude=AROUND).encode()).hexdigest(),
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, sort_keys=True) + "\n"


def read(text: str) -> nbformat.NotebookNode:
    """Read a staged page; MyST-NB's reader for the ending ``.md`` (``nb_custom_formats``)."""
    import nbformat  # noqa: PLC0415  only where Sphinx runs

    # as it was written above: to check it against the format takes longer than to read it
    notebook: nbformat.NotebookNode = nbformat.from_dict(json.loads(text))
    notebook.metadata.pop("bundle", None)
    return notebook
