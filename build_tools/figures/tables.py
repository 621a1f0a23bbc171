"""The numbers of a figure or of a data frame as a table of texts in one language.

Pure. A ``Table`` holds texts, not markup; ``markup.py`` prints it.
"""

from __future__ import annotations

import html
import math
import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from build_tools.figures.model import axis_title, title_text, values
from build_tools.figures.numerals import NOTHING, column, punctuated
from build_tools.localisation.numbers import format_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from build_tools.figures.model import Figure

_MOST_ROWS: Final = 200
"""More rows than this are thinned: nobody reads them, and every page has a weight budget."""
_TAG: Final = re.compile(r"<[^<>]+>")
_IS_NUMBER: Final = re.compile(r"[+\-\u2212]?\d[\d,]*(\.\d*)?([eE][+-]?\d+)?")


@dataclass(frozen=True)
class Words:
    """The words that tables need, in the page's language."""

    source: str = "From"
    target: str = "To"
    value: str = "Value"
    label: str = "Label"
    uncertainty: str = "Uncertainty"
    thinned: str = "One row in {step} is shown."
    left_out: str = "The first and the last {ends} of {total} rows are shown."


@dataclass(frozen=True)
class Column:
    """A column's heading, and whether its cells are numbers (aligned to the right)."""

    heading: str
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """Texts in columns. The first ``headers`` cells of a row name the row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    headers: int = 0
    title: str = ""
    note: str = ""


def frame_table(payload: dict[str, Any], language: str, words: Words | None = None) -> Table:
    """A data frame as the kernel describes it (``model.mime.TABLE``).

    ``{"columns": [{"name", "numeric"}], "index": {"names", "show"}, "rows": [[cell, ...]]}``: a row
    holds the index cells, when they are shown, then the others, all as pandas prints them. Rows
    that are left out are marked with dots, and counted in a note. Raises ``ValueError`` when a row
    has another number of cells than there are headings.
    """
    words = words or Words()
    index = payload.get("index") or {}
    names = [str(name or "") for name in index.get("names", [])] if index.get("show") else []
    rows = [[str(cell) for cell in row] for row in payload["rows"]]
    columns = [
        *(Column(name, numeric=_all_numbers(rows, at)) for at, name in enumerate(names)),
        *(Column(str(entry["name"]), bool(entry["numeric"])) for entry in payload["columns"]),
    ]
    for number, row in enumerate(rows):
        if len(row) != len(columns):
            message = f"row {number} has {len(row)} cells, but there are {len(columns)} headings"
            raise ValueError(message)
    cells = [
        punctuated([row[at] for row in rows], language)
        if heading.numeric
        else [row[at] for row in rows]
        for at, heading in enumerate(columns)
    ]
    body = tuple(zip(*cells, strict=True))
    note = ""
    if left_out := payload.get("left_out"):
        after, total = int(left_out["after"]), int(left_out["total"])
        body = (*body[:after], tuple("…" for _ in columns), *body[after:])
        note = words.left_out.format(
            ends=format_number(after, language), total=format_number(total, language)
        )
    return Table(tuple(columns), body, headers=len(names), note=note)


def _all_numbers(rows: Sequence[Sequence[str]], at: int) -> bool:
    return bool(rows) and all(_IS_NUMBER.fullmatch(row[at]) for row in rows)


def data_tables(figure: Figure, language: str, words: Words | None = None) -> tuple[Table, ...]:
    """The values that a figure shows.

    Traces over the same positions share a table, one column each, so that a stacked histogram with
    its data points is one table. Matrices and flows have tables of their own. Traces whose values
    Plotly computes itself (``histogram``, ``box``, ``violin``) have none: their raw data would
    fill the page.
    """
    words = words or Words()
    layout = figure.get("layout") or {}
    traces = [
        trace
        for trace in figure.get("data") or []
        if trace.get("visible") not in {False, "legendonly"}
    ]
    series: list[_Series] = []
    tables: list[Table] = []
    for trace in traces:
        kind = trace.get("type", "scatter")
        if kind in {"bar", "scatter", "scattergl", "funnel"}:
            series.append(_series(trace, layout))
        elif kind in {"heatmap", "contour"}:
            tables.append(_matrix(trace, layout, language))
        elif kind == "sankey":
            tables.append(_flows(trace, language, words))
        elif kind == "pie":
            tables.append(_shares(trace, language, words))
    grouped = [_series_table(group, language, words) for group in _shared_positions(series)]
    return tuple(_thinned(table, words) for table in [*grouped, *tables] if table.rows)


def plain(text: Any) -> str:
    """A Plotly label without its markup: ``m<sub>4ℓ</sub>`` is ``m4ℓ``, a line break a space."""
    broken = re.sub(r"<br\s*/?>", " ", str(text))
    return " ".join(html.unescape(_TAG.sub("", broken)).split())


@dataclass(frozen=True)
class _Series:
    """One trace of points or bars, along its axis of positions."""

    name: str
    positions: tuple[Any, ...]
    numbers: tuple[Any, ...]
    position_title: str
    value_title: str
    logarithmic: bool = False  #: the axis of the numbers
    edges: tuple[tuple[float, float], ...] = ()
    spread: tuple[float | None, ...] = ()
    above: tuple[float | None, ...] = ()
    below: tuple[float | None, ...] = ()

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Positions as they are compared between traces."""
        # Twelve digits: bin centres computed in two ways differ in the last ones.
        return tuple(f"{p:.12g}" if _is_number(p) else str(p) for p in self.positions)

    @property
    def heading(self) -> str:
        return self.name or self.value_title


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _series(trace: dict[str, Any], layout: dict[str, Any]) -> _Series:
    along, across = ("y", "x") if trace.get("orientation") == "h" else ("x", "y")
    axis = {letter: f"{letter}axis{trace.get(f'{letter}axis', letter)[1:]}" for letter in "xy"}
    numbers = values(trace.get(across))
    positions = _labels(values(trace.get(along))) or _counted(trace, along, len(numbers))
    count = min(len(positions), len(numbers))
    positions, numbers = positions[:count], numbers[:count]
    below, above = _errors(trace.get(f"error_{across}"), numbers)
    _, spread = _errors(trace.get(f"error_{along}"), positions)
    return _Series(
        name=plain(trace.get("name") or ""),
        positions=tuple(positions),
        numbers=tuple(numbers),
        position_title=plain(axis_title(layout, axis[along])),
        value_title=plain(axis_title(layout, axis[across])) or across,
        logarithmic=(layout.get(axis[across]) or {}).get("type") == "log",
        edges=_edges(trace, positions),
        spread=tuple(spread),
        below=tuple(below),
        above=tuple(above),
    )


