"""The programs that are measured, and the machine that they run on."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Tools:
    """Which interpreters to run, each with its packages byte-compiled."""

    project: Path  #: the checkout
    plain_python: Path  #: with the same versions of Sphinx, MyST-NB and the theme, and no more
    python: str = sys.executable  #: with this project

    @property
    def environment(self) -> Mapping[str, str]:
        """What this project's processes are given."""
        return {**os.environ, "PYTHONWARNINGS": "ignore", "NO_COLOR": "1"}

    @property
    def plain_environment(self) -> Mapping[str, str]:
        """What plain Sphinx's processes are given: their own kernels, no other packages."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        return {**kept, "PATH": f"{self.plain_python.parent}{os.pathsep}{kept.get('PATH', '')}"}


def machine() -> dict[str, str]:
    """The machine, for whoever compares figures."""
    return {
        "processor": _processor(),
        "cores": str(psutil.cpu_count()),
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123  no file of ours
            names = [
                line.split(":", 1)[1].strip() for line in file if line.startswith("model name")
            ]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or platform.machine()
