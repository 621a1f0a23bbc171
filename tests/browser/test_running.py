"""A browser that runs: what its pages may, and what is left of it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import psutil
import pytest

from build_tools.browser import running as module
from build_tools.browser.devtools import BrowserError
from build_tools.browser.running import first_line, running
from tests.figures.conftest import browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from build_tools.browser.running import Page

__all__ = ["browser"]  # the fixture that figures are drawn with

pytestmark = pytest.mark.browser

NEVER = "new Promise(() => {})"

#: What a page fetches by, from `address`.
WAYS = """
(async (address) => {
  const events = (own) => new Promise((done) => { own.onload = own.onerror = done; });
  const image = new Image();
  image.src = address + "image";
  const frame = document.createElement("iframe");
  frame.src = address + "frame";
  document.body.append(frame);
  const code = `fetch("${address}worker").catch(() => {}).then(() => postMessage(0))`;
  const worker = new Worker(URL.createObjectURL(new Blob([code])));
  const answered = new Promise((done) => { worker.onmessage = worker.onerror = done; });
  const socket = new WebSocket(address.replace("http", "ws") + "socket");
  const closed = new Promise((done) => { socket.onclose = done; });
  const refused = fetch(address + "fetch").catch((error) => String(error));
  await Promise.all([events(image), events(frame), answered, closed]);
  return refused;
})
"""


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and what it is asked for."""
    paths: list[str] = []

    class Asked(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Asked) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", paths
        server.shutdown()
        thread.join()


@pytest.fixture
def mine() -> Callable[[], list[psutil.Process]]:
    """Tells the processes that the test has started and that still run."""
    others = set(psutil.Process().children(recursive=True))

    def there() -> list[psutil.Process]:
        return [one for one in psutil.Process().children(recursive=True) if runs(one)]

    def runs(one: psutil.Process) -> bool:
        # after some tests, this process is told of every orphan that ends
        with suppress(psutil.NoSuchProcess):
            return one not in others and one.status() != psutil.STATUS_ZOMBIE
        return False

    return there


async def shown(program: Path, script: str) -> object:
    async with running(program) as own:
        page = await own.new_page()
        await page.write("<!doctype html><title>x</title>")
        return await page.evaluate(script)


def test_a_page_reaches_no_network(browser: Path, asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    answer = asyncio.run(shown(browser, f"{WAYS}('{address}')"))
    assert answer == "TypeError: Failed to fetch"
    assert paths == []


def test_a_page_is_the_same_everywhere(browser: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LANGUAGE", "fr")
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    script = """[
      Intl.DateTimeFormat().resolvedOptions().locale,
      new Date(0).getHours(), innerWidth, devicePixelRatio, document.compatMode,
      matchMedia("(prefers-color-scheme: light)").matches,
    ]"""
    assert asyncio.run(shown(browser, script)) == ["en-GB", 0, 1280, 1, "CSS1Compat", True]


def test_scripts_run_only_where_they_are_wanted(browser: Path, tmp_path: Path) -> None:
    file = tmp_path / "a page.html"
    file.write_text("<title>before</title><script>document.title = 'after'</script>", "utf-8")

    async def titles() -> list[str]:
        async with running(browser) as own:
            pages = [await own.new_page(scripts=scripts) for scripts in (True, False)]
            for page in pages:
                await page.open(file)
            return [await page.evaluate("document.title") for page in pages]

    assert asyncio.run(titles()) == ["after", "before"]


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("throw new Error('no such axis')", "Error: no such axis"),
        ("Promise.reject(7)", "7"),
        ("what is this", "SyntaxError: Unexpected identifier 'is'"),
    ],
)
def test_what_a_script_throws_is_told(browser: Path, script: str, reason: str) -> None:
    with pytest.raises(BrowserError) as error:
        asyncio.run(shown(browser, script))
    assert first_line(error.value) == reason


def test_a_page_that_crashes_loses_only_itself(browser: Path) -> None:
    async def crash() -> object:
        async with running(browser) as own:
            page, other = await own.new_page(), await own.new_page()
            waiting = asyncio.create_task(page.evaluate(NEVER))
            with pytest.raises(BrowserError, match="the page crashed"):
                await page.send("Page.crash")
            with pytest.raises(BrowserError, match="the page crashed"):
                await waiting
            await page.close()
            return await other.evaluate("6 * 7")

    assert asyncio.run(crash()) == 42


def test_a_large_answer_comes_whole(browser: Path) -> None:
    text = asyncio.run(shown(browser, "'é'.repeat(3e6)"))
    assert text == "é" * 3_000_000


def test_a_browser_that_is_killed_is_noticed(
    browser: Path, mine: Callable[[], list[psutil.Process]]
) -> None:
    async def kill() -> bool:
        async with running(browser) as own:
            page: Page = await own.new_page()
            waiting = asyncio.create_task(page.evaluate(NEVER))
            await asyncio.sleep(0)
            for process in mine():
                with suppress(psutil.NoSuchProcess):
                    process.kill()
            with pytest.raises(BrowserError, match="it has stopped"):
                await waiting
            with pytest.raises(BrowserError, match="it has stopped"):
                await own.new_page()
            return own.is_there()

    assert asyncio.run(kill()) is False
    assert mine() == []


@pytest.mark.skipif(os.name != "posix", reason="the program is a script of a shell")
def test_a_program_that_is_no_browser_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mine: Callable[[], list[psutil.Process]]
) -> None:
    program = tmp_path / "chrome"
    program.write_text("#!/bin/sh\ntrap '' TERM\nsleep 100\n", encoding="utf-8")
    monkeypatch.setattr(module, "_START", 0.2)
    monkeypatch.setattr("build_tools.browser.devtools._PATIENCE", 0.2)
    for mode, reason in ((0o644, "is no program"), (0o755, "it does not answer")):
        program.chmod(mode)
        with pytest.raises(BrowserError, match=reason):
            asyncio.run(shown(program, "1"))
    assert mine() == []


#: A page that is busy for ever, said when it is.
BUSY = """
import asyncio, sys
from pathlib import Path
from build_tools.browser.running import running

async def main():
    async with running(Path(sys.argv[1])) as own:
        page = await own.new_page()
        print("there", flush=True)
        await page.evaluate("for (;;) {}")

try:
    asyncio.run(main())
except KeyboardInterrupt:
    sys.exit("interrupted")
"""


@pytest.mark.skipif(os.name != "posix", reason="signals are sent the POSIX way")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_when_all_is_over(
    browser: Path, tmp_path: Path, stop: signal.Signals
) -> None:
    own = subprocess.Popen(
        [sys.executable, "-c", BUSY, browser],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert own.stdout is not None
    assert own.stdout.readline() == b"there\n"
    everyone = psutil.Process(own.pid).children(recursive=True)
    assert len(everyone) > 2
    assert list(tmp_path.iterdir())
    os.killpg(own.pid, stop)
    said = own.communicate(timeout=20)[1]
    assert said == (b"interrupted\n" if stop is signal.SIGINT else b"")
    assert psutil.wait_procs(everyone, timeout=20)[1] == []
    assert list(tmp_path.iterdir()) == []
