"""The scripts that make figures interactive: one folder for all languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.figures.interactive import FOLDER, scripts
from build_tools.pages.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from build_tools.figures.model import Figure


def write_figures(site: Path, figures: Mapping[str, Figure]) -> None:
    """Write the scripts of figures, given by their digests, below the site's root."""
    for name, text in scripts(figures).items():
        write_whole(site / FOLDER / name, text)
