"""``serve``: the site on this machine's own address."""

from __future__ import annotations

from build_tools.building.project import Project
from build_tools.cli.ports import require_free
from build_tools.publishing import serve as server


def serve(port: int) -> int:
    """Serve ``site/`` until interrupted."""
    require_free(port, "serve")
    server.serve(Project.here().site, port)
    return 0
