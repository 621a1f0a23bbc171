"""A second wall behind ``pages.refusals``: what a page may not do, Sphinx does not do either.

The reader refuses a page before Sphinx sees it, with the line. Here nothing is known of pages: the
settings of files are switched off, and what came out of them is looked at. With ``docutils.conf``
and ``conf.py`` each of these stops what the others let through, and each is tested alone.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import unquote

from docutils import nodes
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_logger = logging.getLogger(__name__)

_ADDRESS = re.compile(r"(?:https?:|mailto:|(?![^/?#]*:)).*", re.IGNORECASE | re.DOTALL)


def seal_settings() -> None:
    """Let no page set what MyST-Parser reads from its front matter.

    MyST-Parser lets a page change every field of its configuration that is not marked as global.
    """
    from myst_parser.config.main import MdParserConfig  # noqa: PLC0415  only where Sphinx runs

    for field in dataclasses.fields(MdParserConfig):
        field.metadata = MappingProxyType({**field.metadata, "global_only": True})


def check_document(app: Sphinx, document: nodes.document) -> None:
    """Warn of HTML that no room of the generator made, and of links that run something."""
    del app
    for raw in document.findall(nodes.raw):
        _warn("raw markup has no place in a page", raw)
        raw.parent.remove(raw)
    for link in document.findall(nodes.Element):
        address = "".join(unquote(str(link.get("refuri", ""))).split())
        if not _ADDRESS.fullmatch(address):
            _warn(f"a link to `{address[:60]}` is not allowed", link)
            link.attributes.pop("refuri")


def check_files(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of pictures and downloads from outside the folders that a build writes."""
    folders = [Path(folder).resolve() for folder in (app.srcdir, app.outdir, app.doctreedir)]
    for files in (env.images, env.dlfiles):
        for name, (docnames, _) in [(str(key), value) for key, value in files.items()]:
            file = Path(app.srcdir, name).resolve()
            if "://" in name or any(file.is_relative_to(folder) for folder in folders):
                continue
            for docname in sorted(docnames):
                _warn(f"`{name}` lies outside the pages' folder", docname)


def _warn(message: str, location: nodes.Node | str) -> None:
    _logger.warning(message, location=location, type="lessons", subtype="wall")
