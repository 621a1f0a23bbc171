"""Tables of objects: column name → values, one row per object; the column "event" says whose."""

from typing import TypeAlias

import numpy as np

from build_tools.detector.constants import Booleans, Floats, Integers

Table: TypeAlias = dict[str, np.ndarray]


def rows(table: Table, chosen: np.ndarray) -> Table:
    """The table at the chosen rows: a mask, or row numbers."""
    return {name: column[chosen] for name, column in table.items()}


def joined(*tables: Table) -> Table:
    """The rows of several tables with the same columns, one after the other."""
    return {
        name: np.concatenate([table[name] for table in tables]).astype(tables[0][name].dtype)
        for name in tables[0]
    }


def ordered(table: Table) -> Table:
    """The rows by event, then by falling pT."""
    return rows(table, np.lexsort((-table["pt"], table["event"])))


def pairs(left: Integers, right: Integers) -> tuple[Integers, Integers]:
    """All pairs of rows (of the left, of the right table) in the same event.

    The two are columns of event numbers; the right one ascends.
    """
    first = np.searchsorted(right, left, "left")
    count = np.searchsorted(right, left, "right") - first
    of_left = np.repeat(np.arange(len(left)), count)
    within = np.arange(len(of_left)) - np.repeat(np.cumsum(count) - count, count)
    return of_left, np.repeat(first, count) + within


def wrap(angle: Floats) -> Floats:
    """Bring an angle into −π to π."""
    return np.mod(angle + np.pi, 2.0 * np.pi) - np.pi


def distance(first: Table, second: Table, i: Integers, j: Integers) -> Floats:
    """ΔR between rows i of one table and rows j of another."""
    result: Floats = np.hypot(
        first["eta"][i] - second["eta"][j], wrap(first["phi"][i] - second["phi"][j])
    )
    return result


def near(table: Table, others: Table, within: float) -> Booleans:
    """Tell which objects lie within a ΔR of one of the others, in the same event.

    The others are ordered by event.
    """
    i, j = pairs(table["event"], others["event"])
    close = distance(table, others, i, j) < within
    return np.bincount(i[close], minlength=len(table["event"])) > 0


def sum_vectors(event: Integers, size: Floats, phi: Floats, count: int) -> tuple[Floats, Floats]:
    """Sum of the objects' transverse vectors in each event: components x and y."""
    return sum_of(event, size * np.cos(phi), count), sum_of(event, size * np.sin(phi), count)


def sum_of(event: Integers, values: np.ndarray, count: int) -> Floats:
    """Sum of a column in each event."""
    return np.bincount(event, values, count).astype(np.float64)


def any_of(event: Integers, count: int) -> Booleans:
    """Tell which events have at least one row."""
    return np.bincount(event, minlength=count) > 0


def product(event: Integers, factor: Floats, count: int) -> Floats:
    """Product of the objects' factors in each event; 1 where there is none."""
    result = np.ones(count)
    np.multiply.at(result, event, factor)
    return result
