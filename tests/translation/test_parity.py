"""Each way in which a current section can differ from its source: a small file, and its message."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from build_tools.pages.reader import parse_page
from build_tools.translation.lock import Entry, Lock
from build_tools.translation.state import compare

FOLDER = Path(__file__).parent / "parity"
BAD = sorted((FOLDER / "bad").glob("*.md"))
GOOD = sorted((FOLDER / "good").glob("*.md"))
FRONT = "---\nfile_format: mystnb\n---\n"


@dataclass(frozen=True)
class Case:
    """A page, its translation, and what is said of them: ``line: message``."""

    source: str
    translation: str
    messages: list[str]

    @classmethod
    def read(cls, file: Path) -> Case:
        source, rest = file.read_text("utf-8").split("=== fr\n")
        translation, messages = rest.split("=== messages\n")
        return cls(FRONT + source, FRONT + translation, messages.splitlines())

    def found(self, *, recorded: bool = True) -> list[str]:
        source = parse_page(self.source, Path("en.md"), language="en", docname="lessons/x")
        page = parse_page(self.translation, Path("fr.md"), language="fr", docname="lessons/x")
        entries = {
            f"lessons/x#{own.anchor}": Entry.of(own, "2026-11-25") for own in source.headings
        }
        _, problems = compare(source, page, Lock(entries if recorded else {}))
        assert all(problem.path == Path("fr.md") for problem in problems)
        return [f"{own.line}: {own.message}".split("\n")[0] for own in problems]


def test_the_folders_are_there() -> None:
    assert len(BAD) >= 24
    assert GOOD


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_difference_is_told_with_both_lines(file: Path) -> None:
    case = Case.read(file)
    assert case.messages
    assert case.found() == case.messages


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_in_a_section_that_was_not_recorded_nothing_is_told(file: Path) -> None:
    assert Case.read(file).found(recorded=False) == []


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_what_may_differ(file: Path) -> None:
    assert Case.read(file).found() == []
