"""Build again whenever something changed, with all that takes time to load kept warm."""

from __future__ import annotations

import gc
import time
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

from build_tools.building.stock import files_below, generator_files, status
from build_tools.building.unchanged import build_if_changed
from build_tools.building.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from build_tools.building.project import Project
    from build_tools.building.report import Report
    from build_tools.building.summary import Summary

#: Seconds between two looks at the pages; a look takes two milliseconds.
_LOOK = 0.05
#: Looks after which the generator is looked at too: it takes longer, and changes rarely.
_RARELY = 10
#: Seconds for which files must be left alone before a build begins: editors save in steps.
_SETTLED = 0.02
#: Seconds that a browser has to ask for the page, with nothing else to be done.
_SHOWING = 0.05
#: Looks without a change after which nobody is taken to wait: half a second.
_QUIET = 10
#: New objects after which garbage is taken away even while somebody waits.
_TOO_MANY = 1_000_000

Files = dict[str, list[int]]


def looks(project: Project) -> Iterator[tuple[Files, Files] | None]:
    """What pages are made from and what makes them, first as it is, then whenever it changed.

    None when it did not change for a while after that.
    """
    seen, since = None, 0
    for turn in count():
        content = _content(project)
        generator = _generator(project) if seen is None or turn % _RARELY == 0 else seen[1]
        while (content, generator) != seen:
            seen, since = (content, generator), turn
            generator = _generator(project)
            time.sleep(_SETTLED)
            content = _content(project)
            if (content, generator) == seen:
                yield seen
        if turn == since + _QUIET:
            yield None
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


def keep_building(project: Project, report: Report, done: Callable[[Summary], None]) -> None:
    """Build, and again on every change, until the generator itself changes; then return.

    ``done`` gets each summary. What only a later build or process needs is done when it is quiet.
    """
    generator = None
    with Workshop() as workshop, _garbage_left():
        for look in looks(project):
            if look is None:
                workshop.catch_up()
                workshop.get_ready_to_draw()
                gc.collect()
                continue
            if generator is not None and look[1] != generator:
                return
            generator = look[1]
            summary = build_if_changed(project, report, workshop=workshop)
            done(summary)
            time.sleep(_SHOWING)
            workshop.get_ready(project, summary.pages)
            if gc.get_count()[0] > _TOO_MANY:
                gc.collect()


@contextmanager
def _garbage_left() -> Iterator[None]:
    """Leave garbage alone while someone waits for a build: it is taken away when it is quiet."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
