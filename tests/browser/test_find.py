from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from build_tools.browser import find
from build_tools.browser.__main__ import main

_EDGE = "Microsoft/Edge/Application/msedge.exe"


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A computer without a browser; its PATH is the folder returned."""
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "ms-playwright"))
    return tmp_path


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_browser_on_the_path_is_found(bare: Path) -> None:
    assert find.find_browser() is None
    chrome = program(bare / "google-chrome")
    assert find.find_browser() == chrome
    assert find.find_browser() != program(bare / "chromium")
    assert find.find_browser() == bare / "chromium"


def test_a_shell_without_windows_comes_first(bare: Path) -> None:
    program(bare / "chromium")
    shell = program(bare / "chrome-headless-shell")
    assert find.find_browser() == shell
    shell.unlink()
    downloads = bare / "ms-playwright"
    for number in (1200, 1255):  # Linux, and Windows later
        name = "chrome-headless-shell" + ".exe" * (number == 1255)
        shell = downloads / f"chromium_headless_shell-{number}" / "chrome-headless-shell" / name
        program(shell)
        os.utime(shell, (number, number))
        program(shell.with_name("libvulkan.so.1"))
    assert find.find_browser() == shell


@pytest.mark.usefixtures("bare")
def test_the_usual_places_are_the_last_resort(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    edge = program(tmp_path / "apps" / _EDGE)
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("shutil.which", lambda _name: None)  # it asks Windows itself
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "apps"))
    assert find.find_browser() == edge


@pytest.mark.parametrize(
    ("platform", "variable", "end"),
    [
        ("darwin", "HOME", "Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        ("win32", "LOCALAPPDATA", _EDGE),
    ],
)
def test_usual_places_of_other_systems(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, variable: str, end: str
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv(variable, str(tmp_path))
    there = program(tmp_path / end)
    assert list(find._usual_places()) == [there]


@pytest.mark.usefixtures("bare")
def test_without_a_network_there_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(command: tuple[str, ...], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 100, "", "Err:1\nE: Unable to fetch\n\n")

    monkeypatch.setattr(subprocess, "run", offline)
    installation = find.install_browser()
    assert installation.browser is None
    assert "E: Unable to fetch" in installation.reason
    assert main(["--install"]) == 0
    assert main(["--install", "--require"]) == 1


@pytest.mark.usefixtures("bare")
def test_elsewhere_playwright_downloads_a_shell_and_is_not_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran: list[tuple[str, ...]] = []
    end = "Error: getaddrinfo ENOTFOUND cdn\n    at Downloader (bundle.js:1) {\n  errno: -3\n}\n"

    def run(command: tuple[str, ...], **_: object) -> subprocess.CompletedProcess[str]:
        ran.append(command)
        return subprocess.CompletedProcess(command, "playwright" in command, "", end)

    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(subprocess, "run", run)
    reason = find.install_browser().reason
    made, packages, download = ran
    assert made[1:3] == ("-m", "venv")
    assert Path(packages[-1]).read_text("utf-8").count("\nplaywright==") == 1
    assert Path(download[0]).is_relative_to(made[3])
    assert download[1:] == ("-m", "playwright", "install", "--only-shell", "chromium")
    assert reason == f"python {' '.join(download[1:])}: Error: getaddrinfo ENOTFOUND cdn"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("bare")
def test_a_missing_installer_is_a_reason_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "_installers", lambda _folder: ((("no-such-program-here",),),))
    assert "no-such-program-here" in find.install_browser().reason


def test_the_second_way_to_a_browser_is_tried_where_the_first_leads_nowhere(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Ubuntu, which has no shell without windows."""
    ran: list[str] = []

    def run(command: tuple[str, ...], **_: object) -> subprocess.CompletedProcess[str]:
        ran.append(command[-1])
        if command[-1] == "chromium":
            program(bare / "chromium")
        failed = command[-1] == "chromium-headless-shell"
        return subprocess.CompletedProcess(command, 100 * failed, "", "E: Unable to locate it")

    program(bare / "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(subprocess, "run", run)
    assert find.install_browser() == find.Installation(bare / "chromium")
    assert ran == ["update", "chromium-headless-shell", "chromium"]


def test_nothing_is_installed_where_a_browser_is(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chromium = program(bare / "chromium")
    monkeypatch.setattr(subprocess, "run", None)
    assert find.install_browser() == find.Installation(chromium)
