"""Data files of the catalogue, read with the line of everything in them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from build_tools.pages.diagnostics import Code, Diagnostic, LessonError
from build_tools.pages.document import Document, Place, parse_yaml

if TYPE_CHECKING:
    from pathlib import Path


def read_yaml(path: Path, root: Path) -> Document:
    """A YAML file; ``path`` is relative to the project ``root``. Raises LessonError."""
    return parse_yaml(_text(path, root), path)


def read_csv(path: Path, root: Path) -> tuple[Document, list[str]]:
    """A CSV file with a heading line, as a list of records of texts, and its headings.

    Empty cells are left out of the records. Raises LessonError when a row has another number of
    cells than there are headings.
    """
    rows = csv.reader(io.StringIO(_text(path, root)), strict=True)
    records: list[dict[str, str]] = []
    lines: dict[Place, int] = {}
    try:
        headings = next(rows, [])
        for row in rows:
            if not any(row):
                continue
            place: Place = (len(records),)
            lines[place] = rows.line_num
            if len(row) != len(headings):
                message = f"this row has {len(row)} cells, but there are {len(headings)} headings"
                raise LessonError(Document(path, None, lines).problem(place, message))
            records.append({h: cell for h, cell in zip(headings, row, strict=True) if cell})
    except csv.Error as error:
        problem = Diagnostic(path, rows.line_num, Code.CATALOGUE, f"not CSV: {error}")
        raise LessonError(problem) from None
    return Document(path, records, lines), headings


def _text(path: Path, root: Path) -> str:
    try:
        return (root / path).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        message = "there is no such file"
    except OSError as error:
        message = f"this file cannot be read: {error.strerror}"
    except UnicodeDecodeError:
        message = "this file is not UTF-8; save it as UTF-8"
    raise LessonError(Diagnostic(path, 0, Code.CATALOGUE, message))
