"""What translators on Windows have: other paths, ends of lines and encodings, and no fork."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from build_tools.cli.arguments import run
from tests.cli.test_translate import FRENCH, LESSON, edit, project, said, write

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["project"]  # the fixture

#: Runs a verb where nothing is that Windows lacks.
WITHOUT_UNIX = """\
import os, sys
for name in ("fcntl", "resource", "termios", "grp"):
    sys.modules[name] = None
for name in ("fork", "forkpty", "geteuid", "getuid", "killpg", "setsid", "sched_getaffinity"):
    if hasattr(os, name):
        delattr(os, name)
from build_tools.cli.arguments import run
raise SystemExit(run(sys.argv[1:]))
"""


def test_the_verbs_need_nothing_that_windows_lacks(project: Path) -> None:
    write(project, "content/en/new.md", LESSON.replace("# The Z", "# New"))
    calls = [
        ["translate"],
        ["translate", "status", "--json"],
        ["translate", "start", "content\\en\\new.md", "fr"],
        ["translate", "diff", "content\\fr\\lessons\\z.md"],
        ["translate", "done", "content\\fr\\lessons\\z.md", "L’ajustement"],
        ["translate", "check", "--quick"],
    ]
    for words in calls:
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_UNIX, *words],
            cwd=project,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, (words, done.stderr.decode())
    assert (project / "content/fr/new.md").is_file()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_ends_of_lines_and_a_byte_order_mark_change_nothing(
    project: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    lock = project / "content/fr/translation.lock"
    before = lock.read_bytes()
    text = LESSON if language == "en" else FRENCH["lessons/z"]
    (project / f"content/{language}/lessons/z.md").write_bytes(
        b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    )
    assert "Nothing to do" in said(capsys)
    assert "nothing wrong" in said(capsys, "check", "--quick")
    assert "every section is current" in said(capsys, "diff", "lessons/z", "fr")
    assert "0 sections recorded" in said(capsys, "done", "lessons/z", "fr")
    assert lock.read_bytes() == before


def test_the_lock_may_have_other_ends_of_lines_and_gets_plain_ones(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = project / "content/fr/translation.lock"
    before = lock.read_bytes()
    lock.write_bytes(b"\xef\xbb\xbf" + before.replace(b"\n", b"\r\n"))
    assert "Nothing to do" in said(capsys)
    edit(project, "content/en/lessons/z.md", "That is all", "This is all")
    said(capsys, "done", "lessons/z", "fr")
    after = lock.read_bytes()
    assert after.startswith(b"# Sections")
    assert b"\r" not in after
    assert after != before
    assert after.count(b"\n") == before.count(b"\n")


def test_a_page_that_was_begun_has_plain_ends_of_lines(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "content/en/new.md").write_bytes(LESSON.replace("\n", "\r\n").encode())
    assert "content/fr/new.md: made" in said(capsys, "start", "new", "fr")
    assert b"\r" not in (project / "content/fr/new.md").read_bytes()


@pytest.mark.parametrize(
    ("encoding", "message"),
    [
        ("utf-16", "content/fr/lessons/z.md:1: this file is UTF-16, as Windows calls “Unicode”"),
        ("utf-16-le", "content/fr/lessons/z.md:1: this file is UTF-16"),
        ("cp1252", "content/fr/lessons/z.md:6: this file is not UTF-8 (byte 0xe8)"),
    ],
)
def test_another_encoding_is_told(
    project: Path, capsys: pytest.CaptureFixture[str], encoding: str, message: str
) -> None:
    text = FRENCH["lessons/z"].replace("Une vie brève", "Une vie très brève").replace("’", "'")
    (project / "content/fr/lessons/z.md").write_bytes(text.encode(encoding))
    for words in (["check", "--quick"], ["diff", "lessons/z", "fr"], ["done", "lessons/z", "fr"]):
        told = said(capsys, *words, status=1)
        assert message in told.replace("\n", "")
        assert "save it as UTF-8" in told
    assert "unreadable" in said(capsys, status=1)


def test_a_lock_in_another_encoding_is_told(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = project / "content/fr/translation.lock"
    lock.write_bytes(lock.read_text("utf-8").encode("utf-16"))
    kept = lock.read_bytes()
    for words in ([], ["done", "lessons/z", "fr"]):
        assert "content/fr/translation.lock:1: this file is UTF-16" in said(
            capsys, *words, status=1
        )
    assert lock.read_bytes() == kept


def test_messages_name_files_as_the_web_does(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(project, "content/fr/lessons/z.md", "{glued}`mass`", "{glued}`masse`")
    assert run(["translate", "done", "content\\fr\\lessons\\z.md"]) == 1
    told = capsys.readouterr().err
    assert "content/fr/lessons/z.md:10:" in told
    assert "\\" not in told


def test_a_page_that_was_only_begun_has_nothing_wrong(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = LESSON.replace("# The Z", '# "New": it\'s 1.5 background; see') + QUESTION
    write(project, "content/en/new.md", text)
    said(capsys, "start", "new", "fr")
    assert "nothing wrong" in said(capsys, "check", "--quick")
    told = said(capsys, "done", "new", "fr", status=1)
    assert "nobody has written anything in “" in told
    assert "Nothing was recorded." in told


QUESTION = """\

:::{quiz} a-question
:type: text
:level: recall

How many "background" events are left after this selection?

= none
:::
"""
