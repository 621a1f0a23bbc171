from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from build_tools.bench.measure import CommandFailed, measure

if TYPE_CHECKING:
    from pathlib import Path

_WORK = "x = sum(n * n for n in range(3_000_000))"


def test_the_work_of_child_processes_counts(tmp_path: Path) -> None:
    alone = measure([sys.executable, "-c", "pass"], cwd=tmp_path)
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {_WORK!r}])"
    with_child = measure([sys.executable, "-c", child], cwd=tmp_path)
    assert with_child.cpu > alone.cpu + 0.05
    assert with_child.wall > alone.wall


def test_memory_is_seen_at_its_peak(tmp_path: Path) -> None:
    hold = "import time; x = bytearray(b'x') * 200_000_000; time.sleep(1)"
    assert measure([sys.executable, "-c", hold], cwd=tmp_path).memory > 200


def test_a_command_that_fails_is_told_with_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match=r"status 3(.|\n)*no such lesson"):
        measure(
            [sys.executable, "-c", "print('no such lesson'); raise SystemExit(3)"], cwd=tmp_path
        )


@pytest.mark.skipif(sys.platform != "linux", reason="orphans fall to the first process elsewhere")
def test_the_work_of_processes_that_outlive_their_parent_counts(tmp_path: Path) -> None:
    orphan = (
        "import subprocess, sys; subprocess.Popen([sys.executable, '-c', "
        f"{_WORK!r}], start_new_session=True)"
    )
    with_orphan = measure([sys.executable, "-c", orphan], cwd=tmp_path)
    assert with_orphan.cpu > measure([sys.executable, "-c", "pass"], cwd=tmp_path).cpu + 0.05


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has worlds of processes")
def test_the_work_in_a_world_of_its_own_counts_or_is_not_given(tmp_path: Path) -> None:
    """The time of such a world is lost to who waits for it."""
    world = f"""
import os, sys
from build_tools.execution import sandbox
closed = sandbox.enter()
if os.fork() == 0:
    if os.fork() == 0:
        {_WORK}
        os._exit(0)
    os.wait()
    os._exit(0)
os.wait()
"""
    used = measure([sys.executable, "-c", world], cwd=tmp_path, confines=True).cpu
    assert used == 0 or used > measure([sys.executable, "-c", "pass"], cwd=tmp_path).cpu + 0.05
