"""Reading pages: what is found, and what an author is told of a defect."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from build_tools.pages.diagnostics import Code, LessonError
from build_tools.pages.model import CodeCell, Page, Prose
from build_tools.pages.reader import read_page

BAD = Path(__file__).parent / "bad"
EXPECTED = yaml.safe_load((BAD / "expected.yaml").read_text(encoding="utf-8"))

PAGE = """\
---
file_format: mystnb
lesson:
  level: 1
  duration: 40
  samples:
    - 2lep/Data/data_A.2lep.root
---
# The Z boson

Some prose with {term}`mass` and $m^2$.

```{code-cell} python
---
tags: [remove-input]
figure:
  alt: A histogram.
---
# a comment
x = 1
```

## Désintégration

:::{note}
Inside.
:::

```{code-cell} python
:tags: [hide-input]

y = 2
```

## Désintégration
"""


def page(tmp_path: Path, text: str, language: str = "en") -> Page:
    (tmp_path / "x.md").write_text(text, encoding="utf-8")
    return read_page(tmp_path, Path("x.md"), language=language, docname="x")


def test_blocks_keep_their_lines(tmp_path: Path) -> None:
    lines = PAGE.split("\n")
    blocks = page(tmp_path, PAGE).blocks
    assert [type(block) for block in blocks] == [Prose, CodeCell, Prose, CodeCell, Prose]
    for block in blocks:
        first = block.text if isinstance(block, Prose) else block.source
        line = block.line if isinstance(block, Prose) else block.code_line
        assert lines[line - 1] == first.split("\n")[0]
        if isinstance(block, CodeCell):
            assert lines[block.line - 1].startswith("```{code-cell}")


def test_cell_options_of_both_spellings(tmp_path: Path) -> None:
    first, second = page(tmp_path, PAGE).cells
    assert first.metadata == {"tags": ["remove-input"], "figure": {"alt": "A histogram."}}
    assert first.source == "# a comment\nx = 1"
    assert second.tags == {"hide-input"}


def test_headings_and_their_cells(tmp_path: Path) -> None:
    read = page(tmp_path, PAGE)
    assert [(h.anchor, h.level, h.cells) for h in read.headings] == [
        ("the-z-boson", 1, (0,)),
        ("desintegration", 2, (1,)),
        ("desintegration-2", 2, ()),
    ]
    assert read.title == "The Z boson"


def test_samples_know_the_line_that_declares_them(tmp_path: Path) -> None:
    assert page(tmp_path, PAGE).declared_lines == {"2lep/Data/data_A.2lep.root": 7}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Some prose with", "Some  prose\nwith"),
        ("# a comment\n", "# another comment\n"),
        ("x = 1", "x  =  1  # one"),
        ("## Désintégration\n\n:::", "## Désintégration\n\n% a note to translators\n\n:::"),
    ],
)
def test_layout_and_comments_do_not_make_a_section_new(tmp_path: Path, old: str, new: str) -> None:
    before = [heading.digest for heading in page(tmp_path, PAGE).headings]
    after = [heading.digest for heading in page(tmp_path, PAGE.replace(old, new, 1)).headings]
    assert PAGE.replace(old, new, 1) != PAGE
    assert before == after


@pytest.mark.parametrize(
    ("old", "new", "section"),
    [
        ("Some prose", "Other prose", 0),
        ("x = 1", "x = 2", 0),
        ("alt: A histogram.", "alt: A curve.", 0),
        ("Inside.", "Outside.", 1),
        ("y = 2", "y = 3", 1),
    ],
)
def test_words_and_code_make_one_section_new(
    tmp_path: Path, old: str, new: str, section: int
) -> None:
    before = [heading.digest for heading in page(tmp_path, PAGE).headings]
    after = [heading.digest for heading in page(tmp_path, PAGE.replace(old, new)).headings]
    changed = [n for n, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]]
    assert changed == [section]


def test_every_bad_page_is_described() -> None:
    assert {file.name for file in BAD.glob("*.md")} == set(EXPECTED)
    assert len(EXPECTED) == 21


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_bad_page_is_told_with_its_line(name: str) -> None:
    line, message = EXPECTED[name]
    with pytest.raises(LessonError) as caught:
        read_page(BAD, Path(name), language="en", docname=name)
    first = caught.value.diagnostics[0]
    assert (first.path, first.line) == (Path(name), line)
    assert message in first.message


def test_a_page_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes("---\nfile_format: mystnb\n---\n# Été\n".encode("latin-1"))
    with pytest.raises(LessonError) as caught:
        read_page(tmp_path, Path("x.md"), language="fr", docname="x")
    (problem,) = caught.value.diagnostics
    assert (problem.line, problem.code) == (4, Code.ENCODING)
    assert "not UTF-8 (byte 0xc9)" in str(problem)


def test_a_translation_may_not_declare_a_lesson(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=r"stands in content/en/x\.md for every language"):
        page(tmp_path, PAGE, language="fr")


def test_windows_line_ends_and_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(b"\xef\xbb\xbf" + PAGE.replace("\n", "\r\n").encode())
    read = read_page(tmp_path, Path("x.md"), language="en", docname="x")
    assert read.cells[0].source == "# a comment\nx = 1"


def test_no_two_headings_have_one_id(tmp_path: Path) -> None:
    text = PAGE.partition("# The Z")[0] + "# Same\n\n" + "## Same\n\n## Same 2\n\n" * 3
    found = page(tmp_path, text)
    assert [own.anchor for own in found.headings] == [
        "same",
        "same-2",
        "same-2-2",
        "same-3",
        "same-2-3",
        "same-4",
        "same-2-4",
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# T\n\n:::{note}\nA.\n", 6, "this block does not end; its last line is `:::`"),
        ("# T\n\n```{code-cell} python\nx = 1\n", 6, "this block does not end; its last line"),
        ("# T\n\n```\nx = 1\n\ny = 2\n", 6, "this block does not end"),
        (
            "# T\n\n:::{objectives}\n- A.\n\n:::{note}\nB.\n:::\n",
            9,
            "this block, or the one round it, does not end",
        ),
    ],
)
def test_a_block_that_does_not_end_is_told(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    with pytest.raises(LessonError) as told:
        page(tmp_path, "---\nfile_format: mystnb\n---\n" + text)
    assert any(own.line == line and message in own.message for own in told.value.diagnostics)


@pytest.mark.parametrize(
    "text", ["- a\n\n  ```\n  x\n  ```\n", "> ~~~\n> x\n> ~~~\n", "````\n```\n````\n"]
)
def test_a_block_that_ends_may_stand_anywhere(tmp_path: Path, text: str) -> None:
    assert page(tmp_path, "---\nfile_format: mystnb\n---\n# T\n\n" + text).title == "T"