def _labels(positions: list[Any]) -> list[Any]:
    """Positions in one list, for an axis of two levels also."""
    if len(positions) == 2 and all(isinstance(level, (list, dict)) for level in positions):  # noqa: PLR2004
        outer, inner = (values(level) for level in positions)
        return [f"{a}, {b}" for a, b in zip(outer, inner, strict=False)]
    return positions


def _counted(trace: dict[str, Any], along: str, count: int) -> list[Any]:
    start, step = trace.get(f"{along}0", 0), trace.get(f"d{along}", 1)
    return [start + step * number for number in range(count)]


def _edges(trace: dict[str, Any], positions: list[Any]) -> tuple[tuple[float, float], ...]:
    """Bin edges, when bars with a width stand on numbers."""
    given = trace.get("width")
    if trace.get("type") != "bar" or given is None or not all(map(_is_number, positions)):
        return ()
    widths = [given] * len(positions) if _is_number(given) else values(given)
    shift = trace.get("offset")
    shifts = [shift] * len(positions) if _is_number(shift) else values(shift)
    if len(widths) != len(positions):
        return ()
    starts = [
        position + (shifts[at] if shifts else -wide / 2)
        for at, (position, wide) in enumerate(zip(positions, widths, strict=True))
    ]
    return tuple((start, start + wide) for start, wide in zip(starts, widths, strict=True))


