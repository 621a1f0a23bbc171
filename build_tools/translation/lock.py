"""``content/<language>/translation.lock``: what of the source each translator had before them.

One line a section, sorted, so that two people's changes merge without conflict:
``lessons/z-boson#cut-flow  sha256:0123456789abcdef  2026-11-22``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from build_tools.pages.diagnostics import Code, Diagnostic, LessonError

if TYPE_CHECKING:
    from pathlib import Path

#: Hexadecimal digits of a section's digest that the lock keeps.
DIGEST_LENGTH = 16

_LINE = re.compile(
    r"(?P<section>\S+#\S+) +sha256:(?P<digest>[0-9a-f]{16}) +(?P<day>\d{4}-\d\d-\d\d)"
)


@dataclass(frozen=True)
class Entry:
    """A section as it was when it was translated."""

    digest: str
    day: str


@dataclass(frozen=True)
class Lock:
    """All entries of one language, by ``docname#anchor``."""

    entries: dict[str, Entry]

    def get(self, docname: str, anchor: str) -> Entry | None:
        """The entry of a section; None when it was never recorded."""
        return self.entries.get(f"{docname}#{anchor}")


def lock_path(root: Path, language: str) -> Path:
    """Where the lock of a language lies."""
    return root / "content" / language / "translation.lock"


def read_lock(root: Path, language: str) -> Lock:
    """Read a language's lock; empty when there is none.

    Raises LessonError with the line that is not an entry, such as what a merge conflict leaves.
    """
    path = lock_path(root, language)
    if not path.is_file():
        return Lock({})
    entries = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if not match:
            raise LessonError(
                Diagnostic(
                    path.relative_to(root),
                    number,
                    Code.PARITY,
                    "not an entry of the lock; in a merge, keep the lines of both sides",
                )
            )
        entries[match["section"]] = Entry(match["digest"], match["day"])
    return Lock(entries)


def format_lock(lock: Lock) -> str:
    """The text of a lock: a comment that says what it is, then sorted lines."""
    head = "# Sections as they were translated; kept by `nox -s translate -- done PAGE LANGUAGE`.\n"
    lines = (
        f"{section}  sha256:{entry.digest}  {entry.day}\n"
        for section, entry in sorted(lock.entries.items())
    )
    return head + "".join(lines)
