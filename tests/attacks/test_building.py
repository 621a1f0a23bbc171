"""Attacks on a whole build: a translation is never run, and one bad page stops no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.building.conftest import FRONT, Course, browser, built, copied, make_course

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["browser", "built", "copied", "make_course"]

pytestmark = pytest.mark.browser

CELL = """\
```{{code-cell}} python
---
tags: [remove-output]
---
import pandas as pd

frame = pd.DataFrame({{"mass": [91.2]}})
print("One line", frame.query("{query}").shape)
```
"""


def lesson(query: str, title: str = "Query", words: str = "One line") -> str:
    return f"{FRONT}# {title}\n\n" + CELL.format(query=query).replace("One line", words)


def with_lesson(course: Course, french: str, monkeypatch: pytest.MonkeyPatch) -> None:
    course.write("en", "query", lesson("mass > 90"))
    course.edit("en", "index", "about\n", "about\nquery\n")
    course.write("fr", "query", lesson("mass > 90", "Requête", "Une ligne"))
    course.current(monkeypatch, "query")
    course.write("fr", "query", french)


@pytest.mark.parametrize(
    "literal",
    [
        "@pd.io.common.os.system('touch {canary}')",
        "mass > @pd.io.common.open('{canary}', 'w').write('x')",
        "__import__('os').system('touch {canary}')",
    ],
)
def test_code_in_a_literal_is_not_run(
    copied: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, literal: str
) -> None:
    canary = tmp_path / "canary"
    attack = literal.format(canary=canary.as_posix())
    with_lesson(copied, lesson(attack, "Requête", "Une ligne"), monkeypatch)
    summary = copied.build()
    assert not canary.exists()
    assert not summary.published
    (problem,) = [own for own in summary.problems if own.path.as_posix() == "content/fr/query.md"]
    assert problem.line == 13
    assert "cannot be translated" in problem.message


def test_new_code_is_not_run(
    copied: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary = tmp_path / "canary"
    text = lesson("mass > 90", "Requête", "Une ligne")
    new = f'```{{code-cell}} python\nopen("{canary.as_posix()}", "w").close()\n```\n'
    with_lesson(copied, f"{text}\n{new}", monkeypatch)
    summary = copied.build()
    assert not canary.exists()
    assert not summary.published
    (problem,) = [own for own in summary.problems if own.path.as_posix() == "content/fr/query.md"]
    assert problem.line == 16
    assert "this cell is not in" in problem.message


def test_code_in_a_page_that_is_not_current_is_not_run(copied: Course, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    copied.write("en", "query", lesson("mass > 90"))
    copied.edit("en", "index", "about\n", "about\nquery\n")
    attack = lesson(f"@pd.io.common.os.system('touch {canary.as_posix()}')")
    new = f'```{{code-cell}} python\nopen("{canary.as_posix()}", "w").close()\n```\n'
    copied.write("fr", "query", attack + "\n" + new)
    summary = copied.build()
    assert not canary.exists()
    assert [str(own) for own in summary.problems] == []
    # what is shown is the source's code
    shown = copied.text("fr/query")
    assert "mass > 90" in shown
    assert "canary" not in shown


def test_a_list_of_pages_of_a_translation_adds_none(copied: Course) -> None:
    text = copied.path("fr", "lessons/z").read_text(encoding="utf-8")
    copied.write("fr", "lessons/z", text + "\n```{toctree}\n:caption: Connexion\n\nz\n```\n")
    summary = copied.build()
    place = f"content/fr/lessons/z.md:{text.count(chr(10)) + 2}"
    message = f"{place}: the source has no `{{toctree}}` here; take it out [forbidden]"
    assert message in map(str, summary.problems)


def test_one_bad_page_is_told_and_the_others_are_built_on(copied: Course) -> None:
    copied.write("fr", "about", FRONT + "# À propos\n\n<script>alert(1)</script>\n")
    copied.edit("en", "index", "# Lessons", "# All lessons")
    summary = copied.build()
    assert [str(own) for own in summary.problems] == [
        "content/fr/about.md:6: raw HTML is not allowed; write it in Markdown [forbidden]"
    ]
    copied.path("fr", "about").unlink()
    again = copied.build()
    assert again.published
    assert again.ran == {}  # what was executed beside it was kept