def _errors(
    given: dict[str, Any] | None, numbers: Sequence[Any]
) -> tuple[list[float | None], list[float | None]]:
    """Lengths of the error bars below and above each number."""
    if not given or given.get("visible") is False:
        return [], []
    kind = given.get("type") or ("data" if "array" in given else "percent")
    if kind == "data":
        above = _padded(values(given.get("array")), len(numbers))
        minus = values(given.get("arrayminus")) if given.get("symmetric") is not True else []
        return (_padded(minus, len(numbers)) if minus else above), above
    size = float(given.get("value", 10))
    known = [number if _is_number(number) else None for number in numbers]
    if kind == "sqrt":
        above = [None if n is None else math.sqrt(abs(n)) for n in known]
        return above, above
    minus_size = float(given.get("valueminus", size)) if not given.get("symmetric") else size
    return tuple(  # type: ignore[return-value]
        [None if n is None else abs(n) * part / 100 if kind == "percent" else part for n in known]
        for part in (minus_size, size)
    )


def _padded(numbers: list[Any], count: int) -> list[Any]:
    return [*numbers, *[None] * count][:count]


def _shared_positions(series: Sequence[_Series]) -> list[list[_Series]]:
    """Series in groups that can share their positions: equal ones, or some of another's."""
    groups: list[list[_Series]] = []
    for one in series:
        keys = set(one.keys)
        for group in groups:
            known = set().union(*(other.keys for other in group))
            unique = all(len(set(s.keys)) == len(s.keys) for s in [one, *group])
            if (
                unique
                and len({s.position_title for s in [one, *group]} - {""}) <= 1
                and (keys <= known or keys >= known)
            ):
                group.append(one)
                break
        else:
            groups.append([one])
    return groups


def _series_table(group: Sequence[_Series], language: str, words: Words) -> Table:
    longest = max(group, key=lambda one: len(one.keys))
    binned = max(group, key=lambda one: len(one.edges))
    # Panels above one another name their common axis once.
    title = next(filter(None, (one.position_title for one in group)), "x")
    columns = [Column(title, numeric=all(map(_is_number, longest.positions)))]
    cells = [_positions(longest, binned, language)]
    titles = {one.value_title for one in group}
    for one in group:
        places = {key: at for at, key in enumerate(one.keys)}
        # Alone, a series may have a position twice.
        order = [at if len(group) == 1 else places.get(key) for at, key in enumerate(longest.keys)]
        heading = (
            one.heading if len(titles) == 1 or not one.name else (f"{one.name}: {one.value_title}")
        )
        columns.append(Column(heading, numeric=all(map(_is_number, filter(_known, one.numbers)))))
        own = one.logarithmic
        cells.append(_texts(_taken(one.numbers, order), language, own_digits=own))
        if one.above:
            columns.append(
                Column(f"± {heading}" if len(group) > 1 else words.uncertainty, numeric=True)
            )
            below, above = _taken(one.below, order), _taken(one.above, order)
            cells.append(_error_texts(below, above, language, own_digits=own))
    title = next(iter(titles)) if len(titles) == 1 and any(one.name for one in group) else ""
    return Table(tuple(columns), tuple(zip(*cells, strict=True)), headers=1, title=title)


def _known(value: Any) -> bool:
    return value is not None


def _taken(items: Sequence[Any], order: Sequence[int | None]) -> list[Any]:
    return [None if at is None else items[at] for at in order]


def _positions(one: _Series, binned: _Series, language: str) -> list[str]:
    """Texts of the first column; they keep their digits, since rows are told apart by them."""
    if binned.edges:
        edges = dict(zip(binned.keys, binned.edges, strict=True))
        if all(key in edges for key in one.keys):
            low = _texts([edges[key][0] for key in one.keys], language, own_digits=True)
            high = _texts([edges[key][1] for key in one.keys], language, own_digits=True)
            return _ranges(low, high)
    texts = _texts(one.positions, language, own_digits=True)
    if one.spread and all(_is_number(size) for size in one.spread):
        sizes = column(one.spread, language, own_digits=True)
        return [f"{text} ± {size}" for text, size in zip(texts, sizes, strict=True)]
    return texts


