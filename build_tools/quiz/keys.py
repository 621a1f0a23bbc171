"""Keys from the analysis: expressions over glued values become numbers and right options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.localisation.expressions import ExpressionError, holds, number
from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.quiz.model import (
    CHOICES,
    Amount,
    Kind,
    Measure,
    NumberKey,
    Option,
    Quiz,
    TextKey,
)
from build_tools.quiz.units import UnitError, worth

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from build_tools.localisation.expressions import Value
    from build_tools.pages.bundle import Glued


class _Keys:
    """What the keys of one page are computed from."""

    def __init__(
        self,
        path: Path,
        values: Mapping[str, Value],
        glued: Mapping[str, Glued],
        bins: Mapping[str, tuple[float, ...]],
    ) -> None:
        self.path = path
        self.values = values
        self.glued = glued
        self.bins = bins
        self.problems: list[Diagnostic] = []

    def problem(self, line: int, message: str) -> None:
        self.problems.append(Diagnostic(self.path, line, Code.QUIZ, message))


def compute(
    quiz: Quiz,
    path: Path,
    values: Mapping[str, Value],
    glued: Mapping[str, Glued],
    bins: Mapping[str, tuple[float, ...]],
) -> tuple[Quiz, list[Diagnostic]]:
    """The question with its key computed, and what contradicts the analysis.

    ``values`` are what expressions can name, ``glued`` the same with their units, ``bins`` the
    widths of the bins of each named figure.
    """
    keys = _Keys(path, values, glued, bins)
    if quiz.check:
        _checked(keys, quiz)
    if quiz.figure and quiz.figure not in bins:
        known = ", ".join(sorted(bins)) or "none that has a name"
        keys.problem(
            quiz.line,
            f"no figure of this page is called “{quiz.figure}”; there are {known}"
            " (`figure: {name: …}` in the options of the cell that shows it)",
        )
        return quiz, keys.problems
    done = quiz.model_copy(
        update={
            "options": tuple(_option(keys, option) for option in quiz.options),
            "answers": tuple(
                answer.model_copy(update={"key": _key(keys, answer.key, quiz)})
                for answer in quiz.answers
            ),
            "blanks": tuple(_key(keys, blank, quiz) for blank in quiz.blanks),
        }
    )
    if not keys.problems:
        _one_right(keys, done)
    return done, keys.problems


def _checked(keys: _Keys, quiz: Quiz) -> None:
    try:
        if not holds(quiz.check, keys.values):
            keys.problem(
                quiz.line,
                f"the key of “{quiz.name}” contradicts the analysis: `{quiz.check}` does not hold"
                f" on these data ({_named(keys, quiz.check)}); correct the key, or compute it",
            )
    except ExpressionError as error:
        keys.problem(quiz.line, f"`:check: {quiz.check}`: {error}")


def _named(keys: _Keys, expression: str) -> str:
    """The values that an expression names, to be read in an error."""
    from build_tools.localisation.expressions import names_in  # noqa: PLC0415

    return ", ".join(f"{name} = {keys.values[name]}" for name in sorted(names_in(expression)))


def _option(keys: _Keys, option: Option) -> Option:
    if not option.condition:
        return option
    try:
        return option.model_copy(update={"right": holds(option.condition, keys.values)})
    except ExpressionError as error:
        keys.problem(option.line, f"`[? {option.condition}]`: {error}")
        return option


def _one_right(keys: _Keys, quiz: Quiz) -> None:
    """On these data, the options have a right one, and no more than can be chosen."""
    if quiz.kind not in CHOICES:
        return
    right = [option for option in quiz.options if option.right]
    if not right:
        keys.problem(quiz.line, "on these data no option is right; look at their conditions")
    elif quiz.kind is not Kind.MULTIPLE and len(right) > 1:
        keys.problem(right[1].line, "on these data this is a second right option; only one can be")


def _key(keys: _Keys, key: NumberKey | TextKey | None, quiz: Quiz) -> NumberKey | TextKey | None:
    if not isinstance(key, NumberKey):
        return key
    glued = keys.glued.get(key.value.expression)
    if glued and key.unit == "%" and glued.unit not in {"", "%"}:
        # `{peak} ± 10 %`, where the peak is in GeV: ten per cent of it
        key = key.model_copy(update={"unit": "", "measure": Measure.RELATIVE})
    update: dict[str, object] = {}
    try:
        unit = key.unit or (glued.unit if glued else "")
        scale = worth(glued.unit, unit) if glued and glued.unit and unit else 1.0
        for name in ("value", "upper", "tolerance"):
            amount = getattr(key, name)
            if amount is None or not amount.expression:
                continue
            own = keys.glued.get(amount.expression)
            factor = worth(own.unit, unit) if own and own.unit and unit else 1.0
            size = number(amount.expression, keys.values) * (factor if own else 1.0)
            update[name] = Amount(number=size)
        if unit:
            worth(unit, unit)
        update["unit"] = unit
        if glued and scale == 1.0:
            update["digits"] = glued.digits
    except (ExpressionError, UnitError) as error:
        keys.problem(key.line, f"this key cannot be computed: {error}")
        return key
    done = key.model_copy(update=update)
    if done.measure is Measure.BINS:
        done = _in_bins(keys, done, quiz)
    if done.low > done.high:
        keys.problem(key.line, "on these data the range ends before it begins")
    return done


def _in_bins(keys: _Keys, key: NumberKey, quiz: Quiz) -> NumberKey:
    """A tolerance in bins, as a number: the figure's axis is in the key's unit."""
    widths = keys.bins.get(quiz.figure, ())
    if not quiz.figure or key.tolerance is None:
        keys.problem(key.line, "a tolerance in bins needs `:figure:`, the figure with these bins")
    elif len(widths) != 1:
        keys.problem(
            key.line,
            f"the figure “{quiz.figure}” has no bars of one width; write the tolerance as a number",
        )
    else:
        tolerance = Amount(number=key.tolerance.number * widths[0])
        return key.model_copy(update={"tolerance": tolerance, "measure": Measure.ABSOLUTE})
    return key
