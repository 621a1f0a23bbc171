"""Facts, numbers with a source, and the sources themselves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from build_tools.catalogue.document import read_csv, read_yaml
from build_tools.catalogue.expression import ExpressionError
from build_tools.catalogue.quantity import Quantity
from build_tools.catalogue.texts import NotATextError, Text, text_of
from build_tools.pages.diagnostics import Diagnostic, LessonError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from build_tools.pages.document import Document, Place

#: Where the catalogue lies in a project.
CATALOGUE: Final = Path("content") / "catalogue"
SOURCES: Final = CATALOGUE / "sources.yaml"
FACTS: Final = CATALOGUE / "facts"

_COLUMNS: Final = ("id", "value", "uncertainty", "unit", "cite", "note")


@dataclass(frozen=True)
class Source:
    """Where a number comes from: what is printed, and where it leads."""

    text: Text
    url: str = ""


@dataclass(frozen=True)
class Fact:
    """A number with its source; ``uncertainty`` is one standard deviation, where it is known."""

    id: str
    value: float
    uncertainty: float | None
    unit: str
    cite: str
    note: str = ""
    decimals: int = 0  #: as it is written: those of the uncertainty, else of the value


@dataclass(frozen=True)
class Facts:
    """All facts and all sources, by their ids."""

    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]

    @cached_property
    def uncertainties(self) -> dict[str, float]:
        """Fact → one standard deviation, of those that state one."""
        return {fact.id: fact.uncertainty for fact in self.facts.values() if fact.uncertainty}

    def quantity(self, name: str) -> Quantity:
        """A fact for arithmetic; raises ExpressionError for a name that is none."""
        if name not in self.facts:
            raise ExpressionError(
                f"no fact is called “{name}”; the facts are in {FACTS.as_posix()}"
            )
        return Quantity(self.facts[name].value, {name: 1.0})


def read_facts(root: Path) -> Facts:
    """The facts of a project. Raises LessonError with everything that is wrong with them."""
    problems: list[Diagnostic] = []
    sources: dict[str, Source] = {}
    if (root / SOURCES).is_file():
        sources = _sources(read_yaml(SOURCES, root), problems)
    facts: dict[str, Fact] = {}
    for file in sorted((root / FACTS).glob("*.csv")):
        document, headings = read_csv(file.relative_to(root), root)
        missing = [name for name in _COLUMNS if name not in headings]
        if missing:
            problems.append(document.problem((), f"the column `{missing[0]}` is missing"))
            continue
        for number, record in enumerate(document.data):
            fact = _fact(document, (number,), record, sources, problems)
            if fact and fact.id in facts:
                problems.append(document.problem((number, "id"), f"“{fact.id}” stands twice"))
            elif fact:
                facts[fact.id] = fact
    if problems:
        raise LessonError(*problems)
    return Facts(facts, sources)


def _sources(document: Document, problems: list[Diagnostic]) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for name, entry in (document.data or {}).items():
        if not isinstance(entry, dict) or set(entry) - {"text", "url"}:
            problems.append(document.problem((name,), "a source has `text` and `url` only"))
            continue
        url = entry.get("url", "")
        if not isinstance(url, str) or (url and not url.startswith("https://")):
            problems.append(document.problem((name, "url"), "an address starts with https://"))
            continue
        try:
            found[name] = Source(text_of(entry.get("text")), url)
        except NotATextError as error:
            problems.append(document.problem((name, "text"), str(error)))
    return found


def _fact(
    document: Document,
    place: Place,
    record: dict[str, str],
    sources: Mapping[str, Source],
    problems: list[Diagnostic],
) -> Fact | None:
    before = len(problems)
    if not record.get("id"):
        problems.append(document.problem((*place, "id"), "this fact has no name"))
    numbers: dict[str, float | None] = {"value": None, "uncertainty": None}
    for key in ("value", "uncertainty"):
        if key not in record:
            continue
        try:
            number = float(record[key])
        except ValueError:
            number = math.nan
        numbers[key] = number
        if not math.isfinite(number) or (key == "uncertainty" and number < 0):
            problems.append(document.problem((*place, key), f"“{record[key]}” is no number"))
    if "value" not in record:
        problems.append(document.problem((*place, "value"), "this fact has no value"))
    if record.get("cite") not in sources:
        message = (
            f"no source is called “{record.get('cite', '')}”; they are in {SOURCES.as_posix()}"
        )
        problems.append(document.problem((*place, "cite"), message))
    if len(problems) > before or numbers["value"] is None:
        return None
    return Fact(
        record["id"],
        numbers["value"],
        numbers["uncertainty"],
        record.get("unit", ""),
        record["cite"],
        record.get("note", ""),
        len((record.get("uncertainty") or record["value"]).partition(".")[2]),
    )
