"""What an author has to put right: signs that could mean two things, or that are missing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.pages.prose import GAP
from build_tools.typography.rules import NARROW, NO_BREAK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

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


def check_typography(
    passages: Iterable[Passage], path: Path, language: str
) -> Iterator[Diagnostic]:
    """What is not written as the language does, with its line and what to write."""
    for passage in passages:
        for fault in _FAULTS.get(language.partition("-")[0], ()):
            for match in fault.pattern.finditer(passage.text):
                if fault.unless and fault.unless.search(passage.text[: match.start()]):
                    continue
                shown = " ".join(match[0].replace(GAP, "…").split())
                yield Diagnostic(
                    path,
                    passage.line_at(match.start()),
                    Code.TYPOGRAPHY,
                    f"{fault.message} (“{shown}”); write “{fault.write(match)}”",
                )
