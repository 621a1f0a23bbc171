"""``compress``: the site's files compressed beforehand, for a server."""

from __future__ import annotations

from build_tools.building.project import Project
from build_tools.publishing.compressed import compress_site


def compress() -> int:
    """Write ``.br`` and ``.gz`` files into ``site/``, and tell how much they save."""
    done = compress_site(Project.here().site)
    share = round(100 * done.brotli / done.before)
    print(
        f"{done.files} files compressed: {done.before / 1e6:.1f} MB become"
        f" {done.brotli / 1e6:.1f} MB with brotli ({share} %)"
    )
    return 0
