"""Which events to keep, as a line of text: `lep_n >= 2 and trigE and max(lep_pt) > 25000`.

A small language, read as data: names of branches, numbers, comparisons, `and`, `or`, `not`, the
four operations, and functions that make one value an event out of those of its objects.
"""

from __future__ import annotations

import ast
import functools
import operator
from typing import TYPE_CHECKING, Any

import awkward as ak
import numpy as np

from build_tools.samples.error import SampleError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

_OPERATIONS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
    ast.Not: np.logical_not,
    ast.And: np.logical_and,
    ast.Or: np.logical_or,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
#: Of the values of an event's objects; without objects: no, 0, or never larger or smaller.
_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "any": lambda values: ak.any(values, axis=1),
    "all": lambda values: ak.all(values, axis=1),
    "count": lambda values: ak.sum(values, axis=1) if _is_truth(values) else ak.num(values),
    "sum": lambda values: ak.sum(values, axis=1),
    "max": lambda values: ak.fill_none(ak.max(values, axis=1), -np.inf),
    "min": lambda values: ak.fill_none(ak.min(values, axis=1), np.inf),
    "abs": np.abs,
}


class Selection:
    """A selection that was read and is known to be well formed."""

    def __init__(self, text: str, branches: Collection[str]) -> None:
        """Read it; raises SampleError that shows what is not understood."""
        self.text = text.strip()
        self.names: list[str] = []
        self._tree: ast.expr | None = None
        if not self.text:
            return
        try:
            self._tree = ast.parse(self.text, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise SampleError(f"--where {text!r} is not understood: {error}.") from error
        self._check(self._tree, branches)

    def _check(self, node: ast.expr, branches: Collection[str]) -> None:
        match node:
            case ast.Constant(value=int() | float()):
                parts: list[ast.expr] = []
            case ast.Name(id=name) if name in branches:
                self.names.append(name)
                parts = []
            case ast.Name(id=name):
                raise SampleError(
                    f"--where {self.text!r}: there is no branch called {name}. "
                    "`nox -s data -- describe FILE` lists those of a file."
                )
            case ast.BoolOp(values=parts):
                pass
            case ast.UnaryOp(op=op, operand=operand) if type(op) in _OPERATIONS:
                parts = [operand]
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
                parts = [left, right]
            case ast.Compare(left=left, ops=ops, comparators=others) if all(
                type(op) in _OPERATIONS for op in ops
            ):
                parts = [left, *others]
            case ast.Call(func=ast.Name(id=name), args=[part], keywords=[]) if name in _FUNCTIONS:
                parts = [part]
            case _:
                raise SampleError(
                    f"--where {self.text!r}: {ast.unparse(node)!r} is not understood. There are "
                    "branches, numbers, comparisons, and, or, not, + - * /, and "
                    f"{', '.join(_FUNCTIONS)} of one value."
                )
        for part in parts:
            self._check(part, branches)

    def passed(self, events: Mapping[str, Any] | ak.Array, count: int) -> np.ndarray:
        """Which of ``count`` events to keep; raises SampleError if that is not one answer each."""
        if self._tree is None:
            return np.ones(count, bool)
        try:
            result = self._value(self._tree, events)
            array = np.broadcast_to(ak.to_numpy(result), (count,))
        except (TypeError, ValueError) as error:
            raise SampleError(
                f"--where {self.text!r} is not one answer for each event. Values of objects need a "
                "function, as in max(lep_pt) > 25000 or any(lep_isTightID)."
            ) from error
        if array.dtype != np.bool_:
            raise SampleError(
                f"--where {self.text!r} gives numbers, not yes or no: compare them with something."
            )
        return array

    def _value(self, node: ast.expr, events: Mapping[str, Any] | ak.Array) -> Any:
        def value(part: ast.expr) -> Any:
            return self._value(part, events)

        result: Any
        match node:
            case ast.Constant():
                result = node.value
            case ast.Name():
                result = events[node.id]
            case ast.BoolOp():
                result = functools.reduce(_OPERATIONS[type(node.op)], map(value, node.values))
            case ast.UnaryOp():
                result = _OPERATIONS[type(node.op)](value(node.operand))
            case ast.BinOp():
                result = _OPERATIONS[type(node.op)](value(node.left), value(node.right))
            case ast.Compare():  # a < b < c is a < b and b < c
                values = [value(part) for part in (node.left, *node.comparators)]
                result = functools.reduce(
                    np.logical_and,
                    (
                        _OPERATIONS[type(op)](one, other)
                        for op, one, other in zip(node.ops, values, values[1:], strict=False)
                    ),
                )
            case ast.Call(func=ast.Name(id=name), args=[part]):
                result = _FUNCTIONS[name](value(part))
            case _:
                raise AssertionError(node)
        return result


def _is_truth(values: Any) -> bool:
    return "bool" in str(ak.type(values))
