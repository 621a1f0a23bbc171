"""Whether an answer is right. ``static/quiz.js`` does the same; one table of cases tests both.

A key is plain data; a page has it in short (``short_key``):

``{"kind": "choice", "many": false, "count": 3, "right": [1]}``
    the answer is a list of positions;
``{"kind": "number", "language": "fr", "low": 90.7, "high": 91.7, "units": {"GeV": 1, …},
"foreign": ["s", …], "given": false, "known": [[45.1, 46.1], null]}``
    the answer is what was typed; ``units`` is empty for a bare number, ``known`` are mistakes that
    are foreseen, in their order, ``null`` is any other answer;
``{"kind": "text", "variants": ["positron"], "known": [["proton"], null]}``
    words are folded, see ``folded``;
``{"kind": "blanks", "blanks": [key, …]}``
    the answer is a list of what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from build_tools.quiz.model import CHOICES, NUMBERS, Kind, NumberKey, TextKey
from build_tools.quiz.numerals import read_number
from build_tools.quiz.units import foreign, listed, spelt, unit_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from build_tools.quiz.model import Quiz

Key = dict[str, Any]

#: Share of an end of a range by which rounding in the last digit may miss it.
_SLACK = 1e-9
_ENDS = re.compile(r"^[\s.,;:!?«»“”\"']+|[\s.,;:!?«»“”\"']+$")
_LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "ʼ": "'", "−": "-", "–": "-", "‐": "-"}


class Verdict(StrEnum):
    """What is said of an answer."""

    RIGHT = "right"
    WRONG = "wrong"
    PARTLY = "partly"  #: several things were asked, and some of them are right
    EMPTY = "empty"  #: there is no answer yet
    NO_NUMBER = "no-number"  #: a number is asked for, this is none
    NO_UNIT = "no-unit"  #: the unit is missing
    OTHER_UNIT = "other-unit"  #: the unit measures something else
    UNKNOWN_UNIT = "unknown-unit"  #: no unit that is known


@dataclass(frozen=True)
class Result:
    """The verdict, the share that is right (0 to 1), and which foreseen mistake it was."""

    verdict: Verdict
    score: float = 0.0
    known: int | None = None


def key_of(quiz: Quiz) -> Key | None:
    """The key of a question whose numbers are computed; None where nothing can be scored."""
    if quiz.kind in CHOICES:
        return {
            "kind": "choice",
            "many": quiz.kind is Kind.MULTIPLE,
            "count": len(quiz.options),
            "right": [n for n, option in enumerate(quiz.options) if option.right],
        }
    if quiz.kind is Kind.BLANKS:
        return {
            "kind": "blanks",
            "blanks": [
                _number(blank, quiz) if isinstance(blank, NumberKey) else _text(blank)
                for blank in quiz.blanks
            ],
        }
    known = [answer.key for answer in quiz.answers if not answer.right]
    if quiz.kind in NUMBERS and isinstance(quiz.key, NumberKey):
        right = quiz.key
        intervals = [interval(key, right) if isinstance(key, NumberKey) else None for key in known]
        return _number(right, quiz) | {"known": intervals}
    if isinstance(quiz.key, TextKey):
        words = [_words(key) if isinstance(key, TextKey) else None for key in known]
        return _text(quiz.key) | {"known": words}
    return None


def short_key(key: Key | None) -> Key | None:
    """A key as it is written into a page: without what ``quiz.js`` knows or does not need.

    The script knows the language of the page, and the table of a unit that is listed.
    """
    if key is None or key["kind"] == "text":
        return key
    if key["kind"] == "choice":
        return {"kind": "choice", "right": key["right"]} | ({"many": True} if key["many"] else {})
    if key["kind"] == "blanks":
        return {"kind": "blanks", "blanks": [short_key(blank) for blank in key["blanks"]]}
    unit = next(iter(key["units"]), "")
    short = {"kind": "number", "low": _short(key["low"]), "high": _short(key["high"])}
    if unit in listed():
        short["unit"] = unit
    elif unit:
        short |= {"units": key["units"], "foreign": key["foreign"]}
    if known := key.get("known"):
        short["known"] = [ends and [_short(end) for end in ends] for ends in known]
    return short | ({"given": True} if key["given"] else {})


def _short(number: float) -> float:
    """Without the last digits, which are rounding: 45.800000000000004 is 45.8."""
    return float(f"{number:.12g}")


def _number(key: NumberKey, quiz: Quiz) -> Key:
    return {
        "kind": "number",
        "language": quiz.language,
        "low": key.low,
        "high": key.high,
        "units": unit_table(key.unit) if key.unit else {},
        "foreign": foreign(key.unit),
        "given": quiz.unit_given,
    }


def interval(key: NumberKey, right: NumberKey) -> list[float]:
    """The ends of what a key accepts, in the unit of the right answer."""
    scale = unit_table(right.unit)[spelt(key.unit)] if key.unit and right.unit else 1.0
    return [key.low * scale, key.high * scale]


def _text(key: TextKey) -> Key:
    return {"kind": "text", "variants": _words(key)}


def _words(key: TextKey) -> list[str]:
    return [folded(variant) for variant in key.variants]


def folded(text: str) -> str:
    """A text without case, accents, spare spaces and marks at its ends."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(_LIGATURES.get(c, c) for c in plain if not unicodedata.combining(c))
    return " ".join(_ENDS.sub("", plain).split())


