"""The shortest way: nothing changed since the last site was put in its place, so nothing is done.

Loads next to nothing, because most of the time of doing nothing is loading what would do it.
"""

from __future__ import annotations

import gc
import json
import time
from typing import TYPE_CHECKING, Any, Final

from build_tools.building.stock import Stock, files_below, status
from build_tools.building.summary import SCHEMA, Summary
from build_tools.pages.writing import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.building.project import Project
    from build_tools.building.report import Report
    from build_tools.building.workshop import Workshop

#: New objects after which a build looks for garbage: it makes what it keeps, and looking as often
#: as Python does takes a twentieth of its time.
COLLECTED: Final = 50_000


def build_if_changed(
    project: Project,
    report: Report,
    *,
    verify: bool = False,
    workshop: Workshop | None = None,
    last: bool = False,
) -> Summary:
    """Build the site, unless it is what would be built; see ``build``."""
    started = time.perf_counter()
    stock = Stock(project, workshop.stock if workshop else None)
    if not verify and (before := _last(project, stock)):
        before.seconds = time.perf_counter() - started
        return before
    if last:
        gc.set_threshold(COLLECTED)
    if workshop is None:
        _warm_up(project)
    from build_tools.building.build import build  # noqa: PLC0415  loads all the rest

    return build(project, report, verify=verify, stock=stock, workshop=workshop, last=last)


def _warm_up(project: Project) -> None:
    """Have processes that run cells or render pages import while this one does.

    Not both: what renders would be in memory while programs run, and keep others from the cores.
    """
    from build_tools.building.execute import prepare  # noqa: PLC0415  as above
    from build_tools.execution.store import Store  # noqa: PLC0415

    if not prepare(Store(project.build / "executed")):
        from build_tools.building.renderers import warm_up  # noqa: PLC0415

        warm_up()


def remember(project: Project, whole: str, summary: Summary) -> None:
    """Note what a site was made from, and how its files were left; or that there is none."""
    if not summary.published or summary.undrawn:
        # without a browser there is something to do on the day when there is one
        _record(project).unlink(missing_ok=True)
        return
    known: dict[str, Any] = {
        "schema": SCHEMA,
        "made from": whole,
        "site": site_files(project.site),
        "pages": summary.pages,
        "seconds": {**summary.reused, **summary.ran},
        "figures": summary.figures,
        "notes": summary.notes,
    }
    write_whole(_record(project), json.dumps(known))


def accept(project: Project) -> None:
    """Take files that were put into the site since for a part of it, as long as it stands."""
    try:
        known = json.loads(_record(project).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return  # there is no record: the next build looks at everything
    known["site"] = site_files(project.site)
    write_whole(_record(project), json.dumps(known))


def _last(project: Project, stock: Stock) -> Summary | None:
    """The summary of doing nothing; None when there is something to do."""
    try:
        known = json.loads(_record(project).read_text(encoding="utf-8"))
        same = (
            known["schema"] == SCHEMA
            and known["made from"] == stock.whole
            and known["site"] == site_files(project.site)
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not same:
        return None
    return Summary(
        pages=known["pages"],
        reused=known["seconds"],
        figures=known["figures"],
        notes=known["notes"],
        published=True,
    )


def _record(project: Project) -> Path:
    return project.build / "published.json"


def site_files(site: Path) -> dict[str, list[int]]:
    """Size, date and place of all files of a site; a link to a file changes its other date."""
    found = {}
    for file in files_below(site):
        size, written, _, place = status(file)
        found[file.relative_to(site).as_posix()] = [size, written, place]
    return found
