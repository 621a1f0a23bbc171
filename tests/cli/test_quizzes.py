"""``quizzes export``: what it writes, and what it says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from build_tools.cli.arguments import run

REPOSITORY = Path(__file__).parents[2]
PAGE = """\
---
file_format: mystnb
---
# A page

:::{quiz} which-one
:type: single
:level: recall

Which?

- [x] This
- [ ] That
  > Not that.

:::
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one page without cells, so nothing has to run."""
    content = tmp_path / "content"
    (content / "en").mkdir(parents=True)
    (content / "samples").mkdir()
    (content / "samples" / "manifest.json").write_text('{"samples": []}', encoding="utf-8")
    (content / "en" / "page.md").write_text(PAGE, encoding="utf-8")
    shutil.copy(REPOSITORY / "conf.py", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("form", "ending", "shows"),
    [
        ("moodle", "xml", "multichoice"),
        ("gift", "txt", "::which-one::"),
        ("json", "json", '"which-one"'),
        ("worksheet", "html", "Which?"),
        ("key", "html", "Right answer:"),
    ],
)
def test_every_form_has_a_file_of_its_own(
    folder: Path, capsys: pytest.CaptureFixture[str], form: str, ending: str, shows: str
) -> None:
    assert run(["quizzes", "export", form]) == 0
    path = folder / "_build" / "quizzes" / f"quizzes-{form}-en.{ending}"
    assert shows in path.read_text(encoding="utf-8")
    assert "1 questions of 1 pages" in capsys.readouterr().out


def test_one_lesson_into_a_file_that_is_named(folder: Path) -> None:
    out = folder / "out" / "mine.json"
    assert run(["quizzes", "export", "json", "--lesson", "page", "--out", str(out)]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["lessons"][0]["page"] == "page"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lang", "xx"], "no language “xx”; there are en"),
        (["--lesson", "other"], "no page “other” has questions; there are page"),
    ],
)
def test_what_is_not_there(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert run(["quizzes", "export", "moodle", *arguments]) == 1
    assert said in capsys.readouterr().err
    assert not (folder / "_build" / "quizzes").exists()


def test_nothing_is_written_when_a_question_is_wrong(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = folder / "content" / "en" / "page.md"
    page.write_text(PAGE.replace("[x] This", "[ ] This"), encoding="utf-8")
    assert run(["quizzes", "export", "moodle"]) == 1
    said = capsys.readouterr().out.replace("\n", "")
    assert "content/en/page.md:6: no option is right" in said or ":12:" in said
    assert "Nothing was written." in said
