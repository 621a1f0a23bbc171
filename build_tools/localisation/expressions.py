"""Expressions over a page's glued values, such as ``peak_mass > 80 and not recorded``.

Conditions in the prose and keys of quizzes use them. They are read as Python's syntax, but nothing
of Python is run: what is not in the short list below is refused.

================  ====================================================================
numbers, texts    ``91.2``, ``1e3``, ``"muons"``, ``True``, ``False``
values            ``mass``; its uncertainty is ``mass.uncertainty``
arithmetic        ``+ - * / // % **``, ``abs``, ``round``, ``min``, ``max``, ``sqrt``
comparisons       ``< <= == != > >=``, also chained: ``80 < mass < 100``
logic             ``and``, ``or``, ``not``, ``a if condition else b``
================  ====================================================================
"""

from __future__ import annotations

import ast
import math
import operator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from build_tools.pages.bundle import PageBundle

Value = bool | int | float | str

#: Words that every page knows beside its glued values; no value may be glued under them.
PAGE_WORDS: Final = frozenset({"recorded", "simulated"})

#: Longer ones are a mistake, or an attempt to keep the build busy.
_LONGEST: Final = 500
_LARGEST: Final = 10.0**300
_LARGEST_POWER: Final = 1000
_NO_ROOT: Final = "the root of a negative number is not a number here"

