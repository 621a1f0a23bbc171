"""PDF files in a page's box of downloads."""

from __future__ import annotations

from build_tools.printing.offer import with_sheets

OTHER = '<li><a href="../downloads/lessons/z.zip" download>All</a> (ZIP, 1 kB)</li>'
WORKSHEET = '<li><a href="../print/lessons/z-worksheet.pdf" download>Sheet</a> (PDF, A4, 1 kB)</li>'
BOOKLET = '<li><a href="../print/course-booklet.pdf" download>Booklet</a> (PDF, A4, 2 MB)</li>'


def page(*items: str) -> str:
    box = f'<details class="downloads d-print-none"><summary>x</summary><ul>{"".join(items)}</ul>'
    return f"<ul><li>first</li></ul>{box}</details><ul><li>last</li></ul>"


def test_sheets_come_before_the_other_files() -> None:
    assert with_sheets(page(OTHER), [WORKSHEET, BOOKLET]) == page(WORKSHEET, BOOKLET, OTHER)


def test_those_of_last_time_go() -> None:
    assert with_sheets(page(WORKSHEET, BOOKLET, OTHER), [BOOKLET]) == page(BOOKLET, OTHER)
    assert with_sheets(page(WORKSHEET, OTHER), []) == page(OTHER)


def test_a_page_without_a_box_stays() -> None:
    assert with_sheets("<ul><li>x</li></ul>", [WORKSHEET]) == "<ul><li>x</li></ul>"
