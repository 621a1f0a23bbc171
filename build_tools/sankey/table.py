"""A diagram as a table: every step, and the whole path to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from build_tools.catalogue.quantity import Quantity
from build_tools.catalogue.texts import in_language
from build_tools.figures.tables import Column, Table
from build_tools.localisation.numbers import format_glued
from build_tools.pages.bundle import Glued
from build_tools.sankey.shares import amount, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from build_tools.catalogue.facts import Facts
    from build_tools.sankey.model import Diagram, Link


@dataclass(frozen=True)
class Words:
    """The words of the table, in the page's language."""

    path: str = "Path"
    meaning: str = "What it means"
    step: str = "Share of the step"
    whole: str = "Share of the whole"
    flow: str = "Flow"
    source: str = "Source"
    computed: str = "remainder"
    measured: str = "counted here"


def cited(diagram: Diagram, facts: Facts) -> tuple[str, ...]:
    """The sources of a diagram: those that its table names, then those of what flows into it."""
    named = [cite for link, _ in _walk(diagram) for cite in link.cites]
    inputs = [name for link in diagram.links for name in link.value.slopes]
    before = [facts.facts[name].cite for name in inputs if name in facts.facts]
    return tuple(dict.fromkeys([*named, *before]))


def table_of(diagram: Diagram, language: str, words: Words, cites: Sequence[str]) -> Table:
    """Rows in the order in which one would follow the flow, each with the path that leads there.

    Sources are numbered by their places in ``cites``.
    """
    numbers = {cite: f"[{number}]" for number, cite in enumerate(cites, 1)}
    rows = []
    for link, before in _walk(diagram):
        chain = [*before, link]
        share = Quantity(1.0)
        for step in chain:
            share *= step.step
        names = [chain[0].source, *(step.target for step in chain)]
        meaning = diagram.nodes[link.target].name
        said = [numbers[cite] for cite in link.cites]
        said += [words.computed] * link.computed + [words.measured] * link.measured
        rows.append(
            (
                " → ".join(_label(diagram, name, language) for name in names),
                (in_language(meaning, language) or "") if meaning is not None else "",
                percent(link.step.value, language, 3),
                _whole(diagram, share, names[0], language),
                " ".join(said),
            )
        )
    columns = (
        Column(words.path),
        Column(words.meaning),
        Column(words.step, numeric=True),
        Column(words.whole if diagram.unit == "%" else words.flow, numeric=True),
        Column(words.source),
    )
    if any(meaning for _, meaning, *_ in rows):
        return Table(columns, tuple(rows), headers=1)
    return Table(
        (columns[0], *columns[2:]), tuple((path, *more) for path, _, *more in rows), headers=1
    )


def _walk(diagram: Diagram) -> Iterator[tuple[Link, list[Link]]]:
    """Every link after the links that lead to it, once for each way there."""
    waiting: list[tuple[Link, list[Link]]] = [
        (link, []) for root in reversed(diagram.roots) for link in reversed(diagram.leaving(root))
    ]
    while waiting:
        link, before = waiting.pop()
        yield link, before
        waiting += [(after, [*before, link]) for after in reversed(diagram.leaving(link.target))]


def _label(diagram: Diagram, name: str, language: str) -> str:
    return in_language(diagram.nodes[name].label, language) or name


def _whole(diagram: Diagram, share: Quantity, root: str, language: str) -> str:
    """What arrives at the end of a path, with its uncertainty where the inputs state theirs."""
    arriving = share * diagram.flows[root]
    spread = diagram.uncertainty(arriving)
    if not spread:
        return amount(arriving.value, diagram, language)
    factor = 100 if diagram.unit == "%" else 1
    value = Glued(
        value=arriving.value * factor, uncertainty=spread * factor, unit=diagram.unit or ""
    )
    return format_glued(value, language)
