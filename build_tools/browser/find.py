"""Find a Chromium-like browser, or install one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Chromium without windows: the same drawings in half the time to start and two thirds of the
#: memory.
_SHELLS: Final = ("chromium-headless-shell", "chrome-headless-shell")
_PROGRAMS: Final = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "msedge",
)  # fmt: skip
_MACOS: Final = (
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS: Final = (
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
_WINDOWS_ROOTS: Final = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
_DOWNLOADER: Final = Path(__file__).parents[2] / "requirements" / "downloader" / "playwright.txt"
_PATIENCE: Final = 900
"""Seconds that an installation may take: a browser is 150 MB and some lines are slow."""


@dataclass(frozen=True)
class Installation:
    """The browser that is there now; without one, the reason in words."""

    browser: Path | None
    reason: str = ""


def find_browser() -> Path | None:
    """A shell of Chromium without windows, else an installed Chromium, Chrome or Edge."""
    found = chain(_on_path(_SHELLS), _downloaded(), _on_path(_PROGRAMS), _usual_places())
    return next(found, None)


def install_browser() -> Installation:
    """Install a browser when there is none.

    On Debian and its relatives, as root: a package of the system. Anywhere else: the download that
    Playwright offers. Nothing is raised, without a network for instance: the reason is returned.
    """
    if found := find_browser():
        return Installation(found)
    reason = ""
    with TemporaryDirectory() as folder:
        for commands in _installers(Path(folder)):
            reason = next(filter(None, map(_failure, commands)), "")
            if found := find_browser():
                return Installation(found)
    return Installation(None, reason or "the installation left no browser behind")


def _on_path(names: tuple[str, ...]) -> Iterator[Path]:
    return (Path(program) for name in names if (program := shutil.which(name)))


def _usual_places() -> Iterator[Path]:
    places: list[Path] = []
    if sys.platform == "darwin":
        roots = (Path("/Applications"), Path.home() / "Applications")
        places = [root / program for root in roots for program in _MACOS]
    elif sys.platform == "win32":
        roots = tuple(Path(os.environ[name]) for name in _WINDOWS_ROOTS if name in os.environ)
        places = [root / program for root in roots for program in _WINDOWS]
    return filter(Path.is_file, places)


def _downloaded() -> Iterator[Path]:
    """Shells that Playwright downloaded, for this project or another, the newest first."""
    if sys.platform == "darwin":
        cache = Path.home() / "Library" / "Caches"
    elif sys.platform == "win32":
        cache = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    else:
        cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", cache / "ms-playwright"))
    builds = folder.glob("chromium_headless_shell-*/*/*headless*shell*")
    programs = (path for path in builds if path.suffix in {"", ".exe"} and path.is_file())
    return iter(sorted(programs, key=lambda path: path.stat().st_mtime, reverse=True))


def _installers(folder: Path) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Ways to a browser, each a row of commands, which may use a folder."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get"):
        install = ("apt-get", "install", "-y", "--no-install-recommends")
        return (
            (("apt-get", "update"), (*install, "chromium-headless-shell")),
            ((*install, "chromium"),),  # Ubuntu and older Debian have no other
        )
    # Playwright has 145 MB, so it is here for this alone: whoever has a browser does without.
    python = str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")
    pip = (python, "-m", "pip", "install", "--no-deps", "--require-hashes")
    return (
        (
            (sys.executable, "-m", "venv", str(folder)),
            (*pip, "-r", str(_DOWNLOADER)),
            (python, "-m", "playwright", "install", "--only-shell", "chromium"),
        ),
    )


def _failure(command: tuple[str, ...]) -> str:
    """Run a command; why it failed in one line, or nothing."""
    name = " ".join((Path(command[0]).name, *command[1:]))
    try:
        run = subprocess.run(
            command,
            check=False,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{name}: {error}"
    if run.returncode == 0:
        return ""
    said = [line.strip() for line in (run.stderr or run.stdout).splitlines() if line.strip()]
    # Node ends with where in its own files it was.
    errors = [line for line in said if line.startswith(("E: ", "Error: ", "ERROR: "))]
    return f"{name}: {[f'exit code {run.returncode}', *said, *errors][-1]}"
