"""What no page needs any more: what a deleted page left goes at once, the rest after a while.

An edit that is taken back finds its outputs and drawings again, so those that no page uses stay for
some weeks.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from build_tools.figures.interactive import bundle_name
from build_tools.figures.model import drawing_path
from build_tools.publishing.figures import script_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from build_tools.building.memory import Unit
    from build_tools.building.project import Project

#: Seconds for which what no page uses is kept.
KEPT = 30 * 24 * 3600


def clear(project: Project, units: Mapping[str, Unit], gone: Iterable[Unit]) -> None:
    """Remove drawings, scripts and outputs that the ``units`` do not use.

    Those of the pages that are ``gone`` go now, others when they are old.
    """
    used = set(_files(project, units.values()))
    limit = time.time() - KEPT
    old = {
        file
        for folder in ("drawings", "interactive", "executed")
        for file in (project.build / folder).rglob("*")
        if file.is_file() and file.stat().st_mtime < limit and file.name != bundle_name()
    }
    for file in (set(_files(project, gone)) | old) - used:
        file.unlink(missing_ok=True)


def _files(project: Project, units: Iterable[Unit]) -> Iterator[Path]:
    """What these pages use."""
    executed = project.build / "executed"
    for unit in units:
        for page in unit.pages:
            for digest in page.figures:
                yield drawing_path(project.drawings, digest)
                yield script_file(project.build, digest)
        for name in unit.programs:
            last = executed / "last" / name
            yield last
            try:
                key = last.read_text(encoding="utf-8")
            except OSError:
                continue
            yield executed / f"{key}.json"
