"""``python -m build_tools.browser [--install] [--require]`` says in a line what is there."""

from __future__ import annotations

import argparse
import sys

from build_tools.browser.find import Installation, find_browser, install_browser


def main(arguments: list[str] | None = None) -> int:
    """Say which browser draws the figures; with ``--require``, fail when there is none."""
    parser = argparse.ArgumentParser(prog="python -m build_tools.browser")
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
