"""Print a table as HTML. Pure: texts in, text out."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from build_tools.figures.tables import Column, Table


def table_body(table: Table) -> str:
    """Head and body of an HTML table, without the ``table`` element and its caption.

    Every heading has a scope, so that a screen reader can say where it is. Most cells are numbers:
    the others have the class ``text``.
    """
    head = "".join(_heading(column) for column in table.columns)
    body = "\n".join(_row(table, row) for row in table.rows)
    return f"<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}\n</tbody>"


def _heading(column: Column) -> str:
    # An empty heading cell has nothing to announce and is a plain cell.
    if not column.heading:
        return "<td></td>"
    return f'<th scope="col"{_class(column)}>{escape(column.heading)}</th>'


def _row(table: Table, row: tuple[str, ...]) -> str:
    cells = []
    for at, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
        tag, scope = ("th", ' scope="row"') if at < table.headers else ("td", "")
        cells.append(f"<{tag}{scope}{_class(column)}>{escape(cell)}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>"


def _class(column: Column) -> str:
    return "" if column.numeric else ' class="text"'
