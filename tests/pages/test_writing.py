"""Files are there whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from build_tools.pages.writing import write_whole

if TYPE_CHECKING:
    from pathlib import Path


def test_unchanged_text_keeps_the_date(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b.txt"
    assert write_whole(file, "é\n")
    before = file.stat().st_mtime_ns
    assert not write_whole(file, "é\n")
    assert file.stat().st_mtime_ns == before
    assert write_whole(file, "other\n")


def test_a_failed_write_leaves_the_old_text_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "b.txt"
    write_whole(file, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(file, "new \ud800")
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]
