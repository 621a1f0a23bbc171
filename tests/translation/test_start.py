"""A page to begin with: the source's structure, tried with every page of the course."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.pages.marks import MarkKind
from build_tools.pages.reader import parse_page
from build_tools.translation.lock import Lock
from build_tools.translation.start import skeleton
from build_tools.translation.state import compare

ENGLISH = Path(__file__).parents[2] / "content" / "en"
PAGES = sorted(ENGLISH.rglob("*.md"))


def test_the_course_is_there() -> None:
    assert len(PAGES) > 9


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_a_started_page_can_be_read_and_has_the_structure(file: Path) -> None:
    text = file.read_text("utf-8")
    name = file.relative_to(ENGLISH).with_suffix("").as_posix()
    source = parse_page(text, Path(f"content/en/{name}.md"), language="en", docname=name)
    path = Path(f"content/fr/{name}.md")
    page = parse_page(skeleton(text), path, language="fr", docname=name)
    assert [(own.level, own.text) for own in page.headings] == [
        (own.level, own.text) for own in source.headings
    ]
    assert [(own.source, own.metadata) for own in page.cells] == [
        (own.source, own.metadata) for own in source.cells
    ]
    assert [(own.name, own.argument) for own in page.directives] == [
        (own.name, own.argument) for own in source.directives
    ]
    translation, problems = compare(source, page, Lock({}))
    assert problems == []
    assert not translation.begun(Lock({}))
    formulae = [mark for mark in page.marks if mark.kind is MarkKind.FORMULA]
    assert len(formulae) <= sum(mark.kind is MarkKind.FORMULA for mark in source.marks)


def test_words_become_comments_and_structure_stays() -> None:
    text = """\
---
file_format: mystnb
lesson:
  level: 1
---
# Title

Two lines
of words.

- one
- two

| a | b |
|---|---|
| 1 | 2 |

% a note to authors
$$
x = 1
$$

::::{exercise} Find it
:space: 3

Where?

:::{hint}
There.
:::
::::

:::{quiz} q
:type: text

What?

= muon
:::

[^a]: A book.
"""
    body = skeleton(text).split("\n\n", 1)[1]
    assert (
        body
        == """\
# Title

% Two lines
% of words.

% - one
% - two

% | a | b |
% |---|---|
% | 1 | 2 |

$$
x = 1
$$

::::{exercise} Find it
:space: 3

% Where?

:::{hint}
% There.
:::
::::

:::{quiz} q
:type: text

What?

= muon
:::

% [^a]: A book.
"""
    )
