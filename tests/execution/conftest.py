"""Programs for tests, and the roads that they can take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from build_tools.execution import warm
from build_tools.execution.kernel import run_in_kernel
from build_tools.execution.limits import Limits
from build_tools.execution.program import Program, ProgramCell, SampleFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from build_tools.execution.store import Executed

    Run = Callable[..., Executed]

NEEDS_FORK = pytest.mark.skipif(
    not warm.SUPPORTED, reason="warm workers are forked, which only Linux does safely"
)


def program(*cells: str | ProgramCell, samples: tuple[SampleFile, ...] = ()) -> Program:
    own = tuple(cell if isinstance(cell, ProgramCell) else ProgramCell(cell) for cell in cells)
    return Program("page", own, samples)


def run_warm(program: Program, limits: Limits | None = None) -> Executed:
    return warm.run_warm(program, limits or Limits())


def run_plain(program: Program, limits: Limits | None = None) -> Executed:
    return run_in_kernel(program, limits or Limits())


@pytest.fixture(params=[pytest.param(run_warm, marks=NEEDS_FORK, id="warm"), run_plain])
def run(request: pytest.FixtureRequest) -> Run:
    """Each road that a program can take."""
    road: Run = request.param
    return road
