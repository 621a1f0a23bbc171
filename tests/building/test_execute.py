"""The execute step: any Executor runs the programs, and a bad page costs itself only."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from build_tools.building.build import localised
from build_tools.building.execute import Outcome, execute
from build_tools.building.report import Report
from build_tools.execution import warm
from build_tools.execution.program import Program, ProgramCell
from build_tools.execution.store import Executed, Store
from tests.building.conftest import first_steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.building.conftest import Course

NEEDS_FORK = pytest.mark.skipif(
    not warm.SUPPORTED, reason="warm workers are forked, which only Linux does safely"
)


def programs(**cells: str) -> dict[str, Program]:
    return {name: Program(name, (ProgramCell(cell),), ()) for name, cell in cells.items()}


class Elsewhere(Executor):
    """An Executor that runs nothing here: it is told what to run, and answers at once."""

    def __init__(self) -> None:
        self.given: list[tuple[Any, ...]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        self.given.append((fn, *args))
        future: Future[Any] = Future()
        program, twin = args
        assert twin is None
        executed = Executed(
            key=program.key,
            parts=program.key_parts(),
            name=program.name,
            seconds=1,
            cells=[[]],
        )
        future.set_result((executed, None))
        return future


@pytest.mark.parametrize("made", [Elsewhere, lambda: ThreadPoolExecutor(2)])
def test_any_executor_can_be_the_pool(made: Callable[[], Executor], tmp_path: Path) -> None:
    store, outcome, said = Store(tmp_path), Outcome(), list[str]()
    waiting = programs(a="1 + 1", b="2 + 2", c="3 + 3")
    execute(waiting, store, outcome, said.append, made())
    assert sorted(outcome.executed) == sorted(outcome.ran) == ["a", "b", "c"]
    assert len(said) == 3
    for name, program in waiting.items():
        kept = store.last(name)
        assert kept is not None
        assert (kept.key, kept.why, kept.ran[:2]) == (program.key, ["first run"], "20")


@NEEDS_FORK
def test_a_worker_that_is_killed_in_mid_build_costs_its_page_only(tmp_path: Path) -> None:
    store, outcome = Store(tmp_path), Outcome()
    waiting = programs(
        killed="open('here', 'w')\nimport time\ntime.sleep(30)",
        good="1",
        failing="1 / 0",
        other="print(2)",
    )
    zygote = warm.warm_up()

    def kill() -> None:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            for process in psutil.Process(zygote.process.pid).children(recursive=True):
                if Path(f"/proc/{process.pid}/cwd/here").exists() and not process.children():
                    process.kill()
                    return
            time.sleep(0.05)

    killer = threading.Thread(target=kill)
    killer.start()
    execute(waiting, store, outcome, lambda _: None)
    killer.join()
    assert sorted(outcome.executed) == ["good", "other"]
    assert sorted(outcome.failures) == ["failing", "killed"]
    assert "killed from outside" in str(outcome.failures["killed"])


@NEEDS_FORK
def test_twins_run_with_their_programs_and_are_kept_as_if_alone(tmp_path: Path) -> None:
    store, outcome, said = Store(tmp_path), Outcome(), list[str]()
    waiting = programs(a="print('a')", b="print('b')", c="1 / 0", d="print('d')")
    codes = {"a": "print('A')", "b": "2 / 0", "c": "print('C')", "d": "print('D')"}
    twins = {name: Program(f"{name} (x)", (ProgramCell(c),), ()) for name, c in codes.items()}
    known = Executed(key=twins["d"].key, parts={}, name="d (x)", seconds=1, cells=[[]])
    store.put(known)
    execute(waiting, store, outcome, said.append, twin_of=twins.get)
    # the one that fails, that of a program that fails and the one that is there are left out
    assert sorted(outcome.executed) == sorted(outcome.ran) == ["a", "a (x)", "b", "d"]
    assert sorted(outcome.failures) == ["c"]
    assert len(said) == 4
    kept = store.last("a (x)")
    assert kept is not None
    assert kept == outcome.executed["a (x)"] == store.get(twins["a"].key)
    assert (kept.parts, kept.why) == (twins["a"].key_parts(), ["first run"])
    assert kept.cells[0][0]["text"] == "A\n"
    assert store.get(twins["d"].key) == known


@NEEDS_FORK
def test_labels_are_found_in_the_run_of_their_page(course: Course) -> None:
    apart = first_steps(course)
    shutil.rmtree(course.project.build)
    said = io.StringIO()
    pages, problems = localised(course.project, Report(said))
    assert said.getvalue().startswith("executing 1/1: lessons/z (first run")
    assert "finding labels" not in said.getvalue()
    assert problems == sorted(apart.problems)
    assert [page.bundle for page in pages] == [page.bundle for page in apart.pages]
    assert any("Événements" in page.bundle.model_dump_json() for page in pages)


def test_a_build_in_which_nothing_runs_loads_no_jupyter_and_starts_nothing() -> None:
    code = (
        "import sys, tempfile, pathlib\n"
        "from build_tools.building.execute import Outcome, execute, prepare, split\n"
        "from build_tools.execution.store import Store\n"
        "store = Store(pathlib.Path(tempfile.mkdtemp()))\n"
        "store.remember('page', 'key')\n"
        "prepare(store)\n"
        "execute({}, store, Outcome(), print)\n"
        "from build_tools.execution import warm\n"
        "heavy = {'jupyter_client', 'nbclient', 'nbformat', 'IPython', 'pandas', 'numpy'}\n"
        "print(sorted(heavy & set(sys.modules)), warm._current)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout == "[] []\n"
