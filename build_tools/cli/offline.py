"""``offline``: the site as zips that open from a disk."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from build_tools.building.project import Project
from build_tools.building.report import Report
from build_tools.publishing.offline import NotPackedError, languages, pack

if TYPE_CHECKING:
    from pathlib import Path

#: Of the zips and of the folder in them.
_NAME = "open-data-lessons"


def offline(lang: str | None = None, out: Path | None = None) -> int:
    """Write one zip of all languages and one of each, or of one alone; tell names and sizes."""
    project, report = Project.here(), Report()
    folder = out or project.build / "offline"
    try:
        wanted = [lang] if lang else [None, *languages(project.site)]
        for language in wanted:
            name = f"{_NAME}-{language}" if language else _NAME
            packed = pack(project.site, folder / f"{name}.zip", language)
            size = f"{packed.size / 1e6:.1f} MB"
            report.say(f"{packed.file}: {packed.files} files, {size}; unpack it, open index.html")
    except (NotPackedError, OSError) as error:
        print(f"Not packed: {error}", file=sys.stderr)
        return 1
    return 0
