"""Two programs that begin alike put out what each does alone, and neither knows of the other."""

from __future__ import annotations

import json
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from build_tools.execution import keeper, warm
from build_tools.execution.failure import CellFailure
from build_tools.execution.limits import Limits
from build_tools.execution.program import ProgramCell, SampleFile
from tests.execution.conftest import NEEDS_FORK, program, run_warm, wait_for_processes

if TYPE_CHECKING:
    from build_tools.execution.store import Executed

pytestmark = [NEEDS_FORK, pytest.mark.usefixtures("nothing_survives")]

REPOSITORY = Path(__file__).parents[2]
MIB = 1024 * 1024
SMALL = Limits(cell_seconds=20, memory=2048 * MIB, output=100_000, tasks=12)
EXPECTED_ERROR = frozenset({"raises-exception"})

Cells = tuple[str | ProgramCell, ...]


def both(own: Cells, twin: Cells, limits: Limits = SMALL) -> tuple[Executed, Executed | None]:
    return warm.run_both(program(*own), program(*twin), limits)


def plain(executed: Executed | None) -> str:
    return executed.model_dump_json(exclude={"seconds"}) if executed else ""


def worded(cells: Cells) -> Cells:
    """The same cells with another word."""
    return tuple(
        ProgramCell(cell.source.replace("word", "other text"), cell.tags)
        if isinstance(cell, ProgramCell)
        else cell.replace("word", "other text")
        for cell in cells
    )


#: Programs, of which the cells with ``word`` are others in the twin.
ALIKE: dict[str, Cells] = {
    "from the first cell on": ("print('word')", "1 + 1"),
    "in the last cell": ("x = 1", "print(x)", "print('word', x)\nglue('n', x)"),
    "seeds": (
        "import random\nimport numpy as np\nprint(random.random(), np.random.rand())",
        "print('word', random.random(), np.random.rand())",
        "rng = np.random.default_rng(3)\nprint(rng.random())",
    ),
    "numbers": ("1 + 1", "'word'", "print(_, __, Out, In[2], len(In))"),
    "written past Python": (
        "import ctypes, os\nlibc = ctypes.CDLL(None)\nlibc.puts(b'shared')",
        "libc.puts(b'word')\nos.write(1, b'raw')\nos.system('echo sh >&2');",
        "libc.puts(b'end');",
    ),
    "displays": (
        "handle = display('a', display_id='h')",
        "handle.update('word')",
        "from IPython.display import clear_output\nprint('gone')\nclear_output(wait=True)",
        "print('word')",
    ),
    "errors that are meant": (
        ProgramCell("def f():\n    1 / 0\nf()", EXPECTED_ERROR),
        ProgramCell("never()", frozenset({"skip-execution"})),
        ProgramCell("raise ValueError('word')", EXPECTED_ERROR),
        "import warnings\nwarnings.warn('word')",
    ),
    "awaited": (
        "import asyncio\nasync def late():\n    await asyncio.sleep(0.02)\n    return 'late'",
        "task = asyncio.ensure_future(late())\nawait asyncio.sleep(0)",
        "print('word', await task)",
        "await asyncio.sleep(0.01)\nprint(asyncio.get_running_loop().is_running())",
    ),
    "glued": ("glue('a', 1)", "glue('b', 'word')", "glue('c', 2)"),
    "folders": ("import os\nos.chdir('samples')", "print('word', os.getcwd(), os.listdir())"),
    "forked in a cell": ("import os", "os.waitpid(os.fork() or os._exit(0), 0)[1], 'word'"),
}


@pytest.mark.parametrize("name", ALIKE)
def test_each_puts_out_what_it_does_alone(name: str) -> None:
    own, other = ALIKE[name], worded(ALIKE[name])
    executed, twin = both(own, other)
    assert twin is not None
    assert plain(executed) == plain(run_warm(program(*own)))
    assert plain(twin) == plain(run_warm(program(*other)))
    assert plain(twin) != plain(executed)


def test_the_beginning_runs_once() -> None:
    started = time.monotonic()
    cells = ("import time\ntime.sleep(1.5)", "print('word')")
    executed, twin = both(cells, worded(cells))
    assert twin is not None
    assert executed.seconds > 1.5
    assert twin.seconds < 1.5
    assert time.monotonic() - started < executed.seconds + 1.5


