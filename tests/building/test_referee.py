"""The project's own lessons, run in warm workers, put out what plain nbclient puts out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from build_tools.building.project import Project
from build_tools.building.read import read
from build_tools.execution import warm
from build_tools.execution.kernel import run_in_kernel
from build_tools.execution.limits import Limits


@pytest.mark.skipif(not warm.SUPPORTED, reason="warm workers are forked, which only Linux does")
def test_every_lesson_is_the_same_byte_for_byte() -> None:
    lessons, problems = read(Project(Path(__file__).parents[2]))
    assert problems == []
    programs = [program for program in lessons.programs.values() if program.cells]
    with ThreadPoolExecutor(2) as pool:
        plain = pool.map(run_in_kernel, programs, [Limits()] * len(programs))
        ours = pool.map(lambda own: warm.run_both(own, None, Limits())[0], programs)
    compared = 0
    for one, other in zip(ours, plain, strict=True):
        for cell, (mine, theirs) in enumerate(zip(one.cells, other.cells, strict=True)):
            assert mine == theirs, f"{one.name}, cell {cell + 1}"
            compared += 1
        changing = {"seconds"}
        assert one.model_dump_json(exclude=changing) == other.model_dump_json(exclude=changing)
    assert compared == sum(len(program.cells) for program in programs)
    assert compared > 20
