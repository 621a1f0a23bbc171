"""``live``: build, serve, and build again whenever something is saved."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from build_tools.building.beside import side_by_side
from build_tools.building.live import keep_building
from build_tools.building.lock import alone
from build_tools.building.project import Project
from build_tools.building.report import Report
from build_tools.cli.ports import require_free
from build_tools.cli.site import tell
from build_tools.publishing.beside.page import FOLDER
from build_tools.publishing.live import LiveServer

if TYPE_CHECKING:
    from build_tools.building.summary import Summary
    from build_tools.pages.diagnostics import Diagnostic


def live(port: int, page: str = "") -> int:
    """Serve ``site/`` with reloading until interrupted.

    A page with a problem is reported, here and in the browser, and the last good site goes on being
    served. With a translated ``page``, it and its source are shown side by side too.
    """
    require_free(port, "live")
    project, report = Project.here(), Report()
    problems: list[Diagnostic] = []
    beside = side_by_side(project, page, lambda: problems) if page else None
    with alone(project, "live"), LiveServer(project.site, port, beside) as server:
        report.say(f"Watching content/; {server.address} reloads by itself. Ctrl+C stops.")
        if beside:
            address = f"{server.address.rstrip('/')}{FOLDER}"
            report.say(f"{beside.docname} beside its source: {address}")

        def done(summary: Summary) -> None:
            problems[:] = summary.problems
            changed = summary.changed if summary.published else None
            server.state.tell(changed, [str(problem) for problem in summary.problems])
            tell(summary, project, report)

        keep_building(project, report, done)
    report.say("The generator changed: starting again.")
    command = [
        sys.executable,
        "-m",
        "build_tools.cli",
        "live",
        "--port",
        str(port),
        *([page] if page else []),
    ]
    os.execv(sys.executable, command)  # noqa: S606  the same program, with its new code
