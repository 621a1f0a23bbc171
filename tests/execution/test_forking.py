"""Memory in few large pages."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from build_tools.execution import forking

TRANSPARENT = Path("/sys/kernel/mm/transparent_hugepage/enabled")

#: Says how many kB are in large pages before and after, how many pages there are, what is in them.
GATHER = """
import hashlib, random, re
from pathlib import Path
from build_tools.execution.forking import gather_memory

def large():
    return int(re.search(r"AnonHugePages: +(\\d+)", Path("/proc/self/smaps_rollup").read_text())[1])

held = [random.Random(number).randbytes(3000) for number in range(10_000)]
digest = hashlib.sha256(b"".join(held)).hexdigest()
before = large()
gathered = gather_memory()
print(before, large(), gathered, hashlib.sha256(b"".join(held)).hexdigest() == digest)
"""


def can_gather() -> bool:
    """Whether the system is Linux 6.1 or later, and has not switched large pages off."""
    if sys.platform != "linux" or not TRANSPARENT.is_file():
        return False
    version = tuple(int(own) for own in platform.release().split(".")[:2])
    return version >= (6, 1) and "[never]" not in TRANSPARENT.read_text(encoding="utf-8")


@pytest.mark.skipif(not can_gather(), reason="needs Linux 6.1, with transparent huge pages")
def test_memory_is_gathered_and_says_what_it_said() -> None:
    command = [sys.executable, "-c", GATHER]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    before, after, gathered = map(int, said[:3])
    assert said[3] == "True"
    assert gathered > 5
    assert after - before > 5 * 2048


@pytest.mark.skipif(os.name != "posix", reason="there is no madvise")
def test_where_the_system_refuses_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    class Old:
        def madvise(self, *_: object) -> int:
            return -1

    monkeypatch.setattr(forking, "_libc", Old())
    assert forking.gather_memory() == 0
