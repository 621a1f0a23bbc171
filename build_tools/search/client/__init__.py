"""The search as the reader's browser runs it: ``entry.js`` on MiniSearch, built into one script."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from build_tools.javascript.model import Bundle

SEARCH: Final = Bundle(
    folder=Path(__file__).parent,
    file="search.min.js",
    package="minisearch",
    licence="MIT, Copyright the MiniSearch authors",
    options=("--target=es2022",),
)
