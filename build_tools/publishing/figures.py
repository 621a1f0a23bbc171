"""The scripts that make figures interactive: one folder for all languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.figures.interactive import FOLDER, bundle_files, script_name, scripts
from build_tools.pages.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from build_tools.figures.model import Figure


#: Where the scripts wait below the build directory.
INTERACTIVE = "interactive"


def write_figures(build: Path, figures: Mapping[str, Figure]) -> None:
    """Write the scripts of figures, given by their digests, to wait until the site is assembled."""
    for name, text in scripts(figures).items():
        write_whole(build / INTERACTIVE / FOLDER / name, text)


def script_file(build: Path, digest: str) -> Path:
    """Where the script of a figure waits."""
    return build / INTERACTIVE / FOLDER / script_name(digest)


def script_names(digests: Sequence[str]) -> list[str]:
    """The scripts that a site with these figures has, with what draws them."""
    names = sorted(script_name(digest) for digest in digests)
    return [*names, *sorted(bundle_files())] if names else []
