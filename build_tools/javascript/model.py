"""A built script, and how to know that it is built from the sources beside it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

#: The licences of all packages that came into a script, beside it.
LICENCES: Final = "licences.txt"

_BANNER: Final = re.compile(r"^/\*! (\S+) (\S+), from sources ([0-9a-f]{64})")
_LOCKS: Final = ("package.json", "package-lock.json")


@dataclass(frozen=True)
class Bundle:
    """One script, ``folder/file``, built from ``folder/entry.js`` and locked packages."""

    folder: Path
    file: str
    package: str  #: the main one, whose version the script names
    licence: str  #: of that package, with its holder
    options: tuple[str, ...] = ()  #: for esbuild
    #: other files of the folder → how each is made from a folder of npm packages
    others: Mapping[str, Callable[[Path], str]] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """The built script."""
        return self.folder / self.file

    @property
    def sources(self) -> list[Path]:
        """What it is built from."""
        scripts = [file for file in self.folder.glob("*.js") if file != self.path]
        return [*sorted(scripts), *(self.folder / name for name in _LOCKS)]

    def sources_digest(self) -> str:
        """The sha256 of what the script is built from."""
        digest = hashlib.sha256()
        for file in self.sources:
            # Text mode: a checkout with other line ends builds the same.
            digest.update(file.read_text(encoding="utf-8").encode())
        return digest.hexdigest()

    def banner(self, version: str) -> str:
        """The first line of the script: what it is and what it was built from."""
        return (
            f"/*! {self.package} {version}, from sources {self.sources_digest()};"
            f" {self.licence}; licences of its parts in {LICENCES} */"
        )

    def built_from(self) -> tuple[str, str]:
        """The package's version in the script, and the digest of the sources that it has."""
        with self.path.open(encoding="utf-8") as file:
            match = _BANNER.match(file.readline())
        return (match[2], match[3]) if match else ("", "")

    @property
    def licences(self) -> Path:
        """The licences of the packages in it, to be published with it."""
        return self.folder / LICENCES

    def source(self) -> str:
        """The text of the script."""
        return _text(self.path)

    def digest(self) -> str:
        """The sha256 of the script."""
        return _digest(self.path)


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(_text(path).encode()).hexdigest()
