"""Data files with the line of everything in them, so that an error can say where it is."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from build_tools.pages.diagnostics import Code, Diagnostic, LessonError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

#: A place in the data: keys and positions from the outside in.
Place = tuple[str | int, ...]

_STR = "tag:yaml.org,2002:str"
_DEEPEST = 20
"""Levels of nesting; more are no data that a person wrote."""


@dataclass(frozen=True)
class Document:
    """Data as it was written, and the 1-based line of each key and item in its file."""

    path: Path
    data: Any
    lines: Mapping[Place, int]

    def problem(self, place: Place, message: str) -> Diagnostic:
        """A problem at a place: the line of the innermost part of it that is in the file."""
        known = place
        while known and known not in self.lines:
            known = known[:-1]
        at = "/" + "/".join(map(str, place))
        return Diagnostic(self.path, self.lines.get(known, 1), Code.CATALOGUE, f"{message} @ {at}")


def read_yaml(path: Path, root: Path) -> Document:
    """A YAML file; ``path`` is relative to the project ``root``. Raises LessonError."""
    return parse_yaml(_text(path, root), path)


def parse_yaml(text: str, path: Path, first_line: int = 1) -> Document:
    """Data from YAML that starts on ``first_line`` of a file.

    Plain data only: keys are texts and stand once, and nothing refers to anything else, so that
    neither a typing error nor bad will can hide. Raises LessonError.
    """

    def refuse(line: int, message: str) -> LessonError:
        return LessonError(Diagnostic(path, line + first_line, Code.CATALOGUE, message))

    lines: dict[Place, int] = {}
    try:
        _check_plain(text, refuse)
        loader = yaml.SafeLoader(text)
        tree = loader.get_single_node()
        data = _construct(loader, tree, (), lines, refuse) if tree is not None else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or error
        raise refuse(mark.line if mark else 0, f"not YAML: {said}") from None
    return Document(path, data, {place: line + first_line for place, line in lines.items()})


def _check_plain(text: str, refuse: Callable[[int, str], LessonError]) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise refuse(line, "`&` and `*` are not used here; write the data out")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise refuse(line, f"brackets inside brackets, more than {_DEEPEST} deep")


def _construct(
    loader: yaml.SafeLoader,
    node: yaml.Node,
    place: Place,
    lines: dict[Place, int],
    refuse: Callable[[int, str], LessonError],
) -> Any:
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line
            if key.tag != _STR:
                raise refuse(line, f"`{key.value}` is not a text to YAML; put it between quotes")
            if key.value in found:
                at = "/".join(map(str, (*place, key.value)))
                raise refuse(line, f"`{key.value}` stands twice; take one out @ /{at}")
            lines[*place, key.value] = line
            found[key.value] = _construct(loader, value, (*place, key.value), lines, refuse)
        return found
    if isinstance(node, yaml.SequenceNode):
        items = []
        for number, value in enumerate(node.value):
            lines[*place, number] = value.start_mark.line
            items.append(_construct(loader, value, (*place, number), lines, refuse))
        return items
    return loader.construct_object(node)


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
