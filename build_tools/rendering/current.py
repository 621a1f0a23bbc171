"""The bundle of the page that Sphinx is reading or writing."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from build_tools.pages.bundle import PageBundle, bundle_file, load_bundle

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


@lru_cache(maxsize=4)
def _load(build: Path, language: str, docname: str, _written: int) -> PageBundle:
    """Load a bundle once for all the roles of its page; read again when it was written again."""
    return load_bundle(build, language, docname)


def bundle_of(env: BuildEnvironment, docname: str) -> PageBundle | None:
    """The bundle of a page; None for a page that Sphinx makes itself, such as the index."""
    build = Path(env.app.confdir) / env.config.lessons_build
    language = env.config.language
    try:
        written = bundle_file(build, language, docname).stat().st_mtime_ns
    except FileNotFoundError:
        return None
    return _load(build, language, docname, written)
