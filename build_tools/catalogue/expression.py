"""Arithmetic over facts: ``2 * W.l * W.hadrons``. A page is data, so nothing else is evaluated."""

from __future__ import annotations

import ast
import math
import operator
from typing import TYPE_CHECKING, Final

from build_tools.catalogue.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_OPERATIONS: Final[Mapping[type[ast.operator], Callable[[Quantity, Quantity], Quantity]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_LONGEST: Final = 500
_LARGEST_POWER: Final = 9


class ExpressionError(ValueError):
    """Something that is not arithmetic over known facts; says what, to a person."""


def evaluate(text: str, known: Callable[[str], Quantity]) -> Quantity:
    """The value of an expression of numbers, names, ``+ - * /``, whole powers and brackets.

    ``known`` gives the quantity of a name and raises ExpressionError for one that it does not
    know; so does this function for anything that it does not understand.
    """
    if len(text) > _LONGEST:
        raise ExpressionError(f"longer than {_LONGEST} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError(f"“{text}” is not arithmetic such as `2 * W.l * W.hadrons`") from None
    try:
        result = _value(tree.body, known)
    except ZeroDivisionError:
        raise ExpressionError(f"“{text}” divides by zero") from None
    except OverflowError:
        raise ExpressionError(f"“{text}” is too large a number") from None
    if not math.isfinite(result.value):
        raise ExpressionError(f"“{text}” is not a finite number")
    return result


def _value(node: ast.expr, known: Callable[[str], Quantity]) -> Quantity:
    match node:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float() as number):
            return Quantity(float(number))
        case ast.Name() | ast.Attribute():
            return known(_name(node))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Quantity(0.0) - _value(operand, known)
        case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=int() as exponent)):
            if 0 <= exponent <= _LARGEST_POWER:
                return _value(left, known).power(exponent)
            raise ExpressionError(f"a power is a whole number from 0 to {_LARGEST_POWER}")
        case ast.BinOp(left=left, op=operation, right=right) if type(operation) in _OPERATIONS:
            return _OPERATIONS[type(operation)](_value(left, known), _value(right, known))
    raise ExpressionError(
        f"“{ast.unparse(node)}” is not arithmetic; there are numbers, facts, + - * / ** ( )"
    )


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}"
    raise ExpressionError(f"“{ast.unparse(node)}” is not the name of a fact")
