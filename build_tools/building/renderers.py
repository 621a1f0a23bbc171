"""Processes that render: each language in one of its own, as many side by side as there are cores.

Sphinx keeps state in its modules, so no process renders twice. Importing it takes most of the time
of a small edit; where the system can fork, one process imports it once for all (the fork server of
``multiprocessing``), and each rendering begins with what that one has.
"""

from __future__ import annotations

import gc
import io
import multiprocessing
import os
import signal
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing import connection
from typing import TYPE_CHECKING, Any, Self

from build_tools.building.unchanged import COLLECTED
from build_tools.publishing.assembly import Seen, see
from build_tools.rendering.sphinx_run import Rendered, Rendering, html_folder, prepare, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.context import ForkServerContext, SpawnContext
    from multiprocessing.process import BaseProcess

#: Languages rendered side by side: more would wait for one another, and each takes memory.
SIDE_BY_SIDE = max(1, os.cpu_count() or 1)

_PRELOADED = "build_tools.building.preloaded"
#: What few pages need and takes long to load: for a server that outlives a build.
_PRELOADED_TO_STAY = "build_tools.building.preloaded_to_stay"


SeenPages = dict[str, Seen]


@dataclass
class _Worker:
    """A process that renders a language, once."""

    rendering: Rendering  #: what it was prepared for
    process: BaseProcess
    channel: connection.Connection

    def end(self) -> None:
        """Stop it if it still runs, and clean up."""
        self.channel.close()
        self.process.terminate()
        self.process.join()


@dataclass
class Renderers:
    """Renders languages; use it as a context, so that no process outlives it."""

    _prepared: dict[str, _Worker] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()

    def drop(self) -> None:
        """End what was prepared: it no longer fits."""
        while self._prepared:
            self._prepared.popitem()[1].end()

    def prepare(self, renderings: Sequence[Rendering]) -> None:
        """Get ready to render these languages, but for the pages to read."""
        for rendering in renderings:
            if rendering.language not in self._prepared:
                self._prepared[rendering.language] = _start(rendering)

    def render(
        self, renderings: Sequence[Rendering]
    ) -> Iterator[tuple[Rendering, tuple[Rendered, SeenPages] | None]]:
        """Render, and yield each language when it is done; None when its process was stopped.

        With it comes how its pages look: there all languages are looked at side by side.
        """
        waiting = list(renderings)
        running: dict[connection.Connection, tuple[Rendering, _Worker]] = {}
        try:
            while waiting or running:
                while waiting and len(running) < SIDE_BY_SIDE:
                    rendering = waiting.pop(0)
                    worker = self._worker(rendering)
                    worker.channel.send(rendering)
                    running[worker.channel] = rendering, worker
                ready = connection.wait(list(running))
                for channel in [own for own in running if own in ready]:
                    rendering, worker = running.pop(channel)
                    try:
                        done: tuple[Rendered, SeenPages] | None = channel.recv()
                    except (EOFError, OSError):
                        done = None
                        worker.end()
                    # it ends by itself, and nobody waits for that
                    channel.close()
                    yield rendering, done
        finally:
            for _, worker in running.values():
                worker.end()

    def _worker(self, rendering: Rendering) -> _Worker:
        """The process that was prepared for this, or a new one."""
        worker = self._prepared.pop(rendering.language, None)
        if worker is not None:
            fits = _without_pages(rendering) == worker.rendering
            if fits and worker.process.is_alive():
                return worker
            worker.end()
        return _start(_without_pages(rendering))


def _without_pages(rendering: Rendering) -> Rendering:
    """All that a process can be prepared for."""
    return replace(rendering, changed=frozenset(), around=frozenset())


def warm_up(*, stays: bool = False) -> None:
    """Begin to import what renders, in a process of its own, while other work is done.

    Where it ``stays`` for many builds, it also loads what not every build needs.
    """
    context = _context()
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload([_PRELOADED, *([_PRELOADED_TO_STAY] if stays else [])])
        # neither is there on Windows
        from multiprocessing import forkserver, resource_tracker  # noqa: PLC0415

        resource_tracker.ensure_running()  # where it starts, it lets Ctrl+C through again
        with _uninterrupted():
            forkserver.ensure_running()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let what is started inside know nothing of Ctrl+C: who started it ends it.

    A Ctrl+C that comes meanwhile is kept for us until the end, so nothing long may happen inside.
    """
    if sys.platform == "win32":  # Ctrl+C cannot be kept there
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(rendering: Rendering) -> _Worker:
    context = _context()
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(rendering, theirs), daemon=True)
    if context.get_start_method() == "forkserver":
        warm_up()  # the server has learned to know nothing of Ctrl+C, and so has what it forks
        process.start()  # waits for the server's imports, and that may be interrupted
    else:
        with _uninterrupted():
            process.start()
    theirs.close()  # so that the end of the process is the end of the channel
    return _Worker(rendering, process, ours)


def _work(rendering: Rendering, channel: connection.Connection) -> None:
    """In the process: make ready, wait for what to do, do it, say what was done."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asked for it ends it
    gc.set_threshold(COLLECTED)
    warnings = io.StringIO()
    prepared = None
    with suppress(Exception):  # what goes wrong here does so again below, and is told there
        prepared = prepare(rendering, warnings), warnings
        if not channel.poll():  # there is time: load what pages ask for
            from build_tools.glossary.linking import make_ready  # noqa: PLC0415  heavy
            from build_tools.pages.languages import language_name, site_languages  # noqa: PLC0415

            builder: Any = prepared[0].builder
            builder.get_ready()
            make_ready(rendering.root, rendering.language)
            for language in site_languages(rendering.root / "content"):
                language_name(language)
    with suppress(EOFError, OSError):  # no one needs it any more
        wanted: Rendering = channel.recv()
        rendered = render(wanted, prepared)
        channel.send((rendered, _seen(wanted, rendered)))


def _seen(rendering: Rendering, rendered: Rendered) -> SeenPages:
    """The pages that were written, by their path in the site."""
    folder, language = html_folder(rendering.build, rendering.language), rendering.language
    return {
        f"{language}/{docname}.html": see(f"{language}/{docname}.html", folder / f"{docname}.html")
        for docname in rendered.written
    }


def _can_fork() -> bool:
    # on macOS, a process that has loaded the system's frameworks does not survive a fork
    return sys.platform == "linux"


def _context() -> ForkServerContext | SpawnContext:
    if not _can_fork():
        return multiprocessing.get_context("spawn")
    return multiprocessing.get_context("forkserver")
