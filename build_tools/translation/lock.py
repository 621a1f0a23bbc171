"""``content/<language>/translation.lock``: what of the source each translator had before them.

One line a section, sorted, with an empty line between two, so that git merges what two people
recorded, of neighbouring sections too::

    lessons/z-boson  sha256:0123456789abcdef  2026-11-22

    lessons/z-boson#cut-flow  sha256:0123456789abcdef  links:01234567  2026-11-22

A line without ``#`` is a page's outline: which sections it had, in which order. ``links`` is where
the links of a section led; a section without links has none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from build_tools.pages.diagnostics import Code, Diagnostic, LessonError

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.pages.model import Heading

#: Hexadecimal digits of a section's digest that the lock keeps.
DIGEST_LENGTH = 16

_LINE = re.compile(
    r"(?P<section>\S+) +sha256:(?P<digest>[0-9a-f]{16}) +"
    r"(?:links:(?P<links>[0-9a-f]{8}) +)?(?P<day>\d{4}-\d\d-\d\d)"
)
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


@dataclass(frozen=True)
class Entry:
    """A section as it was when it was translated."""

    digest: str
    day: str
    links: str = ""

    @classmethod
    def of(cls, heading: Heading, day: str) -> Entry:
        """What is recorded of a section of the source as it is now."""
        return cls(heading.digest[:DIGEST_LENGTH], day, heading.links)


@dataclass(frozen=True)
class Lock:
    """All entries of one language, by ``docname#anchor``; those of outlines by ``docname``."""

    entries: dict[str, Entry]
    #: sections for which two lines say different things, with both line numbers; they have no entry
    doubts: dict[str, tuple[int, int]] = field(default_factory=dict)

    def get(self, docname: str, anchor: str) -> Entry | None:
        """The entry of a section; None when it was never recorded."""
        return self.entries.get(f"{docname}#{anchor}")

    def anchors(self, docname: str) -> frozenset[str]:
        """The sections of a page that were recorded."""
        head = f"{docname}#"
        return frozenset(name[len(head) :] for name in self.entries if name.startswith(head))

    def docnames(self) -> frozenset[str]:
        """The pages of which something was recorded."""
        return frozenset(name.partition("#")[0] for name in self.entries)


def lock_path(root: Path, language: str) -> Path:
    """Where the lock of a language lies."""
    return root / "content" / language / "translation.lock"


def read_lock(root: Path, language: str) -> Lock:
    """Read a language's lock; empty when there is none.

    Where a merge kept two lines for one section, the later day counts if they name the same text;
    if not, nobody knows which of them the translation follows, and the section has no entry.

    Raises LessonError with the lines that are not entries, such as what a merge conflict leaves.
    """
    path = lock_path(root, language)
    if not path.is_file():
        return Lock({})
    entries: dict[str, Entry] = {}
    lines: dict[str, int] = {}
    doubts: dict[str, tuple[int, int]] = {}
    problems = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if not match:
            message = (
                "a merge was not finished here: keep the lines of both sides, and delete this one"
                if line.startswith(_CONFLICT)
                else "not an entry of the lock; delete the line, then record the section again with"
                f" `nox -s translate -- done PAGE {language}`"
            )
            problems.append(Diagnostic(path.relative_to(root), number, Code.PARITY, message))
            continue
        section = match["section"]
        entry = Entry(match["digest"], match["day"], match["links"] or "")
        old = entries.get(section)
        if old and old.digest != entry.digest and section not in doubts:
            doubts[section] = lines[section], number
        if old is None or old.day <= entry.day:
            entries[section] = entry
            lines[section] = number
    if problems:
        raise LessonError(*problems)
    kept = {section: entry for section, entry in entries.items() if section not in doubts}
    return Lock(kept, doubts)


def doubt_problems(root: Path, language: str, lock: Lock) -> list[Diagnostic]:
    """What to do about sections for which two lines say different things."""
    path = lock_path(root, language).relative_to(root)
    problems = []
    for name, (first, second) in lock.doubts.items():
        docname, _, anchor = name.partition("#")
        command = " ".join(filter(None, ["done", docname, language, anchor]))
        message = (
            f"lines {first} and {second} are both about “{name}”, as two people recorded different"
            " texts and both were merged; compare the section, then"
            f" `nox -s translate -- {command}`"
        )
        problems.append(Diagnostic(path, second, Code.PARITY, message))
    return problems


def format_lock(lock: Lock) -> str:
    """The text of a lock: a comment that says what it is, then sorted lines."""
    head = "# Sections as they were translated; kept by `nox -s translate -- done PAGE LANGUAGE`.\n"
    return head + "".join(
        f"\n{section}  sha256:{entry.digest}"
        f"{f'  links:{entry.links}' if entry.links else ''}  {entry.day}\n"
        for section, entry in sorted(lock.entries.items())
    )
