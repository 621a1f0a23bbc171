"""What a page must not do costs that page only, with one message that says what and where."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import CancelledError, ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from build_tools.execution import warm
from build_tools.execution.failure import CellFailure
from build_tools.execution.limits import Limits
from tests.execution.conftest import NEEDS_FORK, program, run_warm, wait_for_processes

pytestmark = [NEEDS_FORK, pytest.mark.usefixtures("nothing_survives")]

MIB = 1024 * 1024
SMALL = Limits(
    cell_seconds=20, memory=2048 * MIB, output=100_000, tasks=12, open_files=64, file_size=MIB
)


def failure(*cells: str, limits: Limits = SMALL) -> CellFailure:
    with pytest.raises(CellFailure) as caught:
        run_warm(program(*cells), limits)
    return caught.value


#: What a cell does, the line that is told, words of the message.
BAD = [
    ("x = 1\nimport numpy\nnumpy.ones(50 * 2**30, 'u1')", 3, "to allocate.*may use 2048 MiB"),
    ("x = bytearray(50 * 2**30)", 1, "MemoryError: .*a page may use 2048 MiB"),
    ("while True:\n    print('again' * 100)", 2, "printed and showed more than 0.*MiB"),
    ("while True:\n    try:\n        print('again' * 100)\n    except BaseException:\n        pass",
     3, "printed and showed more than"),
    ("import os\nwhile True:\n    os.write(1, b'again' * 1000)", 0, "printed and showed more than"),
    ("from IPython.display import display\nwhile True:\n    display('x' * 5000)", 3, "and showed"),
    ("import ctypes\n\nctypes.string_at(0)", 3, r"crash in compiled code \(SIGSEGV\)"),
    ("import os\nos.abort()", 2, r"crash in compiled code \(SIGABRT\)"),
    ("import os\n\nos._exit(0)", 0, r"ended the Python process \(exit status 0\)"),
    ("import sys\n\nsys.exit(4)", 3, "SystemExit: 4"),
    ("1\nexit()", 2, "SystemExit: a page ends with its last cell"),
    ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", 0, "killed from outside"),
    ("open('big', 'wb').write(bytes(3 * 2**20))", 1, "File too large"),
    ("files = [open('f', 'w') for _ in range(100)]", 1, "Too many open files"),
    ("input('Name? ')", 1, "nobody is there when the page is built"),
    ("open('/etc/lesson', 'w')", 1, "Read-only file system"),
    ("""import threading, time
for _ in range(40):
    threading.Thread(target=time.sleep, args=(9,), daemon=True).start()
time.sleep(9)""",
     0, "more than 12 processes and threads"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "line", "words"), BAD)
def test_one_message_with_the_line(code: str, line: int, words: str) -> None:
    if "/etc" in code and "processes" not in warm.warm_up().sandbox:
        pytest.skip("this system does not permit mount namespaces")
    found = failure("1", code)
    assert (found.cell, found.line) == (1, line)
    with pytest.raises(CellFailure, match=words):
        raise found


def test_a_cell_that_hangs_is_told_with_the_line_where_it_hangs() -> None:
    limits = Limits(cell_seconds=0.5)
    found = failure("1", "import time\n\nwhile True:\n    time.sleep(0.01)", limits=limits)
    assert str(found) == "ran longer than 0.5 s and was stopped"
    assert (found.cell, found.line) == (1, 4)


def test_a_cell_that_will_not_be_interrupted_is_killed() -> None:
    stubborn = (
        "import time\nwhile True:\n    try:\n        time.sleep(9)\n"
        "    except KeyboardInterrupt:\n        pass"
    )
    started = time.monotonic()
    found = failure(stubborn, limits=Limits(cell_seconds=0.5))
    assert "longer than 0.5 s" in str(found)
    assert time.monotonic() - started < 8


#: Each is bounded in itself, at some sixty processes: were every limit broken, it would end.
BOMBS = [
    "import os\nfor _ in range(6):\n    os.fork()\nimport time\ntime.sleep(3)",
    "import os\nfor _ in range(6):\n    if os.fork() == 0:\n        os.setsid()",
    """import subprocess, time
script = "f() { if [ $1 = 0 ]; then exec sleep 3; fi; f $(($1-1)) & f $(($1-1)) & wait; }; f 5"
subprocess.run(["sh", "-c", script])""",
]


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_page_that_forks_and_forks_is_stopped(bomb: str) -> None:
    assert warm.warm_up().threads == 1
    started = time.monotonic()
    found = failure("1", bomb)
    assert (found.cell, found.error) == (1, "")
    assert str(found) == "started more than 12 processes and threads, and was stopped"
    assert time.monotonic() - started < 10


#: Tries thirty times, so that without a limit there are thirty and no more.
TRY = """
import os, sys, time
from build_tools.execution import sandbox
{hold}
started = 0
for _ in range(30):
    try:
        child = os.fork()
    except OSError:
        continue
    if child == 0:
        time.sleep(1)
        os._exit(0)
    started += 1
