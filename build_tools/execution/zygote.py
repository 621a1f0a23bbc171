"""The warm interpreter: imports the analysis stack once, then forks for every program.

Started by ``warm`` as a fresh process with the pinned environment. It has one thread, so a fork of
it is whole. Its three kinds of process:

- the *zygote* takes connections from the build, one a program, and forks a keeper for each;
- a *keeper* holds one program's limits, from outside, where the program cannot reach;
- a *worker* runs the cells and writes what it did to a pipe, as JSON.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import shutil
import signal
import socket
import sys
import traceback
from pathlib import Path

from build_tools.execution import sandbox
from build_tools.execution.forking import gather_memory
from build_tools.execution.keeper import keep
from build_tools.execution.recorder import Shell

#: What lessons import, so that they find it loaded.
_STACK = (
    "awkward",
    "numpy",
    "pandas",
    "plotly.express",
    "plotly.graph_objects",
    "uproot",
    "psutil",  # with which IPython looks for its terminal when it first shows something
)


def main(handle: int) -> None:
    """Get warm, say so, and serve until the build closes its end of the socket."""
    home, own = Path.cwd(), os.getpid()
    try:
        _serve(socket.socket(fileno=handle))
    finally:
        if os.getpid() == own:  # the build may be gone, and cannot tidy up
            shutil.rmtree(home, ignore_errors=True)
            sandbox.remove_groups(f"lessons-{own}-")


def _serve(control: socket.socket) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the build decides what an interrupt ends
    gc.disable()  # what is imported stays, and is no garbage
    try:
        shell = _warm_up()
        hello = {
            "threads": len(list(Path("/proc/self/task").iterdir())),
            "sandbox": sandbox.probe(),
        }
    except BaseException:  # noqa: BLE001  whatever it is, the build tells it
        hello = {"error": traceback.format_exc()}
    control.sendall(json.dumps(hello).encode() + b"\n")
    _keep_what_is_there()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # keepers that end need no one to wait for them
    while "error" not in hello:
        message, handles, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            return
        if message == b"m":
            _load_matplotlib()
        if os.fork() == 0:
            control.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            with contextlib.suppress(Exception), socket.socket(fileno=handles[0]) as build:
                keep(build, shell)
            os._exit(0)
        os.close(handles[0])


def _load_matplotlib() -> None:
    """Load what few lessons import, for the first that does and all after it."""
    if "matplotlib" not in sys.modules:
        with contextlib.suppress(ImportError):  # where it is not installed, the lesson says so
            import matplotlib.pyplot as plt  # noqa: F401, PLC0415
        _keep_what_is_there()


def _keep_what_is_there() -> None:
    """Let no worker's garbage collector look at what is loaded now, and copy its pages.

    And have few of them: a program takes four forks, and each copies the table of all pages.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    gather_memory()


def _read_in_one_thread() -> None:
    """Have uproot read a file where it is asked to, as it does in a browser.

    A thread of its own for local files costs a lesson more than it saves, and no process with two
    can be forked (see ``twin``).
    """
    import uproot  # noqa: PLC0415

    uproot._util.wasm = True  # noqa: SLF001  it has no other way to say so


def _rehearse() -> None:
    """Do what most lessons do, once: much is loaded and made ready only when it is first used."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415
    import plotly.graph_objects as go  # noqa: PLC0415

    counts, edges = np.histogram(np.arange(9.0), bins=3)
    figure = go.Figure(go.Bar(x=edges[1:], y=counts, name="a"))
    figure.add_scatter(x=edges[1:], y=counts)
    figure.update_layout(xaxis_title="x", yaxis_title="y", showlegend=True)
    figure.to_plotly_json()
    frame = pd.DataFrame({"a": [1.5, 2.5], "b": ["c", "d"]})
    repr(frame)
    frame.to_html()


def _warm_up() -> Shell:
    import importlib  # noqa: PLC0415

    for name in _STACK:
        importlib.import_module(name)
    _read_in_one_thread()
    shell = Shell()
    _rehearse()
    sys.path = ["", *[place for place in sys.path if place != str(Path(__file__).parents[2])]]
    return shell
