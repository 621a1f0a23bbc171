"""What a build is made from: digests of files, taken again whenever in doubt.

A file is taken for the one that was read before when its size, its times and its place on the disk
are the same, and when it had been left alone for a while when it was read: a file that was written
just then may have been written twice within one tick of the clock.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from build_tools.pages.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from build_tools.building.project import Project

#: Nanoseconds for which a file must have been left alone; FAT keeps times in steps of 2 s.
_SETTLED = 2_500_000_000

#: Files of a project, besides ``content``, that pages are made from.
_CONFIGURATION = ("conf.py", "docutils.conf", "package.json", "package-lock.json")

_PACKAGE = Path(__file__).parents[1]

Status = list[int]  #: size, times and place


def status(file: Path) -> Status:
    """What the file system says of a file. Raises OSError where there is none."""
    found = file.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def files_below(folder: Path, *, links: bool = True) -> Iterator[Path]:
    """All files in a folder and below, in no order; not those of Python's cache.

    Without ``links``, what is a link is left out: nobody knows where it leads.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            if not links and entry.is_symlink():
                continue
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from files_below(Path(entry.path), links=links)
            elif entry.is_file() and not entry.name.endswith(".part"):
                yield Path(entry.path)


def generator_files(project: Project) -> list[Path]:
    """The code that makes pages: this package and the configuration."""
    found = [project.root / name for name in _CONFIGURATION]
    return sorted([*files_below(_PACKAGE), *(file for file in found if file.is_file())])


class Stock:
    """Digests of a project's files, remembered from build to build.

    With the one ``before`` it in the same process, nothing is loaded, and the generator is taken
    for the one that it was: what runs is what was loaded.
    """

    def __init__(self, project: Project, before: Stock | None = None) -> None:
        self._project = project
        self._memory = project.build / "stock.json"
        self._seen: dict[str, str] = {}
        self._known: dict[str, tuple[Status, int, str]] = {}
        self._asked: set[str] = set()  #: files, by this one and those before it
        if before:
            self._known, self._asked = before._known, before._asked  # noqa: SLF001  its own kind
            self.generator = before.generator
            return
        with suppress(OSError, ValueError):
            self._known = json.loads(self._memory.read_text(encoding="utf-8"))

    def digest(self, file: Path) -> str:
        """sha256 of a file's bytes; empty where there is no such file. Once a build."""
        name = str(file)
        if name not in self._seen:
            self._asked.add(name)
            self._seen[name] = self._digest(file, name)
        return self._seen[name]

    def _digest(self, file: Path, name: str) -> str:
        try:
            found = status(file)
            known = self._known.get(name)
            if known and known[0] == found and max(found[1:3]) + _SETTLED < known[1]:
                return known[2]
            taken = time.time_ns()
            with file.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            self._known.pop(name, None)
            return ""
        self._known[name] = (found, taken, digest)
        return digest

    def is_still(self, file: Path) -> bool:
        """Whether a file is what its digest was taken of."""
        try:
            return self._known[str(file)][0] == status(file)
        except (OSError, KeyError):
            return False

    def save(self) -> None:
        """Remember for the next build; what is no longer there is forgotten."""
        known = {name: self._known[name] for name in self._asked if name in self._known}
        write_whole(self._memory, json.dumps(known))

    @cached_property
    def content(self) -> dict[str, str]:
        """Digest of every file in ``content``, by its path there."""
        folder = self._project.root / "content"
        files: dict[str, Path] = {}
        for below in folder.iterdir():
            # samples may lie elsewhere; other links lead nowhere, and are told of by `pages.files`
            if below.name == "samples":
                found = files_below(below)
            elif below.is_dir() and not below.is_symlink():
                found = files_below(below, links=False)
            else:
                continue
            files |= {file.relative_to(folder).as_posix(): file for file in found}
        return {name: self.digest(file) for name, file in sorted(files.items())}

    @cached_property
    def generator(self) -> str:
        """Digest of the code that makes pages: this package, the configuration, the packages."""
        code = [
            (
                str(file.relative_to(_PACKAGE)) if file.is_relative_to(_PACKAGE) else file.name,
                self.digest(file),
            )
            for file in generator_files(self._project)
        ]
        settings = [self._project.site_url, self._project.repository, self._project.mail]
        return _sha256([code, sys.version, self._packages(), settings])

    def _packages(self) -> list[object]:
        """Where Python finds packages, and when something was last put there or taken away."""
        found: list[object] = []
        for name in sys.path:
            folder = Path(name)
            if folder.name in {"site-packages", "dist-packages"} and folder.is_dir():
                found.append([name, folder.stat().st_mtime_ns])
        return found

    @cached_property
    def shared(self) -> str:
        """Digest of what is in ``content`` for all pages: no page, no lock, no sample, no image."""
        return _sha256(
            [
                (name, digest)
                for name, digest in self.content.items()
                if not name.endswith((".md", ".lock")) and name.partition("/")[0] in self._common
            ]
        )

    @cached_property
    def _common(self) -> set[str]:
        """Folders of ``content`` that are neither a language's nor the samples'."""
        from build_tools.pages.languages import site_languages  # noqa: PLC0415  Babel takes a while

        content = self._project.root / "content"
        folders = {name.partition("/")[0] for name in self.content}
        return folders - {*site_languages(content), "samples"}

    @cached_property
    def whole(self) -> str:
        """Digest of all that a build is made from."""
        data = self._project.open_data_dir
        recorded = (
            sorted((str(file), status(file)) for file in files_below(data))
            if data is not None and data.is_dir()
            else str(data)
        )
        return _sha256([self.content, self.generator, recorded])


def _sha256(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()
