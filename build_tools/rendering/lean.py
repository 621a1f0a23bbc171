"""MyST-NB and Sphinx without parts that no page needs: those that execute, and those that stem.

Pages arrive executed, so Sphinx never runs a cell. Yet MyST-NB imports its three execution clients
with whatever they need (jupyter-cache, SQLAlchemy, nbclient), which costs each process about a
second. Empty clients take their places; ``nb_execution_mode = "off"`` never asks for one.

It also checks what it executed against the format and writes it beside the site. Nobody reads that.

Sphinx imports the stemmers of a dozen languages for a search that this site does not have.
"""

from __future__ import annotations

import sys
from types import ModuleType

_CLIENTS = {
    "myst_nb.core.execute.cache": "NotebookClientCache",
    "myst_nb.core.execute.direct": "NotebookClientDirect",
    "myst_nb.core.execute.inline": "NotebookClientInline",
}


def leave_out_execution() -> None:
    """Put empty clients in place; call it before MyST-NB is imported, in a process that renders."""
    for name, client in _CLIENTS.items():
        if name not in sys.modules:
            module = ModuleType(name, "Stands for a client that executes; pages are executed.")
            setattr(module, client, type(client, (), {}))
            sys.modules[name] = module
    sys.modules.setdefault(
        "snowballstemmer",
        ModuleType("snowballstemmer", "Stands for stemmers that nobody asks for."),
    )


def leave_out_copies() -> None:
    """Let MyST-NB write empty files in place of the notebooks that it was given."""
    from myst_nb import sphinx_  # noqa: PLC0415  nothing is loaded before someone asks for it

    sphinx_.nbformat = _Copies


class _Copies:
    """Stands for ``nbformat``, of which MyST-NB's parser asks for nothing else."""

    @staticmethod
    def writes(_notebook: object) -> str:
        return ""


def preload() -> None:
    """Import what every rendering needs, so that processes forked from this one have it."""
    leave_out_execution()
    import gc  # noqa: PLC0415  nothing is loaded before someone asks for it
    import importlib  # noqa: PLC0415

    for name in (
        "sphinx.application",
        "sphinx.builders.html",
        "sphinx.domains.std",
        "myst_nb.sphinx_ext",
        "sphinx_book_theme",
        "build_tools.figures.renderer",
        "build_tools.figures.nodes",
        "build_tools.rendering.builder",
        "build_tools.rendering.values",
        "build_tools.teaching.directive",
        "build_tools.theme.chrome",
    ):
        importlib.import_module(name)
    from sphinx.highlighting import PygmentsBridge  # noqa: PLC0415

    PygmentsBridge().get_lexer("", "ipython3")  # the first one compiles a hundred patterns
    gc.freeze()  # what is loaded stays: nothing to look through, nothing to copy in a fork
