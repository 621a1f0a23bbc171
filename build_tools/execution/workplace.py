"""The folder in which a program runs, and the environment variables that it finds."""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

from build_tools.execution.program import MATPLOTLIB_STYLE, PINNED_ENVIRONMENT

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.execution.program import Program

#: Variables of the author's own that Python needs to start; no other is passed on, so that no
#: output depends on a setting and no page can read a secret of CI.
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "COMSPEC", "PATHEXT", "WINDIR")


def environment(home: Path) -> dict[str, str]:
    """All the variables that a program sees; ``home`` takes the place of the author's own."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    folders = {name: str(home) for name in ("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP")}
    own = {"IPYTHONDIR": str(home / ".ipython"), "MATPLOTLIBRC": str(MATPLOTLIB_STYLE)}
    return passed | PINNED_ENVIRONMENT | folders | own


def workplace(home: Path) -> Path:
    """Where the cells run: a folder of its own, so that they find there what is theirs only."""
    return home / "page"


def lay_out(program: Program, home: Path) -> None:
    """Make ``samples`` with the declared files and no others, and what is known of them."""
    folder = workplace(home) / "samples"
    folder.mkdir(parents=True)
    for sample in program.samples:
        place = folder / sample.path
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            place.symlink_to(sample.file.resolve())
        except OSError:  # Windows without the right to make links
            with contextlib.suppress(shutil.SameFileError):
                shutil.copyfile(sample.file, place)
    (folder / "manifest.json").write_text(program.manifest(), encoding="utf-8")
