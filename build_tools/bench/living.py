"""From saving a page to seeing it: ``live`` in a real browser."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import Error, sync_playwright

from build_tools.bench.corpus import lesson_name
from build_tools.bench.measure import Measured
from build_tools.bench.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Page

    from build_tools.bench.building import Corpus, Results

#: Seconds until the first build is there, and until an edit must be seen.
_PATIENCE = 600


def edits_in_live(corpus: Corpus, results: Results, browser: Path, runs: int) -> None:
    """Prose of one translated page, then the code of one page in every language.

    A run is the time from the last write to the text on the page; processor and memory are not
    measured.
    """
    tag = corpus.tags[-1]
    sentence = re.escape(WORDS[tag].sentences[0])
    with _live(corpus) as address, sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(browser), args=["--no-sandbox"])
        page = running.new_page(bypass_csp=True)  # else the wait below is refused
        page.goto(f"{address}/{tag}/{lesson_name(0)}.html")
        # never seen before, on a page or by the store of outputs
        fresh = time.time_ns()
        for turn in range(runs):
            said = f"n{fresh + turn}n"
            seconds = _seen(corpus, page, [tag], (sentence, f"{said} \\g<0>"), said)
            results.add("prose edit in live", "this project", Measured(seconds, 0, 0))
        for turn in range(runs):
            said = f"< {fresh + turn})"
            seconds = _seen(corpus, page, corpus.tags, (r"< \d+\)", said), said)
            results.add("code edit in live", "this project", Measured(seconds, 0, 0))
        running.close()


def _seen(
    corpus: Corpus, page: Page, tags: Sequence[str], edit: tuple[str, str], said: str
) -> float:
    """Seconds from an edit (pattern, replacement) to its being seen."""
    pattern, text = edit
    for tag in tags:
        file = corpus.root / "content" / tag / f"{lesson_name(0)}.md"
        before = file.read_text(encoding="utf-8")
        after = re.sub(pattern, text, before, count=1)
        if after == before:
            raise ValueError(f"{file}: nothing matches {pattern}")
        file.write_text(after, encoding="utf-8")
    started = time.perf_counter()
    while True:
        try:
            page.wait_for_function(
                "said => document.body.textContent.includes(said)",
                arg=said,
                polling="raf",
                timeout=_PATIENCE * 1000,
            )
        except Error as error:
            if "navigat" in str(error) or "destroyed" in str(error):
                continue  # the page was loading again
            raise
        return time.perf_counter() - started


@contextmanager
def _live(corpus: Corpus) -> Iterator[str]:
    """``live``, with its first build done."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [corpus.tools.python, "-m", "build_tools.cli", "live", "--port", str(port)]
    with subprocess.Popen(
        command,
        cwd=corpus.root,
        env=dict(corpus.tools.environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as process:
        try:
            for line in process.stdout or ():
                # the first build is done, or there was nothing to do
                if line.startswith(("Open ", "nothing changed")):
                    break
            time.sleep(3)  # the processes for the next build get ready
            yield f"http://127.0.0.1:{port}"
        finally:
            # not SIGINT: in the background a shell may have it ignored
            process.terminate()
            process.wait(timeout=60)