def _ranges(low: Sequence[str], high: Sequence[str]) -> list[str]:
    return [f"{a}\u202f–\u202f{b}" for a, b in zip(low, high, strict=True)]


def _texts(items: Sequence[Any], language: str, *, own_digits: bool) -> list[str]:
    if all(_is_number(item) for item in items if item is not None):
        return column(items, language, own_digits=own_digits)
    return [NOTHING if item is None else plain(item) for item in items]


def _error_texts(
    below: Sequence[float | None],
    above: Sequence[float | None],
    language: str,
    *,
    own_digits: bool,
) -> list[str]:
    up = column(above, language, digits=3, own_digits=own_digits)
    if list(below) == list(above):
        return up
    down = column(below, language, digits=3, own_digits=own_digits)
    return [f"+{u}\u00a0\u2212{d}" for u, d in zip(up, down, strict=True)]


def _matrix(trace: dict[str, Any], layout: dict[str, Any], language: str) -> Table:
    rows = [values(row) for row in values(trace.get("z"))]
    wide = max((len(row) for row in rows), default=0)
    axes = {letter: f"{letter}axis{trace.get(f'{letter}axis', letter)[1:]}" for letter in "xy"}
    across = _matrix_labels(trace, "x", wide, language)
    down = _matrix_labels(trace, "y", len(rows), language)
    flat = column([n for row in rows for n in _padded(row, wide)], language)
    x_title, y_title = (plain(axis_title(layout, axes[letter])) or letter for letter in "xy")
    bar = trace.get("colorbar") or (layout.get(trace.get("coloraxis", "")) or {}).get("colorbar")
    return Table(
        columns=(
            Column(f"{y_title} ↓ {x_title} →"),
            *(Column(label, numeric=True) for label in across),
        ),
        rows=tuple((label, *flat[at * wide : (at + 1) * wide]) for at, label in enumerate(down)),
        headers=1,
        title=plain(title_text((bar or {}).get("title")) or trace.get("name") or ""),
    )


def _matrix_labels(trace: dict[str, Any], letter: str, count: int, language: str) -> list[str]:
    """Labels of the cells along one side; ranges when their edges are given."""
    items = values(trace.get(letter)) or _counted(trace, letter, count)
    given = _texts(items, language, own_digits=True)
    return _ranges(given[:-1], given[1:]) if len(given) == count + 1 else given[:count]


def _flows(trace: dict[str, Any], language: str, words: Words) -> Table:
    names = [plain(label) for label in values((trace.get("node") or {}).get("label"))]
    link = trace.get("link") or {}
    ends = zip(values(link.get("source")), values(link.get("target")), strict=False)
    flows = column(values(link.get("value")), language, own_digits=True)
    unit = str(trace.get("valuesuffix") or "").strip()
    return Table(
        columns=(
            Column(words.source),
            Column(words.target),
            Column(f"{words.value} ({unit})" if unit else words.value, numeric=True),
        ),
        rows=tuple(
            (_node(names, start), _node(names, end), size)
            for (start, end), size in zip(ends, flows, strict=False)
        ),
        title=plain(trace.get("name") or ""),
    )


def _node(names: Sequence[str], at: Any) -> str:
    return names[int(at)] if int(at) < len(names) else str(at)


def _shares(trace: dict[str, Any], language: str, words: Words) -> Table:
    labels = [plain(label) for label in values(trace.get("labels"))]
    sizes = column(values(trace.get("values")), language, own_digits=True)
    return Table(
        columns=(Column(words.label), Column(words.value, numeric=True)),
        rows=tuple(zip(labels, sizes, strict=False)),
        headers=1,
        title=plain(trace.get("name") or ""),
    )


def _thinned(table: Table, words: Words) -> Table:
    if len(table.rows) <= _MOST_ROWS:
        return table
    step = math.ceil(len(table.rows) / (_MOST_ROWS / 2))
    return replace(table, rows=table.rows[::step], note=words.thinned.format(step=step))
