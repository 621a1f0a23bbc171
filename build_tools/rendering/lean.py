"""MyST-NB and Sphinx without parts that no page needs: what executes, stems, or writes no HTML.

Pages arrive executed, so Sphinx never runs a cell. Yet MyST-NB imports its three execution clients
with whatever they need (jupyter-cache, SQLAlchemy, nbclient), which costs each process about a
second. Empty clients take their places; ``nb_execution_mode = "off"`` never asks for one.

It also checks what it executed against the format and writes it beside the site. Nobody reads that.

Sphinx imports the stemmers of a dozen languages for a search that this site does not have, and
builders of books, manuals and help files, some with transforms that go through every page.
"""

from __future__ import annotations

import sys
from copy import copy
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_CLIENTS = {
    "myst_nb.core.execute.cache": "NotebookClientCache",
    "myst_nb.core.execute.direct": "NotebookClientDirect",
    "myst_nb.core.execute.inline": "NotebookClientInline",
}

#: Builders that no one asks for, and a theme that is not this site's. Of `gettext`, Sphinx asks for
#: a setting.
_NOT_OURS = frozenset(
    {
        "alabaster",
        *(
            f"sphinx.builders.{name}"
            for name in (
                "changes",
                "dirhtml",
                "dummy",
                "epub3",
                "latex",
                "linkcheck",
                "manpage",
                "singlehtml",
                "texinfo",
                "text",
                "xml",
            )
        ),
        *(
            f"sphinxcontrib.{name}"
            for name in ("applehelp", "devhelp", "htmlhelp", "qthelp", "serializinghtml")
        ),
    }
)

#: What the extensions of ``conf.py`` import when they are set up.
_PRELOADED = (
    "myst_nb.ext.execution_tables",
    "myst_nb.ext.glue.domain",
    "myst_nb.sphinx_ext",
    "myst_parser.sphinx_ext.directives",
    "myst_parser.sphinx_ext.mathjax",
    "myst_parser.sphinx_ext.myst_refs",
    "sphinx.jinja2glue",
    "sphinx_book_theme",
    "build_tools.dataset.directive",
    "build_tools.figures.nodes",
    "build_tools.figures.renderer",
    "build_tools.glossary.directive",
    "build_tools.glossary.linking",
    "build_tools.glossary.role",
    "build_tools.printing.page",
    "build_tools.progress.directive",
    "build_tools.quiz.directive",
    "build_tools.rendering.builder",
    "build_tools.rendering.formulae",
    "build_tools.rendering.guides",
    "build_tools.rendering.headings",
    "build_tools.rendering.markup",
    "build_tools.rendering.typesetting",
    "build_tools.rendering.values",
    "build_tools.rendering.walls",
    "build_tools.sankey.directive",
    "build_tools.sankey.role",
    "build_tools.teaching.card_directive",
    "build_tools.teaching.directive",
    "build_tools.teaching.plan_directive",
    "build_tools.theme.chrome",
)


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


def leave_out_builders() -> None:
    """Let Sphinx bring no builder but that of HTML; call it before an application is made."""
    from sphinx import application  # noqa: PLC0415  nothing is loaded before someone asks for it

    application.builtin_extensions = tuple(
        name for name in application.builtin_extensions if name not in _NOT_OURS
    )


def leave_out_copies() -> None:
    """Let MyST-NB write empty files in place of the notebooks that it was given."""
    from myst_nb import sphinx_  # noqa: PLC0415  nothing is loaded before someone asks for it

    sphinx_.nbformat = _Copies


def settle_once() -> None:
    """Let settings that are the same for every page be worked out for the first one.

    docutils makes them of two hundred options; Sphinx does so for each page, and MyST twice more
    for a document that nobody asked for.
    """
    from functools import cache  # noqa: PLC0415  nothing is loaded before someone asks for it

    from myst_parser.mdit_to_docutils import base  # noqa: PLC0415
    from sphinx.util import docutils  # noqa: PLC0415

    base.make_document = cache(base.make_document)
    if not isinstance(docutils._get_settings, _Settings):  # noqa: SLF001  there is no other place
        docutils._get_settings = _Settings(docutils._get_settings)  # noqa: SLF001


def walk_flat() -> None:
    """Let docutils go through trees without a generator in a generator for each level.

    Every transform looks through the page, some dozens of times in all: a tenth of rendering.
    """
    from docutils import nodes  # noqa: PLC0415  nothing is loaded before someone asks for it

    def found(self: nodes.Node, kind: type[nodes.Node]) -> Iterator[nodes.Node]:
        """In the same order, and with the same eye for changes that are made meanwhile."""
        if isinstance(self, kind):
            yield self
        levels = [iter(self.children)]
        while levels:
            for node in levels[-1]:
                if isinstance(node, kind):
                    yield node
                if node.children:
                    levels.append(iter(node.children))
                    break
            else:
                levels.pop()

    nodes.Node._fast_findall = found  # type: ignore[attr-defined]  # noqa: SLF001


class _Settings:
    """Settings of documents; those of one are not another's."""

    def __init__(self, make: Callable[..., Any]) -> None:
        self._make = make
        self._known: dict[tuple[type, ...], tuple[dict[str, Any], Any]] = {}

    def __call__(self, *components: Any, defaults: Mapping[str, Any], **options: Any) -> Any:
        from docutils.utils import DependencyList  # noqa: PLC0415

        kinds = tuple(own if isinstance(own, type) else type(own) for own in components)
        if kinds not in self._known or self._known[kinds][0] != defaults:
            made = self._make(*components, defaults=defaults, **options)
            self._known[kinds] = dict(defaults), made
        settings = copy(self._known[kinds][1])
        settings.record_dependencies = DependencyList()
        return settings


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

    gc.disable()  # what is imported stays
    leave_out_builders()
    from sphinx.application import builtin_extensions  # noqa: PLC0415

    for name in (*builtin_extensions, *_PRELOADED):
        importlib.import_module(name)
    # they look through all packages for what was registered
    render = importlib.import_module("myst_nb.core.render")
    render.load_renderer("default")
    render.load_mime_renders()
    # the first one compiles its patterns
    importlib.import_module("build_tools.printing.page").PlainPython()
    gc.freeze()  # nothing to look through, nothing to copy in a fork
    gc.enable()
