"""Build again whenever something changed, with all that takes time to load kept warm."""

from __future__ import annotations

import gc
import time
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

from build_tools.building.stock import files_below, generator_files, status
from build_tools.building.unchanged import build_if_changed, site_files
from build_tools.building.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from build_tools.building.project import Project
    from build_tools.building.report import Report
    from build_tools.building.summary import Summary

#: Seconds between two looks at the pages; a look takes two milliseconds.
_LOOK = 0.05
#: Looks after which the generator is looked at too: it takes longer, and changes rarely.
_RARELY = 10
#: Seconds for which files must be left alone before a build begins: editors save in steps.
_SETTLED = 0.03
#: Seconds that a browser has the machine for itself, to show what changed.
_SHOWING = 0.3

Files = dict[str, list[int]]


def looks(project: Project) -> Iterator[tuple[Files, Files]]:
    """What pages are made from and what makes them, first as it is, then whenever it changed."""
    seen = None
    for turn in count():
        content = _content(project)
        generator = _generator(project) if seen is None or turn % _RARELY == 0 else seen[1]
        while (content, generator) != seen:
            seen = content, generator
            time.sleep(_SETTLED)
            content, generator = _content(project), _generator(project)
            if (content, generator) == seen:
                yield seen
        time.sleep(_LOOK)


def _content(project: Project) -> Files:
    folders = [project.root / "content"]
    if project.open_data_dir is not None and project.open_data_dir.is_dir():
        folders.append(project.open_data_dir)
    content = {}
    for file in (file for folder in folders for file in files_below(folder)):
        try:
            content[str(file)] = status(file)
        except OSError:
            continue  # it went while we looked
    return content


def _generator(project: Project) -> Files:
    return {str(file): status(file) for file in generator_files(project)}


def keep_building(
    project: Project, report: Report, done: Callable[[Summary, set[str] | None], None]
) -> None:
    """Build, and again on every change, until the generator itself changes; then return.

    ``done`` gets each summary and the files of the site that changed, None when it was not
    replaced.
    """
    generator = None
    with Workshop() as workshop, _garbage_left():
        for _, made_by in looks(project):
            if generator is not None and made_by != generator:
                return
            generator = made_by
            before = _marks(project.site)
            summary = build_if_changed(project, report, workshop=workshop)
            after = _marks(project.site)
            changed = {
                path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
            }
            done(summary, changed if summary.published else None)
            time.sleep(_SHOWING)
            workshop.get_ready(project, summary.pages)
            gc.collect()


@contextmanager
def _garbage_left() -> Iterator[None]:
    """Leave garbage alone while someone waits for a build: it is taken away between builds."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _marks(site: Path) -> Files:
    return site_files(site) if site.is_dir() else {}
