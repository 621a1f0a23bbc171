"""Files of a room that lie among the site's own: styles and scripts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.config import Config


def serve_static(app: Sphinx, config: Config, folder: Path) -> None:
    """Put the files of a folder among the site's; for the event ``config-inited``."""
    try:
        # Relative, so that Sphinx's record of the configuration is the same in every folder.
        config.html_static_path.append(os.path.relpath(folder, app.confdir))
    except ValueError:  # another drive
        config.html_static_path.append(str(folder))
