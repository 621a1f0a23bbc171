"""``content/<language>/translation.lock``: what of the source each translator had before them.

One line a section, sorted, with an empty line between two, so that git merges what two people
recorded, of neighbouring sections too::

    lessons/z-boson  sha256:0123456789abcdef  2026-11-22

    lessons/z-boson#cut-flow  sha256:0123456789abcdef  links:01234567  2026-11-22

A line without ``#`` is a page's outline: which sections it had, in which order. ``links`` is where
the links of a section led; a section without links has none.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from build_tools.pages.diagnostics import Code, Diagnostic, LessonError
from build_tools.pages.reader import decode

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.pages.model import Heading

#: Hexadecimal digits of a section's digest that the lock keeps.
DIGEST_LENGTH = 16

_LINE = re.compile(
    r"(?P<section>\S+) +sha256:(?P<digest>[0-9a-f]{16}) +"
    r"(?:links:(?P<links>[0-9a-f]{8}) +)?(?P<day>\d{4}-\d\d-\d\d)"
)
_TWO = 2
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
class Doubt:
    """Lines that say different things of one section."""

    lines: tuple[int, ...]  #: 1-based
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Lock:
    """All entries of one language, by ``docname#anchor``; those of outlines by ``docname``."""

    entries: dict[str, Entry]
    #: sections that have no entry, because nobody knows which of their lines is right; they are
    #: written as they were read, until somebody says so
    doubts: dict[str, Doubt] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict, compare=False)  #: of entries, when read

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
    found: dict[str, list[tuple[int, Entry]]] = {}
    problems = []
    for number, line in enumerate(decode(path.read_bytes(), path.relative_to(root)).split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        message = ""
        if match is None:
            message = (
                "a merge was not finished here: keep the lines of both sides, and delete this one"
                if line.startswith(_CONFLICT)
                else f"not an entry of the lock; {_again(language)}"
            )
        elif not _is_day(match["day"]):
            message = f"there is no day {match['day']}; {_again(language)}"
        else:
            entry = Entry(match["digest"], match["day"], match["links"] or "")
            found.setdefault(match["section"], []).append((number, entry))
        if message:
            problems.append(Diagnostic(path.relative_to(root), number, Code.PARITY, message))
    if problems:
        raise LessonError(*problems)
    lock = Lock({})
    for section, own in found.items():
        if len({entry.digest for _, entry in own}) > 1:
            lock.doubts[section] = Doubt(
                tuple(number for number, _ in own), tuple(entry for _, entry in own)
            )
        else:
            # of the same day, the last
            number, entry = max(own, key=lambda one: (one[1].day, one[0]))
            lock.entries[section], lock.lines[section] = entry, number
    return lock


def _again(language: str) -> str:
    return (
        "delete the line, then record the section again with"
        f" `nox -s translate -- done PAGE {language}`"
    )


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def doubt_problems(root: Path, language: str, lock: Lock) -> list[Diagnostic]:
    """What to do about sections for which two lines say different things."""
    path = lock_path(root, language).relative_to(root)
    problems = []
    for name, doubt in lock.doubts.items():
        docname, _, anchor = name.partition("#")
        command = " ".join(filter(None, ["done", docname, language, anchor]))
        *others, last = map(str, doubt.lines)
        message = (
            f"lines {', '.join(others)} and {last} are all about “{name}”, as people recorded"
            " different texts and all were merged; compare the section, then"
            f" `nox -s translate -- {command}`"
        )
        if len(doubt.lines) == _TWO:
            message = message.replace("are all", "are both").replace("all were", "both were")
        problems.append(Diagnostic(path, doubt.lines[-1], Code.PARITY, message))
    return problems


def future_days(root: Path, language: str, lock: Lock, today: dt.date) -> list[Diagnostic]:
    """Entries of a day that has not come yet, anywhere on Earth: a computer's clock was wrong."""
    path = lock_path(root, language).relative_to(root)
    latest = (today + dt.timedelta(days=1)).isoformat()
    return [
        Diagnostic(
            path,
            lock.lines.get(name, 0),
            Code.PARITY,
            f"{entry.day} has not come yet; readers are told this day: write the right one",
        )
        for name, entry in lock.entries.items()
        if entry.day > latest
    ]


def format_lock(lock: Lock) -> str:
    """The text of a lock: a comment that says what it is, then sorted lines."""
    head = "# Sections as they were translated; kept by `nox -s translate -- done PAGE LANGUAGE`.\n"
    return head + "".join(
        f"\n{section}  sha256:{entry.digest}"
        f"{f'  links:{entry.links}' if entry.links else ''}  {entry.day}\n"
        for section, entry in sorted(
            [
                *lock.entries.items(),
                *((name, entry) for name, doubt in lock.doubts.items() for entry in doubt.entries),
            ],
            key=lambda own: own[0],
        )
    )
