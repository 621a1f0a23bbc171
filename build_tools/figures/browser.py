"""Find a Chromium-like browser, or install one, and run it.

``python -m build_tools.figures.browser [--install] [--require]`` says in a line what is there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.async_api import Error, async_playwright

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser

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
_PATIENCE: Final = 900
"""Seconds that an installation may take: a browser is 150 MB and some lines are slow."""


@dataclass(frozen=True)
class Installation:
    """The browser that is there now; without one, the reason in words."""

    browser: Path | None
    reason: str = ""


#: Parts of Chromium that are left out. It heeds the last list that it is given, so what Playwright
#: leaves out is said here again.
_LEFT_OUT: Final = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "TcpPortRandomizationWin",
    "ThirdPartyStoragePartitioning",
    "msEdgeUpdateLaunchServicesPreferredVersion",
    "msForceBrowserSignIn",
    # Ours: processes for what drops down from an address bar that nobody sees, and one in reserve.
    "OmniboxAimPopup",
    "SpareRendererForSitePerProcess",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxPopup",
)

#: How a browser is run that nobody looks at: it asks no one for anything.
_QUIET: Final = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    # Same letters at the same places, whatever the screen.
    "--font-render-hinting=none",
    "--force-device-scale-factor=1",
    f"--disable-features={','.join(_LEFT_OUT)}",
)


@asynccontextmanager
async def running(program: Path) -> AsyncIterator[Browser]:
    """The browser, until the end of the block. Raises Playwright's Error where it cannot run."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**_how(program))
        try:
            yield browser
        finally:
            with suppress(Error):  # Ctrl+C ends it too
                await browser.close()


def _how(program: Path) -> dict[str, Any]:
    arguments = list(_QUIET)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses its sandbox to root
    return {"executable_path": program, "args": arguments}


def first_line(error: Exception) -> str:
    """What an error of the browser says in its first line; the others are for its developers."""
    return str(error).strip().partition("\n")[0]


def find_browser() -> Path | None:
    """An installed Chromium, Chrome or Edge, else the Chromium that Playwright downloaded."""
    for program in _PROGRAMS:
        if found := shutil.which(program):
            return Path(found)
    for place in _usual_places():
        if place.is_file():
            return place
    return _downloaded()


def install_browser() -> Installation:
    """Install a browser when there is none.

    On Debian and its relatives, as root: the system's package. Anywhere else: the download that
    Playwright offers. Nothing is raised, without a network for instance: the reason is returned.
    """
    if found := find_browser():
        return Installation(found)
    for command in _installers():
        reason = _failure(command)
        if reason:
            return Installation(None, reason)
    found = find_browser()
    return Installation(found, "" if found else "the installation left no browser behind")


def _usual_places() -> list[Path]:
    if sys.platform == "darwin":
        roots = (Path("/Applications"), Path.home() / "Applications")
        return [root / program for root in roots for program in _MACOS]
    if sys.platform == "win32":
        roots = tuple(Path(os.environ[name]) for name in _WINDOWS_ROOTS if name in os.environ)
        return [root / program for root in roots for program in _WINDOWS]
    return []


def _downloaded() -> Path | None:
    path = _place_of_download()
    return path if path is not None and path.is_file() else None


@cache
def _place_of_download() -> Path | None:
    """Where Playwright's download is or would be. It is asked once: a driver starts for it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  most have another browser

    try:
        with sync_playwright() as playwright:
            return Path(playwright.chromium.executable_path)
    except Error:
        return None


def _installers() -> tuple[tuple[str, ...], ...]:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get"):
        return (
            ("apt-get", "update"),
            ("apt-get", "install", "-y", "--no-install-recommends", "chromium"),
        )
    return ((sys.executable, "-m", "playwright", "install", "chromium"),)


def _failure(command: tuple[str, ...]) -> str:
    """Run a command; why it failed in one line, or nothing."""
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
        return f"{' '.join(command)}: {error}"
    if run.returncode == 0:
        return ""
    said = [line for line in (run.stderr or run.stdout).splitlines() if line.strip()]
    return f"{' '.join(command)}: {said[-1].strip() if said else f'exit code {run.returncode}'}"


def main(arguments: list[str] | None = None) -> int:
    """Say which browser draws the figures; with ``--require``, fail when there is none."""
    parser = argparse.ArgumentParser(prog="python -m build_tools.figures.browser")
    parser.add_argument("--install", action="store_true", help="install one when there is none")
    parser.add_argument("--require", action="store_true", help="fail when there is none")
    options = parser.parse_args(arguments)
    found = install_browser() if options.install else Installation(find_browser())
    if found.browser:
        print(f"Figures are drawn with {found.browser}")  # noqa: T201  it was asked for
        return 0
    reason = f" ({found.reason})" if found.reason else ""
    print(  # noqa: T201
        f"No browser to draw figures with{reason}: pages show their data tables instead."
        " Install Chromium or Chrome to have drawings."
    )
    return 1 if options.require else 0


if __name__ == "__main__":
    sys.exit(main())
