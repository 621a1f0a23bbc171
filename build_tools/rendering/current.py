"""The bundle of the page that Sphinx is reading or writing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from build_tools.pages.bundle import PageBundle, load_bundle

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def bundle_of(env: BuildEnvironment, docname: str) -> PageBundle | None:
    """The bundle of a page; None for a page that Sphinx makes itself, such as the index."""
    build = Path(env.app.confdir) / env.config.lessons_build
    try:
        return load_bundle(build, env.config.language, docname)
    except FileNotFoundError:
        return None