def test_reading_a_sample_does_not_stand_in_the_way() -> None:
    path = "2lep/MC/mc_361106.Zee.2lep.root"
    sample = SampleFile(path, REPOSITORY / "content" / "samples" / path, "0")
    read = (
        f"import uproot\ntree = uproot.open('samples/{path}')['mini']\n"
        "pt = tree.arrays(['lep_pt'])['lep_pt']"
    )
    cells = (read, "print('word', len(pt), len(tree.arrays(['lep_eta'])))")
    _, twin = warm.run_both(
        program(*cells, samples=(sample,)), program(*worded(cells), samples=(sample,)), SMALL
    )
    assert twin is not None
    assert twin.cells[1][0]["text"].startswith("other text ")


WORD = "print('word')"
#: What makes it uncertain that the two would not meet, or takes the twin down.
APART: dict[str, Cells] = {
    "an open file": ("f = open('samples/manifest.json')", "print('word', f.read(5))"),
    "a thread": (
        "import threading, time\nt = threading.Thread(target=time.sleep, args=(0.3,))\nt.start()",
        "t.join()\nprint('word')",
    ),
    "a child": ("import subprocess\nc = subprocess.Popen(['sleep', '9'])", WORD),
    "an orphan": ("import os\nos.system('sleep 9 &');", WORD),
    "a file of the beginning": ("open('x', 'w').write('1');", WORD),
    "a file of the program": ("import os", "print('word', os.listdir())", "open('x', 'w');"),
    "a file that is gone": ("import os", WORD, "open('x', 'w').close()\nos.remove('x')"),
    "shared memory": ("import mmap\nm = mmap.mmap(-1, 9)", "print(m.read(4))\nm[0] = 65", WORD),
    "memory with a name": ("1", WORD, "open('/dev/shm/x', 'w').close()"),
    "an alarm": ("import signal\nsignal.setitimer(signal.ITIMER_REAL, 60);", WORD),
    "what the program leaves": (
        "import subprocess",
        WORD,
        "c = subprocess.Popen(['sleep', '9'], start_new_session=True)",
    ),
    "a twin that fails": ("1", "if 'word' != 'wo' + 'rd':\n    1 / 0"),
    "a twin that ends": ("import os", "if 'word' != 'wo' + 'rd':\n    os._exit(0)"),
    "a twin that is killed": ("import os", "'word' == 'wo' + 'rd' or os.kill(os.getpid(), 9)"),
    "a twin that crashes": ("import ctypes", "if 'word' != 'wo' + 'rd':\n    ctypes.string_at(0)"),
    "a twin that hangs": ("import time", "if 'word' != 'wo' + 'rd':\n    time.sleep(30)"),
    "a twin that floods": ("1", "while 'word' != 'wo' + 'rd':\n    print('again' * 100)"),
    "a twin that floods past Python": (
        "import os",
        "while 'word' != 'wo' + 'rd':\n    os.write(1, b'again' * 1000)",
    ),
    "a twin that forks": (
        "import os, time",
        "if 'word' != 'wo' + 'rd':\n    for _ in range(6):\n        os.fork()\n    time.sleep(3)",
    ),
    "a twin that fills the memory": ("1", "if 'word' != 'wo' + 'rd':\n    bytearray(50 * 2**30)"),
    "a twin that forges": (
        "import os",
        (
            "for n in range(3, 64) if 'word' != 'wo' + 'rd' else ():\n    try:\n"
            "        os.write(n, b'{\"cells\": 3}\\n')\n    except OSError:\n        pass\n"
            "'word' == 'wo' + 'rd' or os._exit(0)"
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", APART)
def test_where_it_is_not_certain_there_is_no_twin(name: str) -> None:
    cells = APART[name]
    limits = replace(SMALL, cell_seconds=2)
    executed, twin = both(cells, worded(cells), limits)
    assert twin is None
    assert plain(executed) == plain(run_warm(program(*cells), limits))


def test_nothing_waits_that_is_a_large_part_of_the_memory() -> None:
    cells = ("x = bytearray(200 * 2**20)", WORD)
    assert both(cells, worded(cells), replace(SMALL, memory=1600 * MIB))[1] is None
    assert both(cells, worded(cells), replace(SMALL, memory=4096 * MIB))[1] is not None


#: Programs that fail, before their twin's cells begin to differ and after.
FAILING: dict[str, Cells] = {
    "before": ("1", "1 / 0", WORD),
    "where they differ": ("1", "x = 1\n\nprint('word')\n1 / 0"),
    "after": ("def f():\n    1 / 0", WORD, "f()"),
    "ends": ("import os", WORD, "os._exit(0)"),
    "ends badly": ("import os", WORD, "os._exit(3)"),
    "ends itself": ("import os, signal", WORD, "os.kill(os.getpid(), signal.SIGKILL)"),
    "aborts": ("import os", WORD, "\nos.abort()"),
    "crashes": ("import ctypes", WORD, "\nctypes.string_at(0)"),
    "hangs": ("import time", WORD, "\ntime.sleep(30)"),
    "will not be interrupted": (
        "import time",
        WORD,
        "while True:\n    try:\n        time.sleep(9)\n    except KeyboardInterrupt:\n        pass",
    ),
    "floods": ("1", WORD, "while True:\n    print('again' * 100)"),
    "fills the memory": ("1", WORD, "x = bytearray(50 * 2**30)"),
    "asks": ("1", WORD, "input()"),
}


@pytest.mark.parametrize("name", FAILING)
def test_a_program_that_fails_is_told_as_it_is_alone(name: str) -> None:
    cells = FAILING[name]
    limits = replace(SMALL, cell_seconds=2)
    with pytest.raises(CellFailure) as alone:
        run_warm(program(*cells), limits)
    with pytest.raises(CellFailure) as together:
        both(cells, worded(cells), limits)
    assert vars(together.value) == vars(alone.value)


def test_what_a_twin_says_is_not_taken_for_the_program_s() -> None:
    build, ours = socket.socketpair()
    with build, ours:
        watch = keeper._Watch(ours, keeper._World(0, 0), 0, [], SMALL, SMALL, None, twin=True)
        # all in one piece, as a pipe may hand it over: the program ended in its third cell
        said: list[dict[str, object]] = [{"cell": 2}, {"twin": True}, {"cell": 1}, {"cells": []}]
        for message in said:
            watch._hear(message)
        watch.tell()
        failure = json.loads(build.recv(1000))["failure"]
    assert (failure["cell"], failure["message"][:30]) == (2, "ended the Python process (exit")


def test_a_program_that_forks_and_forks_is_stopped_beside_its_twin() -> None:
    cells = ("import os, time", WORD, "for _ in range(6):\n    os.fork()\ntime.sleep(3)")
    with pytest.raises(CellFailure, match="more than 12 processes and threads") as caught:
        both(cells, worded(cells))
    assert caught.value.cell == 2


def test_a_limit_on_time_is_each_one_s_own() -> None:
    cells = ("import time", "time.sleep(1.2)", "print('word')\ntime.sleep(1.2)")
    _, twin = both(cells, worded(cells), replace(SMALL, program_seconds=3))
    assert twin is not None


@pytest.mark.parametrize("which", [0, 1, 2, 3])
def test_a_process_that_is_killed_while_one_waits_costs_the_page_only(which: int) -> None:
    zygote = warm.warm_up()
    cells = ("import time", "time.sleep(30)\nprint('word')")
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(both, cells, worded(cells))
        processes = wait_for_processes(zygote, 3)
        processes[which].send_signal(signal.SIGKILL)
        with pytest.raises(CellFailure, match="killed"):
            job.result()
    assert warm.warm_up() is zygote


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_twin_that_is_killed_leaves_what_the_program_put_out(which: int) -> None:
    zygote = warm.warm_up()
    cells = ("import time", "print('word')\ntime.sleep(2 if 'word' == 'wo' + 'rd' else 30)")
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(both, cells, worded(cells))
        wait_for_processes(zygote, 3)
        processes = wait_for_processes(zygote, 2)  # the program has ended
        time.sleep(0.3)
        processes[which].send_signal(signal.SIGKILL)
        executed, twin = job.result()
    assert twin is None
    assert executed.cells[1][0]["text"] == "word\n"