_ARITHMETIC: Final[dict[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
_ORDER: Final[dict[type[ast.cmpop], Callable[[float, float], bool]]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_FUNCTIONS: Final[dict[str, tuple[int, int]]] = {  #: name → fewest and most arguments
    "abs": (1, 1),
    "round": (1, 2),
    "min": (1, 20),
    "max": (1, 20),
    "sqrt": (1, 1),
}


class ExpressionError(ValueError):
    """An expression that cannot be worked out; says why, in words for its author."""


class UnknownName(ExpressionError):  # noqa: N818  it names what is wrong
    """A name under which no cell of the page has glued a value."""

    def __init__(self, name: str, known: Mapping[str, Value]) -> None:
        names = ", ".join(sorted(name for name in known if "." not in name))
        super().__init__(f"“{name}” is no value of this page; there are {names or 'none'}")
        self.name = name


def page_values(bundle: PageBundle) -> dict[str, Value]:
    """What expressions of a page can name: its glued values, ``recorded`` and ``simulated``.

    The uncertainty of ``mass`` is under ``mass.uncertainty``. Values are the same in every
    language, texts apart.
    """
    values: dict[str, Value] = {}
    for name, glued in bundle.glued.items():
        values[name] = glued.value
        if glued.uncertainty is not None:
            values[f"{name}.uncertainty"] = glued.uncertainty
    return values | {"recorded": bundle.recorded, "simulated": not bundle.recorded}


def evaluate(text: str, values: Mapping[str, Value]) -> Value:
    """The value of an expression.

    Raises UnknownName for a name that is not among ``values`` and ExpressionError for anything
    else that cannot be worked out, numbers that are not finite included.
    """
    try:
        return _value(_parsed(text).body, values)
    except ZeroDivisionError:
        message = "it divides by zero"
        raise ExpressionError(message) from None
    except OverflowError:
        message = "a number in it is too large"
        raise ExpressionError(message) from None


def number(text: str, values: Mapping[str, Value]) -> float | int:
    """The value of an expression that must be a number. Raises ExpressionError."""
    return _number(evaluate(text, values), text)


def holds(text: str, values: Mapping[str, Value]) -> bool:
    """The value of an expression that must be true or false. Raises ExpressionError."""
    return _truth(evaluate(text, values), text)


def names_in(text: str) -> frozenset[str]:
    """The names of an expression, whether or not there are such values. Raises ExpressionError."""
    nodes = list(ast.walk(_parsed(text)))
    functions = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    return frozenset(
        node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in functions
    )


def _parsed(text: str) -> ast.Expression:
    if len(text) > _LONGEST:
        message = f"it is longer than {_LONGEST} characters"
        raise ExpressionError(message)
    try:
        return ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        message = "it is not written as an expression, such as `mass > 80`"
        raise ExpressionError(message) from None


def _value(  # noqa: C901, PLR0911  one case a construct
    node: ast.expr, values: Mapping[str, Value]
) -> Value:
    match node:
        case ast.Constant(value=bool() | int() | float() | str() as value):
            return value
        case ast.Name(id=name):
            return _named(name, values)
        case ast.Attribute(value=ast.Name(id=name), attr="uncertainty"):
            if name in values and f"{name}.uncertainty" not in values:
                message = f"“{name}” was glued without an uncertainty"
                raise ExpressionError(message)
            return _named(f"{name}.uncertainty", values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _truth(_value(operand, values), ast.unparse(operand))
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            size = _number(_value(operand, values), ast.unparse(operand))
            return -size if isinstance(sign, ast.USub) else size
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            return _computed(op, _operand(left, values), _operand(right, values))
        case ast.BoolOp(op=op, values=parts):
            whole = isinstance(op, ast.And)
            truths = (_truth(_value(part, values), ast.unparse(part)) for part in parts)
            return all(truths) if whole else any(truths)
        case ast.Compare():
            return _compared(node, values)
        case ast.IfExp(test=test, body=body, orelse=other):
            holds = _truth(_value(test, values), ast.unparse(test))
            return _value(body if holds else other, values)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            return _called(name, [_operand(argument, values) for argument in arguments])
    message = f"`{ast.unparse(node)}` is not allowed in it"
    raise ExpressionError(message)


def _named(name: str, values: Mapping[str, Value]) -> Value:
    if name not in values:
        raise UnknownName(name, values)
    value = values[name]
    if isinstance(value, float) and not math.isfinite(value):
        message = f"“{name}” is not a finite number"
        raise ExpressionError(message)
    return value


def _operand(node: ast.expr, values: Mapping[str, Value]) -> float | int:
    return _number(_value(node, values), ast.unparse(node))


def _number(value: Value, text: str) -> float | int:
    if isinstance(value, bool | str):
        message = f"`{text}` is {_kind(value)}, but a number is needed there"
        raise ExpressionError(message)
    return value


def _truth(value: Value, text: str) -> bool:
    if not isinstance(value, bool):
        message = f"`{text}` is {_kind(value)}, but True or False is needed there"
        raise ExpressionError(message)
    return value


def _kind(value: Value) -> str:
    if isinstance(value, bool):
        return "True or False"
    return "a text" if isinstance(value, str) else "a number"


def _computed(op: ast.operator, left: float, right: float) -> float | int:
    if isinstance(op, ast.Pow) and abs(right) > _LARGEST_POWER:
        raise OverflowError
    if isinstance(op, ast.Pow) and left < 0 and right != int(right):
        raise ExpressionError(_NO_ROOT)
    result = _ARITHMETIC[type(op)](left, right)
    if not abs(result) <= _LARGEST:
        raise OverflowError
    return result


def _compared(node: ast.Compare, values: Mapping[str, Value]) -> bool:
    sides = [node.left, *node.comparators]
    own = [_value(side, values) for side in sides]
    result = True
    for at, op in enumerate(node.ops):
        left, right = own[at], own[at + 1]
        if isinstance(op, ast.Eq | ast.NotEq):
            if _kind(left) != _kind(right):
                message = f"it compares {_kind(left)} with {_kind(right)}"
                raise ExpressionError(message)
            result &= (left == right) is isinstance(op, ast.Eq)
        elif type(op) in _ORDER:
            a = _number(left, ast.unparse(sides[at]))
            b = _number(right, ast.unparse(sides[at + 1]))
            result &= _ORDER[type(op)](a, b)
        else:
            message = "it compares with `in` or `is`; use < <= == != > >="
            raise ExpressionError(message)
    return result


def _called(name: str, arguments: list[float | int]) -> float | int:
    fewest, most = _FUNCTIONS[name]
    if not fewest <= len(arguments) <= most:
        message = f"`{name}` takes {fewest if fewest == most else f'{fewest} to {most}'} numbers"
        raise ExpressionError(message)
    if name == "sqrt":
        if arguments[0] < 0:
            raise ExpressionError(_NO_ROOT)
        return math.sqrt(arguments[0])
    if name == "round":
        return round(arguments[0], int(arguments[1]) if len(arguments) > 1 else None)
    functions: dict[str, Callable[[list[float]], float]] = {"abs": _size, "min": min, "max": max}
    return functions[name](arguments)


def _size(numbers: list[float]) -> float:
    return abs(numbers[0])