print(started, flush=True)
for _ in range(started):
    os.wait()
"""
IN_A_GROUP = """group = sandbox.Group(f"lessons-test-{os.getpid()}", 8)
if os.fork():
    os.wait()
    time.sleep(0.1)
    group.remove()
    os._exit(0)
group.join()"""


def started(hold: str) -> int:
    ended = subprocess.run(
        [sys.executable, "-c", TRY.format(hold=hold)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(ended.stdout)


def test_the_kernel_holds_the_number_of_processes() -> None:
    assert {"group", "numbers", "limit"} & set(warm.warm_up().sandbox)
    assert started("") == 30
    if "group" in warm.warm_up().sandbox:
        assert started(IN_A_GROUP) <= 8


def test_memory_of_all_processes_counts_together() -> None:
    hungry = """import os, time
for _ in range(6):
    if os.fork() == 0:
        x = b"x" * (180 * 2**20)
        time.sleep(9)
time.sleep(9)"""
    found = failure(hungry, limits=Limits(memory=900 * MIB))
    assert str(found) == "used more than 900 MiB of memory, and was stopped"


def test_what_outlives_its_cell_does_not_outlive_its_page() -> None:
    cells = (
        "import subprocess, threading, time, os",
        "child = subprocess.Popen(['sleep', '60'], start_new_session=True)",
        """def late():
    time.sleep(0.2)
    print('late')
    time.sleep(60)
