"""The lock file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from build_tools.pages.diagnostics import LessonError
from build_tools.translation.lock import Entry, Lock, format_lock, lock_path, read_lock

if TYPE_CHECKING:
    from pathlib import Path

LOCK = Lock(
    {
        "lessons/z#fit": Entry("0123456789abcdef", "2026-11-22"),
        "index#welcome": Entry("fedcba9876543210", "2026-11-21"),
    }
)


def test_a_lock_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = lock_path(tmp_path, "fr")
    path.parent.mkdir(parents=True)
    path.write_text(format_lock(LOCK))
    assert read_lock(tmp_path, "fr") == LOCK
    lines = path.read_text().splitlines()[1:]
    assert len(lines) == 2
    assert lines == sorted(lines)


def test_no_file_is_an_empty_lock(tmp_path: Path) -> None:
    assert read_lock(tmp_path, "fr") == Lock({})


def test_what_a_merge_conflict_leaves_is_told_with_its_line(tmp_path: Path) -> None:
    path = lock_path(tmp_path, "fr")
    path.parent.mkdir(parents=True)
    path.write_text("# head\n<<<<<<< ours\n")
    with pytest.raises(LessonError, match=r"content/fr/translation\.lock:2: .*merge"):
        read_lock(tmp_path, "fr")
