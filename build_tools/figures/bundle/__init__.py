"""The part of plotly.js that draws the figures, here and in a reader's browser.

``plotly.min.js`` is built from ``entry.js`` and the packages that ``package-lock.json`` names.
It is kept in the repository, so that a build of the site needs neither Node nor a network; the
reasons are in ``docs/explanation/decisions``. ``nox -s bundle`` makes it again.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
FILE: Final = HERE / "plotly.min.js"
STYLE: Final = HERE / "plotly.css"
LICENCES: Final = HERE / "licences.txt"
SOURCES: Final = ("entry.js", "package.json", "package-lock.json")
_BANNER: Final = re.compile(r"^/\*! plotly\.js (\S+), from sources ([0-9a-f]{64})")


def sources_digest() -> str:
    """The sha256 of what the bundle is built from."""
    digest = hashlib.sha256()
    for name in SOURCES:
        # Text mode: a checkout with other line ends builds the same.
        digest.update((HERE / name).read_text(encoding="utf-8").encode())
    return digest.hexdigest()


def banner(version: str) -> str:
    """The first line of the bundle: what it is and what it was built from."""
    return (
        f"/*! plotly.js {version}, from sources {sources_digest()}; MIT,"
        " Copyright Plotly, Inc.; licences of its parts in licences.txt */"
    )


def built_from() -> tuple[str, str]:
    """The version of plotly.js in the bundle, and the digest of the sources it was built from."""
    with FILE.open(encoding="utf-8") as file:
        match = _BANNER.match(file.readline())
    return (match[1], match[2]) if match else ("", "")


@cache
def source() -> str:
    """The text of the bundle."""
    return FILE.read_text(encoding="utf-8")


@cache
def digest() -> str:
    """The sha256 of the bundle."""
    return hashlib.sha256(source().encode()).hexdigest()
