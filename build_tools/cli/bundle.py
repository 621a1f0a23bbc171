"""``bundle``: build the scripts that are kept in the repository again."""

from __future__ import annotations

from build_tools.figures.bundle import PLOTLY
from build_tools.javascript.build import build
from build_tools.pages.writing import write_whole
from build_tools.search.client import SEARCH

BUNDLES = (PLOTLY, SEARCH)


def bundle(*, check: bool) -> int:
    """Build every script and keep it; with ``check``, compare it with the one that is there."""
    status = 0
    for one in BUNDLES:
        for path, text in build(one).items():
            if not check:
                changed = write_whole(path, text)
                print(
                    f"{path.name}: {len(text.encode())} bytes, {'new' if changed else 'as before'}"
                )
            elif path.is_file() and text == path.read_text(encoding="utf-8"):
                print(f"{path.name} is up to date.")
            else:
                print(f"{path.name} differs: run `nox -s bundle`.")
                status = 1
    return status