def score(key: Key, answer: Any) -> Result:
    """Judge an answer: positions for a choice, a text for a field, texts for blanks."""
    match key["kind"]:
        case "choice":
            return _score_choice(key, answer)
        case "number":
            return _score_number(key, answer)
        case "text":
            return _score_text(key, answer)
        case _:
            return _score_blanks(key, answer)


def _score_choice(key: Key, chosen: Sequence[int]) -> Result:
    if not chosen:
        return Result(Verdict.EMPTY)
    right = set(key["right"])
    if set(chosen) == right:
        return Result(Verdict.RIGHT, 1.0)
    hits = len(right & set(chosen))
    share = max(0, hits - len(set(chosen) - right)) / len(right) if key["many"] and right else 0.0
    return Result(Verdict.PARTLY if share else Verdict.WRONG, share)


def _score_number(key: Key, typed: str) -> Result:
    if not typed.strip():
        return Result(Verdict.EMPTY)
    reading = read_number(typed, key["language"])
    if reading is None:
        return Result(Verdict.NO_NUMBER)
    unit = spelt(reading.rest)
    if verdict := _wrong_unit(key, unit):
        return Result(verdict)
    value = reading.value * key["units"].get(unit, 1)
    if _within(value, key["low"], key["high"]):
        return Result(Verdict.RIGHT, 1.0)
    for n, known in enumerate(key.get("known", ())):
        if known is None or _within(value, *known):
            return Result(Verdict.WRONG, known=n)
    return Result(Verdict.WRONG)


def _wrong_unit(key: Key, unit: str) -> Verdict | None:
    """What is wrong with a unit; behind a bare number, words are words: ``42 events``."""
    if unit in key["foreign"]:
        return Verdict.OTHER_UNIT
    if not key["units"] or unit in key["units"]:
        return None
    if unit:
        return Verdict.UNKNOWN_UNIT
    return None if key["given"] else Verdict.NO_UNIT


def _within(value: float, low: float, high: float) -> bool:
    slack = _SLACK * max(abs(low), abs(high))
    return low - slack <= value <= high + slack


def _score_text(key: Key, typed: str) -> Result:
    words = folded(typed)
    if not words:
        return Result(Verdict.EMPTY)
    if words in key["variants"]:
        return Result(Verdict.RIGHT, 1.0)
    for n, known in enumerate(key.get("known", ())):
        if known is None or words in known:
            return Result(Verdict.WRONG, known=n)
    return Result(Verdict.WRONG)


def _score_blanks(key: Key, typed: Sequence[str]) -> Result:
    results = [score(blank, text) for blank, text in zip(key["blanks"], typed, strict=True)]
    if any(result.verdict is Verdict.EMPTY for result in results):
        return Result(Verdict.EMPTY)
    share = sum(result.score for result in results) / len(results)
    if share == 1:
        return Result(Verdict.RIGHT, 1.0)
    return Result(Verdict.PARTLY if share else Verdict.WRONG, share)
