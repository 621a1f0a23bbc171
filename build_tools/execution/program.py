"""A program: the cells of one source page, with everything that its outputs depend on."""

from __future__ import annotations

import ast
import hashlib
import json
import platform
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Tags that change what execution does; others only change how a cell is shown.
EXECUTION_TAGS = frozenset({"raises-exception", "skip-execution"})

#: What a program is run with, whatever the author's own settings are.
PINNED_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "agg",
    "COLUMNS": "100",
    "OPEN_DATA_DIR": "",
}

#: The code that makes the session ready, which decides what cells put out.
_SESSION = Path(__file__).with_name("session.py")


@dataclass(frozen=True)
class ProgramCell:
    """A cell as the program sees it."""

    source: str
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SampleFile:
    """A sample as the program sees it: the name that cells open, the file that is there."""

    path: str
    file: Path
    sha256: str
    luminosity_fb: float | None = None


@dataclass(frozen=True)
class Program:
    """The cells of a page and the samples that they may open."""

    name: str  #: docname of the page, for messages
    cells: tuple[ProgramCell, ...]
    samples: tuple[SampleFile, ...]

    def key_parts(self) -> dict[str, str]:
        """The parts of the key, by name, so that a change can be told from its key alone."""
        cells = [
            (ast.dump(ast.parse(cell.source)), sorted(cell.tags & EXECUTION_TAGS))
            for cell in self.cells
        ]
        samples = [(s.path, s.sha256, s.luminosity_fb) for s in self.samples]
        return {
            "cells": _digest(cells),
            "samples": _digest(samples),
            "python": platform.python_version(),
            "packages": _digest(installed_packages()),
            "session": _digest([_SESSION.read_text(encoding="utf-8"), PINNED_ENVIRONMENT]),
        }

    @property
    def key(self) -> str:
        """sha256 over all that the outputs depend on; comments and layout do not count."""
        return _digest(self.key_parts())


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


@cache
def installed_packages() -> Mapping[str, str]:
    """Name → version of every package that cells can import.

    The project itself is left out: of its code, cells meet the session only, which is in the key.
    """
    return {
        name.lower(): item.version
        for item in distributions()
        if (name := item.metadata["Name"]) and name.lower() != "open-data-lessons"
    }
