"""``live``: build, serve, and build again whenever a page is edited."""

from __future__ import annotations

import threading

from livereload import Server

from build_tools.building.build import build
from build_tools.building.project import Project
from build_tools.building.report import Report
from build_tools.cli.serve import require_free
from build_tools.cli.site import tell


def live(port: int) -> int:
    """Serve ``site/`` with reloading until interrupted.

    A page with a problem is reported and the last good site goes on being served.
    """
    require_free(port, "live")
    project, report = Project.here(), Report()

    def work() -> None:
        tell(build(project, report), project, report)

    def again() -> None:
        # in a thread of its own, because the server's has an event loop and so have the builds
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()

    again()
    server = Server()
    # livereload looks at the dates of these files, so builds that change nothing are never started
    server.watch(str(project.root / "content"), again, delay=0.2)
    server.watch(str(project.root / "conf.py"), again)
    report.say(f"Watching content/; http://127.0.0.1:{port}/ reloads by itself. Ctrl+C stops.")
    server.serve(root=str(project.site), host="127.0.0.1", port=port, open_url_delay=None)
    return 0
