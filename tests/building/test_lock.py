"""One build at a time in a folder, and no lock that anyone has to remove."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from build_tools.building.lock import alone
from build_tools.building.project import Project

if TYPE_CHECKING:
    from pathlib import Path

HOLD = """
import os, sys
from pathlib import Path
from build_tools.building.lock import alone
from build_tools.building.project import Project

with alone(Project(Path(sys.argv[1])), "live"):
    if hasattr(os, "fork") and os.fork() == 0:  # like a worker that outlives a killed build
        sys.stdin.read()
        os._exit(0)
    print(os.getpid(), flush=True)
    sys.stdin.read()
"""


def test_another_process_is_named_and_a_killed_one_leaves_no_lock(tmp_path: Path) -> None:
    for name in ("conf.py", "content"):
        (tmp_path / name).mkdir() if name == "content" else (tmp_path / name).touch()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        number = holder.stdout.readline().strip()
        command = [sys.executable, "-m", "build_tools.cli", "site"]
        refused = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
        )
        assert refused.returncode == 1
        assert f"`nox -s live` (process {number}) is building in {tmp_path}" in refused.stderr
        assert "Ctrl+C" in refused.stderr
        assert "Traceback" not in refused.stderr
        assert {file.name for file in tmp_path.iterdir()} == {"conf.py", "content", "_build"}
        holder.kill()
        assert holder.wait(timeout=60) != 0
        with alone(Project(tmp_path), "site"):
            text = (tmp_path / "_build" / "lock").read_text(encoding="utf-8")
            assert json.loads(text)["verb"] == "site"


def test_the_lock_goes_when_a_build_fails(tmp_path: Path) -> None:
    project = Project(tmp_path)
    with pytest.raises(ZeroDivisionError), alone(project, "site"):
        _ = 1 / 0
    held = subprocess.run(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.DEVNULL, check=False
    )
    assert held.returncode == 0
