"""The lock file."""

from __future__ import annotations

import datetime as dt
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from build_tools.pages.diagnostics import LessonError
from build_tools.translation.lock import (
    Entry,
    Lock,
    doubt_problems,
    format_lock,
    future_days,
    lock_path,
    read_lock,
)

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
    lines = path.read_text().split("\n\n")[1:]
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


def read_lines(root: Path, *lines: str) -> Lock:
    path = lock_path(root, "fr")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")
    return read_lock(root, "fr")


ONE = "x#a  sha256:0123456789abcdef  links:01234567  2026-11-22"


def test_two_lines_that_name_the_same_text_are_one(tmp_path: Path) -> None:
    lock = read_lines(tmp_path, ONE, ONE.replace("-22", "-24"), ONE.replace("-22", "-23"))
    assert lock == Lock({"x#a": Entry("0123456789abcdef", "2026-11-24", "01234567")})


def test_two_lines_that_name_different_texts_are_told_and_count_for_nothing(tmp_path: Path) -> None:
    lock = read_lines(tmp_path, ONE, ONE.replace("sha256:01", "sha256:ff"))
    assert lock.entries == {}
    assert lock.doubts["x#a"].lines == (1, 2)
    (problem,) = doubt_problems(tmp_path, "fr", lock)
    assert str(problem).startswith("content/fr/translation.lock:2: lines 1 and 2 are both about")
    assert "`nox -s translate -- done x fr a`" in problem.message


def test_a_doubt_is_written_as_it_was_read(tmp_path: Path) -> None:
    other = ONE.replace("sha256:01", "sha256:ff")
    lock = read_lines(tmp_path, ONE, other, ONE.replace("x#a", "x#b"))
    path = lock_path(tmp_path, "fr")
    # somebody else's page is recorded meanwhile
    path.write_text(
        format_lock(replace(lock, entries=lock.entries | {"y#c": Entry("0" * 16, "2026-11-22")}))
    )
    again = read_lock(tmp_path, "fr")
    assert again.doubts["x#a"].entries == lock.doubts["x#a"].entries
    assert len(again.entries) == 2
    (problem,) = doubt_problems(tmp_path, "fr", again)
    assert "lines 3 and 5 are both about “x#a”" in problem.message
    lines = path.read_text().split("\n")
    assert [lines[2], lines[4]] == [ONE, other]


def test_of_three_lines_all_are_told(tmp_path: Path) -> None:
    lines = [ONE.replace("sha256:01", f"sha256:{digit}") for digit in ("aa", "bb", "cc")]
    (problem,) = doubt_problems(tmp_path, "fr", read_lines(tmp_path, *lines))
    assert "lines 1, 2 and 3 are all about" in problem.message


@pytest.mark.parametrize("day", ["2026-02-31", "2026-13-01", "0000-01-01", "2026-11-00"])
def test_a_day_that_there_is_not_is_told(tmp_path: Path, day: str) -> None:
    with pytest.raises(LessonError, match=rf"translation\.lock:2: there is no day {day}; delete"):
        read_lines(tmp_path, ONE, ONE.replace("x#a", "x#b").replace("2026-11-22", day))


def test_a_day_that_has_not_come_is_told(tmp_path: Path) -> None:
    lock = read_lines(tmp_path, ONE, ONE.replace("x#a", "x#b").replace("2026-11", "2126-11"))
    today = dt.date(2026, 11, 22)
    (problem,) = future_days(tmp_path, "fr", lock, today)
    assert str(problem).startswith("content/fr/translation.lock:2: 2126-11-22 has not come yet")
    # where the day begins earlier than here, it has come
    assert future_days(tmp_path, "fr", read_lines(tmp_path, ONE), dt.date(2026, 11, 21)) == []


@pytest.mark.parametrize("line", ["x#a 0123456789abcdef", "x#a  sha256:0123  2026-11-22", "?"])
def test_a_line_that_is_no_entry_is_told(tmp_path: Path, line: str) -> None:
    with pytest.raises(LessonError, match=r"translation\.lock:2: not an entry of the lock; delete"):
        read_lines(tmp_path, ONE, line)


def test_every_line_that_a_conflict_leaves_is_told(tmp_path: Path) -> None:
    with pytest.raises(LessonError) as told:
        read_lines(tmp_path, "<<<<<<< HEAD", ONE, "=======", ONE, ">>>>>>> other")
    assert [problem.line for problem in told.value.diagnostics] == [1, 3, 5]


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (["x#b"], ["x#c"]),  # neighbours
        (["x#a"], ["x#d"]),
        (["x#a", "x#b"], ["x#c", "y#a"]),
        (["x#new"], ["x#newer"]),  # both added at the same place
    ],
)
def test_two_branches_that_record_different_sections_merge(
    tmp_path: Path, ours: list[str], theirs: list[str]
) -> None:
    attributes = (Path(__file__).parents[2] / ".gitattributes").read_text("utf-8")
    (tmp_path / ".gitattributes").write_text(attributes)
    path = lock_path(tmp_path, "fr")
    path.parent.mkdir(parents=True)
    before = dict.fromkeys(["x", "x#a", "x#b", "x#c", "x#d", "y#a"], Entry("0" * 16, "2026-11-22"))
    path.write_text(format_lock(Lock(before)))
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "before")
    expected = dict(before)
    for branch, sections, digit in (("ours", ours, "1"), ("theirs", theirs, "2")):
        git(tmp_path, "switch", "-qc", branch, "main")
        new = dict.fromkeys(sections, Entry(digit * 16, "2026-11-25"))
        path.write_text(format_lock(Lock(before | new)))
        git(tmp_path, "commit", "-qam", branch)
        expected |= new
    git(tmp_path, "merge", "-q", "-m", "merge", "ours")
    assert read_lock(tmp_path, "fr") == Lock(expected)


def test_two_branches_that_record_one_section_differently_are_told(tmp_path: Path) -> None:
    attributes = (Path(__file__).parents[2] / ".gitattributes").read_text("utf-8")
    (tmp_path / ".gitattributes").write_text(attributes)
    path = lock_path(tmp_path, "fr")
    path.parent.mkdir(parents=True)
    path.write_text(format_lock(Lock({"x#a": Entry("0" * 16, "2026-11-22")})))
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "before")
    for branch, digit in (("ours", "1"), ("theirs", "2")):
        git(tmp_path, "switch", "-qc", branch, "main")
        path.write_text(format_lock(Lock({"x#a": Entry(digit * 16, "2026-11-25")})))
        git(tmp_path, "commit", "-qam", branch)
    git(tmp_path, "merge", "-q", "-m", "merge", "ours")
    assert list(read_lock(tmp_path, "fr").doubts) == ["x#a"]
