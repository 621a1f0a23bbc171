from __future__ import annotations

import re
import subprocess
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import playwright
import pytest

from build_tools.figures import browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A computer without a browser; its PATH is the folder returned."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "_usual_places", list)
    monkeypatch.setattr(browser, "_downloaded", lambda: None)
    return tmp_path


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_browser_on_the_path_is_found(bare: Path) -> None:
    assert browser.find_browser() is None
    chrome = program(bare / "google-chrome")
    assert browser.find_browser() == chrome
    assert browser.find_browser() != program(bare / "chromium")
    assert browser.find_browser() == bare / "chromium"


@pytest.mark.usefixtures("bare")
def test_the_download_is_the_last_resort(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(browser, "_downloaded", lambda: tmp_path / "chrome")
    assert browser.find_browser() == tmp_path / "chrome"
    monkeypatch.setattr(browser, "_usual_places", lambda: [program(tmp_path / "apps" / "Edge")])
    assert browser.find_browser() == tmp_path / "apps" / "Edge"


def test_where_a_download_would_be_is_asked_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[Path] = []

    @contextmanager
    def sync_playwright() -> Iterator[SimpleNamespace]:
        asked.append(tmp_path / "downloaded")
        yield SimpleNamespace(chromium=SimpleNamespace(executable_path=asked[-1]))

    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "_usual_places", list)
    monkeypatch.setattr("playwright.sync_api.sync_playwright", sync_playwright)
    browser._place_of_download.cache_clear()
    assert browser.find_browser() is None
    program(tmp_path / "downloaded")
    assert browser.find_browser() == tmp_path / "downloaded"
    browser._place_of_download.cache_clear()
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("platform", "variable", "end"),
    [
        ("darwin", "HOME", "Contents/MacOS/Google Chrome"),
        ("win32", "LOCALAPPDATA", "Google/Chrome/Application/chrome.exe"),
    ],
)
def test_usual_places_of_other_systems(
    monkeypatch: pytest.MonkeyPatch, platform: str, variable: str, end: str
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv(variable, "/anywhere")
    places = [place.as_posix() for place in browser._usual_places()]
    assert [place for place in places if place.startswith("/anywhere") and place.endswith(end)]


@pytest.mark.usefixtures("bare")
def test_without_a_network_there_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(command: tuple[str, ...], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 100, "", "Err:1\nE: Unable to fetch\n\n")

    monkeypatch.setattr(subprocess, "run", offline)
    installation = browser.install_browser()
    assert installation.browser is None
    assert "E: Unable to fetch" in installation.reason
    assert browser.main(["--install"]) == 0
    assert browser.main(["--install", "--require"]) == 1


@pytest.mark.usefixtures("bare")
def test_a_missing_installer_is_a_reason_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "_installers", lambda: (("no-such-program-here",),))
    assert "no-such-program-here" in browser.install_browser().reason


def test_nothing_is_installed_where_a_browser_is(
    bare: Path, monkeypatch: pytest.MonkeyPatch, unreachable: Callable[..., None]
) -> None:
    chromium = program(bare / "chromium")
    monkeypatch.setattr(subprocess, "run", unreachable)
    assert browser.install_browser() == browser.Installation(chromium)


def test_what_playwright_leaves_out_of_chromium_is_left_out() -> None:
    """Chromium heeds the last list only: ours must hold Playwright's."""
    driver = Path(playwright.__file__).parent / "driver/package/lib/coreBundle.js"
    declared = re.search(
        r"disabledFeatures = \[(.*?)\]", driver.read_text(encoding="utf-8"), re.DOTALL
    )
    assert declared, "Playwright keeps its list elsewhere: look for it"
    theirs = re.findall(r'^\s*"(\w+)"', declared[1], re.MULTILINE)
    assert len(theirs) > 5
    assert set(theirs) <= set(browser._LEFT_OUT)