threading.Thread(target=late).start()""",
        "if os.fork() == 0:\n    print('child')",
        "time.sleep(0.5)",
        "print('end')",
    )
    started = time.monotonic()
    executed = run_warm(program(*cells), SMALL)
    assert time.monotonic() - started < 20
    assert [output["text"] for output in executed.cells[4]] == ["late\n"]
    assert [output["text"] for output in executed.cells[5]] == ["end\n"]


def test_nothing_leaks_into_the_next_program() -> None:
    messy = (
        "import os, sys, random, builtins, json\nimport numpy as np, pandas as pd",
        "os.environ['LEAK'] = '1'\nos.makedirs('deep')\nos.chdir('deep')\nsys.path.append('/leak')",
        "random.seed(5)\nnp.random.seed(5)\nbuiltins.leak = 1\njson.leak = 1",
        "pd.set_option('display.max_rows', 3)\nopen('left', 'w').write('x')",
        "import plotly.io as pio\npio.templates.default = 'plotly_dark'",
    )
    look = (
        "import os, sys, random, builtins, json\nimport numpy as np, pandas as pd",
        "print('LEAK' in os.environ, os.listdir(), '/leak' in sys.path)",
        "print(hasattr(builtins, 'leak'), hasattr(json, 'leak'))",
        "print(pd.get_option('display.max_rows'))",
        "print(random.random(), np.random.rand(), 'messy' in globals())",
        "import plotly.io as pio\nprint(pio.templates.default)",
    )
    before = run_warm(program(*look)).cells
    run_warm(program(*messy))
    assert run_warm(program(*look)).cells == before
    texts = [cell[0]["text"] for cell in before[1:4]]
    assert texts == ["False ['samples'] False\n", "False False\n", "60\n"]


def test_text_written_past_python_is_in_its_place() -> None:
    (outputs,) = run_warm(
        program(
            "import ctypes, os, subprocess, sys\nlibc = ctypes.CDLL(None)\nprint('one')\n"
            "libc.puts(b'two')\nprint('three')\nsubprocess.run(['echo', 'four'])\n"
            "os.system('echo five >&2')\nprint('six', file=sys.stderr)\nos.write(1, b'seven')\n"
            "sys.__stdout__.write('eight');"
        )
    ).cells
    assert [(output["name"], output["text"]) for output in outputs] == [
        ("stdout", "one\ntwo\nthree\nfour\n"),
        ("stderr", "five\nsix\n"),
        ("stdout", "seveneight"),
    ]


def test_the_network_is_out_of_reach_of_compiled_code_too() -> None:
    if "network" not in warm.warm_up().sandbox:
        pytest.skip("this system does not permit network namespaces; the build says so")
    code = "import subprocess\nprint(subprocess.run(['cat', '/proc/net/route'], capture_output=True).stdout.count(b'\\n'))"  # noqa: E501
    assert run_warm(program(code)).cells[0][0]["text"] in {"0\n", "1\n"}  # a heading at most
    raw = (
        "import ctypes, struct\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "place = struct.pack('<HHI8x', 2, 0x5000, 0x01010101)\n"
        "s = libc.socket(2, 1, 0)\nprint(libc.connect(s, place, 16), ctypes.get_errno())"
    )
    assert run_warm(program(raw)).cells[0][0]["text"] == "-1 101\n"  # unreachable


def test_secrets_of_other_processes_cannot_be_read() -> None:
    if "processes" not in warm.warm_up().sandbox:
        pytest.skip("this system does not permit PID namespaces")
    code = "import os\nprint(sorted(int(n) for n in os.listdir('/proc') if n.isdigit()))"
    assert run_warm(program(code)).cells[0][0]["text"] == "[1, 2]\n"


@pytest.mark.parametrize("which", ["keeper", "first", "worker"])
def test_a_process_that_is_killed_costs_its_page_only(which: str) -> None:
    zygote = warm.warm_up()
    with ThreadPoolExecutor(2) as pool:
        victim = pool.submit(run_warm, program("1", "import time\ntime.sleep(30)"), SMALL)
        processes = wait_for_processes(zygote)
        other = pool.submit(run_warm, program("import time\ntime.sleep(0.5)\nprint('fine')"), SMALL)
        time.sleep(0.1)
        processes[["keeper", "first", "worker"].index(which)].send_signal(signal.SIGKILL)
        with pytest.raises(CellFailure, match="killed"):
            victim.result()
        assert other.result().cells[0][0]["text"] == "fine\n"
    gone, alive = psutil.wait_procs(processes, timeout=5)
    assert (len(gone), alive) == (3, [])
    assert warm.warm_up() is zygote


def test_a_zygote_that_is_killed_is_started_anew() -> None:
    run_warm(program("1"))
    old = warm.warm_up()
    old.process.send_signal(signal.SIGKILL)
    old.process.wait()
    assert run_warm(program("print(1)")).cells[0][0]["text"] == "1\n"
    assert warm.warm_up() is not old


def test_nobody_waits_for_a_zygote_that_is_ended_while_it_imports() -> None:
    zygote = warm.Zygote()
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(zygote.ask, {})
        zygote.close()
        with pytest.raises((warm.ZygoteLostError, CancelledError)):
            job.result()
    assert zygote.process.returncode == -signal.SIGKILL


def test_a_program_goes_on_when_only_the_zygote_is_killed() -> None:
    run_warm(program("1"))
    zygote = warm.warm_up()
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(run_warm, program("import time\ntime.sleep(1)\nprint('whole')"), SMALL)
        wait_for_processes(zygote)
        zygote.process.send_signal(signal.SIGKILL)
        assert job.result().cells[0][0]["text"] == "whole\n"


def test_what_a_worker_says_is_data_that_is_checked() -> None:
    forged = (
        "import os\nfor n in range(3, 64):\n    try:\n        os.write(n, {})\n"
        "    except OSError:\n        pass\nos._exit(0)"
    )
    for words in (b'{"cells": 3}\n', b'{"failure": {"cell": "x"}}\n', b"[1]\n", b"\xff\n"):
        found = failure(forged.format(words))
        assert found.cell == 0
        assert "process" in str(found)


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_survives_the_build(stop: signal.Signals, tmp_path: Path) -> None:
    code = (
        "import json, sys, time\n"
        "from build_tools.execution import warm\nfrom build_tools.execution.pool import Pool\n"
        "from build_tools.execution.run import run_both\n"
        "from build_tools.execution.program import Program, ProgramCell\n"
        "cells = ('import subprocess, time', 'subprocess.Popen([\"sleep\", \"60\"])',"
        " 'time.sleep(60)')\n"
        "page = Program('p', tuple(map(ProgramCell, cells)), ())\n"
        "pool = Pool()\n"
        "job = pool.submit(run_both, page)\n"
        "print(warm.warm_up().process.pid, flush=True)\n"
        "try:\n    job.result()\nexcept KeyboardInterrupt:\n"
        "    pool.shutdown(wait=True, cancel_futures=True)\n"
    )
    build = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert build.stdout is not None
    zygote = psutil.Process(int(build.stdout.readline()))
    end = time.monotonic() + 20
    while len(processes := [zygote, *zygote.children(recursive=True)]) < 5:
        assert time.monotonic() < end
        time.sleep(0.05)
    build.send_signal(stop)
    build.wait(10)
    build.stdout.close()
    gone, alive = psutil.wait_procs(processes, timeout=5)
    assert (len(gone), alive) == (5, [])
    end = time.monotonic() + 5
    while (left := list(tmp_path.iterdir())) and time.monotonic() < end:
        time.sleep(0.05)
    assert left == []
