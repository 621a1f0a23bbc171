"""The files of a language's folder: what they are called, and that they are there themselves."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.pages.letters import name as name_of
from build_tools.pages.markdown import PICTURES
from build_tools.pages.pictures import refused_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9_-]+)*", re.ASCII | re.IGNORECASE)
#: What Windows keeps for itself, with any ending.
_TAKEN: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_LONGEST: Final = 80


def files_of_language(folder: Path) -> Iterator[Path]:
    """Files of a language's folder and below, in order; not hidden ones, and not through links."""
    if _is_link(folder):
        return
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            path = folder / entry.name
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from files_of_language(path)
            else:
                yield path


def _is_link(path: Path) -> bool:
    return path.is_symlink() or getattr(os.path, "isjunction", lambda _: False)(path)


def check_files(root: Path, language: str) -> list[Diagnostic]:
    """What is wrong with the files of a language: their names, and pictures that do something."""
    folder = root / "content" / language
    found: list[Diagnostic] = []
    seen: dict[str, str] = {}
    if _is_link(folder):
        path = folder.relative_to(root)
        return [
            Diagnostic(path, 0, Code.FORBIDDEN, "a link to another folder; put the folder here")
        ]
    for file in files_of_language(folder):
        path = file.relative_to(root)
        name = file.relative_to(folder).as_posix()
        line, message = 0, _refused_name(name)
        twin = seen.setdefault(name.lower(), name)
        if twin != name:
            message = f"on some computers this is the same file as `{twin}`; rename one"
        if _is_link(file):
            message = "a link to another file; put the file itself here"
        elif not message and file.suffix.lower() in PICTURES and file.is_file():
            line, message = refused_file(file.read_bytes(), file.suffix.lower())
        if message:
            found.append(Diagnostic(path, line, Code.FORBIDDEN, message))
    return found


def _refused_name(path: str) -> str:
    for step in path.split("/"):
        if step.endswith((".md", *PICTURES)) and not _NAME.fullmatch(step):
            odd = next((c for c in step if not _NAME.fullmatch(f"a{c}a")), step[0])
            return f"{name_of(odd)} in a file's name; names have a to z, digits, `-` and `_`"
        if _TAKEN.fullmatch(step):
            return f"no file can be called `{step}` on Windows; rename it"
        if len(step) > _LONGEST:
            return f"a name of {len(step)} characters; {_LONGEST} at most"
    return ""
