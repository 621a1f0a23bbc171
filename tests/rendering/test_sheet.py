"""Where a translated page's cells meet the source's."""

from __future__ import annotations

from pathlib import Path

from build_tools.pages.model import Page, Prose
from build_tools.pages.reader import read_page
from build_tools.rendering.sheet import Sheet, ShownCell, source_sheet, translated_sheet
from build_tools.translation.lock import Lock
from build_tools.translation.state import compare

HEAD = "---\nfile_format: mystnb\n---\n# Title\n\n"


def cell(source: str, options: str = "") -> str:
    return f"```{{code-cell}} python\n{options}{source}\n```\n\n"


def read(tmp_path: Path, language: str, body: str) -> Page:
    (tmp_path / f"{language}.md").write_text(HEAD + body, encoding="utf-8")
    return read_page(tmp_path, Path(f"{language}.md"), language=language, docname="x")


def translated(tmp_path: Path, english: str, french: str, unproven: set[int]) -> Sheet:
    source, page = read(tmp_path, "en", english), read(tmp_path, "fr", french)
    return translated_sheet(compare(source, page, Lock({}))[0], frozenset(unproven))


def shape(sheet: Sheet) -> list[str | tuple[str, int]]:
    return [
        item.text.replace("# Title\n\n", "")
        if isinstance(item, Prose)
        else (item.source, item.program_cell)
        for item in sheet
    ]


def test_a_source_page_is_shown_as_it_is(tmp_path: Path) -> None:
    sheet = source_sheet(read(tmp_path, "en", "A\n\n" + cell("x = 1") + "B\n\n" + cell("y = 2")))
    assert shape(sheet) == ["A", ("x = 1", 0), "B", ("y = 2", 1)]


def test_equal_cells_are_the_translators_with_the_sources_tags(tmp_path: Path) -> None:
    english = "A\n\n" + cell('x = "a"', ":tags: [remove-input]\n\n") + cell("y = 2")
    french = "B\n\n" + cell('x = "b"', "---\nfigure: {alt: oui}\n---\n") + cell("y = 2")
    sheet = translated(tmp_path, english, french, set())
    assert shape(sheet) == ["B", ('x = "b"', 0), ("y = 2", 1)]
    first = sheet[1]
    assert isinstance(first, ShownCell)
    assert first.metadata == {"figure": {"alt": "oui"}, "tags": ["remove-input"]}


def test_a_label_that_was_not_proven_is_the_sources(tmp_path: Path) -> None:
    english, french = cell('x = "a"') + cell("y = 2"), cell('x = "b"') + cell("y = 2")
    assert shape(translated(tmp_path, english, french, {0}))[1:] == [('x = "a"', 0), ("y = 2", 1)]


def test_a_changed_cell_stands_where_the_old_one_stood(tmp_path: Path) -> None:
    english = "A\n\n" + cell("x = 1") + "B\n\n" + cell("y = 3") + "C\n\n" + cell("z = 4")
    french = "a\n\n" + cell("x = 1") + "b\n\n" + cell("y = 2") + "c\n\n" + cell("z = 4")
    assert shape(translated(tmp_path, english, french, set())) == [
        *("a", ("x = 1", 0)),
        *("b", ("y = 3", 1)),
        *("c", ("z = 4", 2)),
    ]


def test_a_cell_that_came_later_is_shown_and_one_that_went_is_not(tmp_path: Path) -> None:
    english = cell("x = 1") + cell("new = 2") + "B\n\n" + cell("z = 4")
    french = cell("x = 1") + "b\n\n" + cell("z = 4") + cell("old = 5") + "c\n"
    assert shape(translated(tmp_path, english, french, set()))[1:] == [
        ("x = 1", 0),
        ("new = 2", 1),
        "b",
        ("z = 4", 2),
        "c",
    ]
