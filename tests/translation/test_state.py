"""The state of a translation: stale, current, or no longer the same page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from build_tools.pages.bundle import Status
from build_tools.pages.diagnostics import Code
from build_tools.pages.reader import read_page
from build_tools.translation.lock import DIGEST_LENGTH, Entry, Lock
from build_tools.translation.state import compare

if TYPE_CHECKING:
    from build_tools.pages.model import Page

ENGLISH = """\
---
file_format: mystnb
---
# The Z

One.

```{code-cell} python
title = "Events"
print(title)
```

## A fit

Two.

```{code-cell} python
x = 1
```
"""
FRENCH = (
    ENGLISH.replace("# The Z", "# Le Z")
    .replace('"Events"', '"Événements"')
    .replace("A fit", "Un ajustement")
)


def read(tmp_path: Path, language: str, text: str) -> Page:
    path = Path("content") / language / "z.md"
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text(text, encoding="utf-8")
    return read_page(tmp_path, path, language=language, docname="z")


def lock_of(source: Page) -> Lock:
    return Lock(
        {
            f"z#{heading.anchor}": Entry(heading.digest[:DIGEST_LENGTH], "2026-11-22")
            for heading in source.headings
        }
    )


def test_a_translation_of_the_source_as_it_is(tmp_path: Path) -> None:
    source = read(tmp_path, "en", ENGLISH)
    translation, problems = compare(source, read(tmp_path, "fr", FRENCH), lock_of(source))
    assert problems == []
    assert translation.status is Status.CURRENT
    assert translation.anchors == ("the-z", "a-fit")
    assert translation.cells == ((0, 0), (1, 1))


def test_only_the_changed_section_is_stale(tmp_path: Path) -> None:
    lock = lock_of(read(tmp_path, "en", ENGLISH))
    source = read(tmp_path, "en", ENGLISH.replace("Two.", "Two and a half."))
    translation, problems = compare(source, read(tmp_path, "fr", FRENCH), lock)
    assert problems == []
    assert translation.status is Status.STALE
    assert translation.stale_headings() == (False, True)


def test_a_page_that_was_never_recorded_is_stale(tmp_path: Path) -> None:
    source = read(tmp_path, "en", ENGLISH)
    translation, _ = compare(source, read(tmp_path, "fr", FRENCH), Lock({}))
    assert translation.stale_headings() == (True, True)


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("x = 1", "x = 2", (Code.CODE_DRIFT, 18), "content/en/z.md:18"),
        ("print(title)", "print(title, 2)", (Code.CODE_DRIFT, 10), "more than comments and labels"),
        ("```{code-cell} python\nx = 1\n```\n", "", (Code.CODE_DRIFT, 13), "is missing here; copy"),
        (
            "x = 1\n```\n",
            "x = 1\n```\n\n```{code-cell} python\nz\n```\n",
            (Code.CODE_DRIFT, 21),
            "take it",
        ),
        ("## Un ajustement", "### Un ajustement", (Code.PARITY, 13), "is of level 3"),
        ("## Un ajustement", "Un ajustement", (Code.PARITY, 4), "has a section “A fit”"),
        ("x = 1\n```\n", "x = 1\n```\n\n## Plus\n", (Code.PARITY, 21), "“Plus” is not in"),
    ],
)
def test_a_current_page_that_differs_is_told_where(
    tmp_path: Path, old: str, new: str, place: tuple[Code, int], message: str
) -> None:
    source = read(tmp_path, "en", ENGLISH)
    assert old in FRENCH
    page = read(tmp_path, "fr", FRENCH.replace(old, new))
    _, problems = compare(source, page, lock_of(source))
    code, line = place
    (problem,) = [problem for problem in problems if problem.code is code]
    assert (problem.path, problem.line) == (Path("content/fr/z.md"), line)
    assert message in problem.message


def test_code_drift_shows_both_cells(tmp_path: Path) -> None:
    source = read(tmp_path, "en", ENGLISH)
    page = read(tmp_path, "fr", FRENCH.replace("x = 1", "x = 2"))
    _, (problem,) = compare(source, page, lock_of(source))
    assert "| x = 1" in problem.message
    assert "| x = 2" in problem.message


def test_a_stale_page_may_differ(tmp_path: Path) -> None:
    lock = lock_of(read(tmp_path, "en", ENGLISH))
    source = read(tmp_path, "en", ENGLISH.replace("x = 1", "x = 2"))
    translation, problems = compare(source, read(tmp_path, "fr", FRENCH), lock)
    assert problems == []
    assert translation.cells == ((0, 0), (1, None), (None, 1))
