"""Put a finished site in the place of the last one, in whole.

A site is a folder with a marker file. The next one is assembled in the build directory and takes
its place by two renames, so a build that fails or is stopped leaves the last good site;
``restore`` repairs the one moment in between.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: says that a folder was made here, and may therefore be replaced
MARKER = ".lessons-site"


class NotOurSiteError(Exception):
    """A folder that would be replaced holds something that was not made here."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder}: this folder was not made by the lessons' generator (it has no file "
            f"{MARKER}), so it is not replaced. Name another output folder, or remove this one "
            "yourself if nothing in it is needed."
        )


def begin(folder: Path) -> None:
    """Make ``folder`` an empty site. Raises ``NotOurSiteError`` where it is something else."""
    _remove(folder)
    folder.mkdir(parents=True)
    (folder / MARKER).write_text("Made by the lessons' generator; the next build replaces it.\n")


def swap(new: Path, site: Path, *, build: Path) -> None:
    """Put ``new`` in the place of ``site``; the last site waits for ``restore`` to remove it.

    Raises ``NotOurSiteError`` where ``site`` is something else; nothing is touched then. All
    three lie on one file system, or OSError is raised.
    """
    _require_ours(site)
    restore(site, build=build)
    last = _last(build)
    if site.exists():
        (site / MARKER).touch()  # an empty folder may have none; `restore` looks for it
        site.rename(last)
    site.parent.mkdir(parents=True, exist_ok=True)
    new.rename(site)


def restore(site: Path, *, build: Path) -> None:
    """Tidy what a build left behind; call it before any build and when there is time after one.

    Where a build was stopped when the last site had been moved away and the new one was not yet in
    place, the last one comes back.
    """
    last = _last(build)
    if not (last / MARKER).is_file():
        return
    if site.exists():
        _remove(last)
    else:
        last.rename(site)


def _last(build: Path) -> Path:
    return build / "site.last"


def _require_ours(folder: Path) -> None:
    if not folder.exists() or (folder / MARKER).is_file():
        return
    if not folder.is_dir() or any(folder.iterdir()):
        raise NotOurSiteError(folder)


def _remove(folder: Path) -> None:
    _require_ours(folder)
    if folder.exists():
        # the marker goes last: what is left when this is stopped is still known as ours
        for own in folder.iterdir():
            if own.is_dir() and not own.is_symlink():
                shutil.rmtree(own)
            elif own.name != MARKER:
                own.unlink()
        shutil.rmtree(folder)
