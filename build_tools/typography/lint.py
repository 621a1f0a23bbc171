"""What an author has to put right: signs that could mean two things, or that are missing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.pages.marks import MarkKind
from build_tools.pages.prose import GAP
from build_tools.typography.rules import NARROW, NO_BREAK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from build_tools.pages.marks import Mark
    from build_tools.pages.prose import Passage


@dataclass(frozen=True)
class _Fault:
    """A fault: how to find it, what it is, what to write."""

    pattern: re.Pattern[str]
    message: str
    write: Callable[[re.Match[str]], str]
    unless: re.Pattern[str] | None = None  #: what stands before it where it is none


def _fault(pattern: str, message: str, write: Callable[[re.Match[str]], str]) -> _Fault:
    return _Fault(re.compile(pattern), message, write)


_WORD: Final = rf"[\w{GAP})\]»”’%²³]"
_HYPHEN: Final = _fault(
    r"(?<=[^\s|-]) (-{1,2}) (?=[^\s|-])", "a hyphen stands for a dash", lambda _: "–"
)
#: Before a number that is a version, with its point in every language.
_VERSION: Final = re.compile(
    r"(?:[Vv]ersions?|Python|ROOT|Pythia|[Uu]proot|[Nn]um[Pp]y|[Pp]andas|[Pp]lotly|CC BY)\s$"
)
_FRENCH: Final = (
    _fault(r'"([^"\n]*)"?', "straight quotation marks", lambda m: f"« {m[1]} »"),
    _fault(
        rf"(?:{_WORD})([;!?]+)(?=\s|$|»)",
        "the space before the sign is missing",
        lambda m: f"{m[0][0]} {m[1]}".replace(GAP, "…"),
    ),
    _fault(
        rf"(?:{_WORD}):(?=\s|$)",
        "the space before the colon is missing",
        lambda m: f"{m[0][0]} :".replace(GAP, "…"),
    ),
    _Fault(
        re.compile(r"(?<![\w./-])(\d+)\.(\d+)(?![\w/-]|\.\d)"),
        "a decimal point in French",
        lambda m: f"{m[1]},{m[2]}",
        _VERSION,
    ),
    _fault(
        r"(?<![\w,])(\d{1,3})((?:,\d{3}){2,}|,000)(?!\d|,\d)",
        "thousands as English groups them",
        lambda m: m[0].replace(",", " "),
    ),
    _HYPHEN,
)
_ENGLISH: Final = (
    _fault(r"«\s*([^«»]*?)\s*»", "French quotation marks", lambda m: f"“{m[1]}”"),
    _fault(
        rf"(?:{_WORD})[   ]([;:!?])(?=\s|$)",
        "a space before the sign",
        lambda m: f"{m[0][0]}{m[1]}".replace(GAP, "…"),
    ),
    _fault(
        rf"(?<![\w,.])\d{{1,3}}(?:[ {NO_BREAK}{NARROW}]\d{{3}})+(?!\w)",
        "a space between thousands, where values of the cells have a comma",
        lambda m: re.sub(r"\s", ",", m[0]),
    ),
    _HYPHEN,
)
_FAULTS: Final = {"fr": _FRENCH, "en": _ENGLISH}


def _grouped(sign: str) -> Callable[[re.Match[str]], str]:
    return lambda match: f"{int(match[0]):,}".replace(",", sign)


#: Not the decimals of a number, nor a part of a name.
_LONG: Final = r"(?<![\w.])(?<!\d\{,\})\d{5,}(?!\w)"
_UNGROUPED: Final = "a long number whose digits are not in groups of three"
_IN_FORMULAE: Final = {
    "fr": (
        _fault(_LONG, _UNGROUPED, _grouped(r"\,")),
        _fault(
            r"(?<![\w.])(\d+)\.(\d+)",
            "a decimal point in French",
            lambda m: f"{m[1]}{{,}}{m[2]}",
        ),
    ),
    "en": (
        _fault(_LONG, _UNGROUPED, _grouped("{,}")),
        _fault(
            r"(?<!\d)\d{1,3}(?:\\,\d{3})+(?!\d)",
            "a space between thousands, where the prose has a comma",
            lambda m: m[0].replace(r"\,", "{,}"),
        ),
    ),
}


def check_typography(
    passages: Iterable[Passage], path: Path, language: str
) -> Iterator[Diagnostic]:
    """What is not written as the language does, with its line and what to write."""
    for passage in passages:
        for place, message in _said(passage.text, _FAULTS, language):
            yield Diagnostic(path, passage.line_at(place), Code.TYPOGRAPHY, message)


def check_formulae(marks: Iterable[Mark], path: Path, language: str) -> Iterator[Diagnostic]:
    """Numbers in the formulae among these marks that are not grouped as the language does."""
    for mark in marks:
        if mark.kind is MarkKind.FORMULA:
            for place, message in _said(mark.target, _IN_FORMULAE, language):
                line = mark.line + mark.target.count("\n", 0, place)
                yield Diagnostic(path, line, Code.TYPOGRAPHY, message)


def _said(
    text: str, faults: Mapping[str, Sequence[_Fault]], language: str
) -> Iterator[tuple[int, str]]:
    """Where a text is not written as the language does, and what to write."""
    for fault in faults.get(language.partition("-")[0], ()):
        for match in fault.pattern.finditer(text):
            if fault.unless and fault.unless.search(text[: match.start()]):
                continue
            shown = " ".join(match[0].replace(GAP, "…").split())
            yield match.start(), f"{fault.message} (“{shown}”); write “{fault.write(match)}”"
