"""Programs for tests, and the roads that they can take."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from build_tools.execution import warm
from build_tools.execution.kernel import run_in_kernel
from build_tools.execution.limits import Limits
from build_tools.execution.program import Program, ProgramCell, SampleFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from build_tools.execution.store import Executed

    Run = Callable[..., Executed]

NEEDS_FORK = pytest.mark.skipif(
    not warm.SUPPORTED, reason="warm workers are forked, which only Linux does safely"
)


def program(*cells: str | ProgramCell, samples: tuple[SampleFile, ...] = ()) -> Program:
    own = tuple(cell if isinstance(cell, ProgramCell) else ProgramCell(cell) for cell in cells)
    return Program("page", own, samples)


def run_warm(program: Program, limits: Limits | None = None) -> Executed:
    return warm.run_both(program, None, limits or Limits())[0]


def run_plain(program: Program, limits: Limits | None = None) -> Executed:
    return run_in_kernel(program, limits or Limits())


@pytest.fixture(params=[pytest.param(run_warm, marks=NEEDS_FORK, id="warm"), run_plain])
def run(request: pytest.FixtureRequest) -> Run:
    """Each road that a program can take."""
    road: Run = request.param
    return road


def below(process: int) -> list[psutil.Process]:
    with contextlib.suppress(psutil.NoSuchProcess):
        found: list[psutil.Process] = psutil.Process(process).children(recursive=True)
        return found
    return []


@pytest.fixture
def nothing_survives() -> Iterator[None]:
    """After each test the zygote has no process below it, whatever the page has left."""
    yield
    zygote = warm.warm_up()
    end = time.monotonic() + 5
    while (left := below(zygote.process.pid)) and time.monotonic() < end:
        time.sleep(0.02)
    assert left == []


def wait_for_processes(zygote: warm.Zygote, count: int = 2) -> list[psutil.Process]:
    """A keeper and what is below it, once that are so many: a first process and a worker."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        for keeper in psutil.Process(zygote.process.pid).children():
            with contextlib.suppress(psutil.NoSuchProcess):  # it has just ended
                if len(found := keeper.children(recursive=True)) == count:
                    return [keeper, *found]
        time.sleep(0.01)
    raise AssertionError("no worker came up")
