"""From a data file, or the body of a directive, to a diagram that adds up."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from build_tools.catalogue.document import read_csv, read_yaml
from build_tools.catalogue.expression import ExpressionError, evaluate
from build_tools.catalogue.facts import CATALOGUE
from build_tools.catalogue.quantity import Quantity
from build_tools.catalogue.texts import NotATextError, Text, text_of
from build_tools.pages.diagnostics import Code, Diagnostic, LessonError
from build_tools.pages.document import Document
from build_tools.sankey.model import Diagram, Link, Node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from build_tools.catalogue.facts import Facts
    from build_tools.pages.bundle import Glued
    from build_tools.pages.document import Place

#: Where data files of diagrams lie in a project.
DIAGRAMS: Final = CATALOGUE / "diagrams"

_KEYS: Final = frozenset({"title", "unit", "tolerance", "nodes", "links"})
_NODE_KEYS: Final = frozenset({"label", "name", "value"})
_LINK_KEYS: Final = frozenset({"source", "target", "value", "share", "rest", "cite", "uncertainty"})
_AMOUNTS: Final = ("value", "share", "rest")
_TOLERANCE: Final = 0.001
"""Part of a node's flow by which what leaves it may differ, where the data state nothing else."""
_WIDEST_TOLERANCE: Final = 0.05
_GLUED: Final = "glued."
"""How a value asks for one that the page's cells glue: ``glued.n_selected``."""
_MOST: Final = 300
"""Nodes, and links, that a diagram may have; nobody reads a larger one."""
_MOST_WAYS: Final = 1000
"""Ways from a root to a node, each a row of the table."""


def find_data(root: Path, target: str) -> Path:
    """The data file that a page names, relative to the project.

    A name is a path below ``content/catalogue/diagrams`` with or without its ending; anything
    that leads out of there is refused. Raises FileNotFoundError and PermissionError with what to
    tell the author.
    """
    inside = PurePosixPath(target)
    if (
        inside.is_absolute() or ".." in inside.parts or "\\" in target or ":" in target
        or not inside.parts
    ):  # fmt: skip
        raise PermissionError(
            f"“{target}” is refused: a diagram is a file below {DIAGRAMS.as_posix()}"
        )
    endings = [""] if inside.suffix in {".yaml", ".csv"} else [".yaml", ".csv"]
    for ending in endings:
        path = DIAGRAMS / f"{inside}{ending}"
        if (root / path).is_file():
            if not (root / path).resolve().is_relative_to((root / DIAGRAMS).resolve()):
                raise PermissionError(f"“{target}” is refused: it leads out of the catalogue")
            return path
    raise FileNotFoundError(f"there is no diagram “{target}” in {DIAGRAMS.as_posix()}")


def read_file(path: Path, root: Path) -> Document:
    """The data of a diagram, from YAML or from CSV. Raises LessonError."""
    return _from_csv(path, root) if path.suffix == ".csv" else read_yaml(path, root)


def _from_csv(path: Path, root: Path) -> Document:
    """A row a node: the link that leads to it, and its labels. A row without source is a root."""
    table, headings = read_csv(path, root)
    for heading in headings:
        if heading not in _LINK_KEYS and heading.partition(".")[0] not in {"label", "name"}:
            message = f"the column `{heading}` is not known here"
            raise LessonError(Diagnostic(path, 1, Code.CATALOGUE, message))
    nodes: dict[str, Any] = {}
    links: list[dict[str, Any]] = []
    lines: dict[Place, int] = {}
    for number, row in enumerate(table.data):
        line = table.lines[(number,)]
        target = row.get("target", "")
        told = {
            key: text
            for key in ("label", "name")
            if (text := row.get(key) or _by_language(row, f"{key}."))
        }
        if target and (told or target not in nodes):
            nodes[target] = told
            lines["nodes", target] = line
        if "source" not in row:
            if "value" in row:
                nodes[target]["value"] = row["value"]
            continue
        lines["links", len(links)] = line
        links.append({key: row[key] for key in _LINK_KEYS if key in row})
    unit = "%" if "share" in headings else ""
    title = path.stem.replace("-", " ")
    data = {"title": title, "unit": unit, "nodes": nodes, "links": links}
    return Document(path, data, lines)


def _by_language(row: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {key.removeprefix(prefix): text for key, text in row.items() if key.startswith(prefix)}


def read_diagram(
    document: Document, facts: Facts, glued: Mapping[str, Glued] | None = None
) -> Diagram:
    """The diagram that data describe. Raises LessonError with everything that is wrong.

    ``glued`` are the values of the page's cells, where there is a page.
    """
    reader = _Reader(document, facts, glued or {})
    diagram = reader.diagram()
    if reader.problems or diagram is None:
        raise LessonError(*sorted(reader.problems))
    return diagram


@dataclass
class _Amount:
    """How much flows along a link, as the data say it."""

    kind: str  #: ``value``, ``share`` or ``rest``
    quantity: Quantity
    cites: tuple[str, ...] = ()
    measured: bool = False


@dataclass
class _RawLink:
    place: Place
    source: str
    target: str
    amount: _Amount


@dataclass
class _Reader:
    """The state of reading one diagram."""

    document: Document
    facts: Facts
    glued: Mapping[str, Glued]
    problems: list[Diagnostic] = field(default_factory=list)
    inputs: dict[str, float] = field(default_factory=dict)
    tolerance: float = _TOLERANCE

    def problem(self, place: Place, message: str) -> None:
        self.problems.append(self.document.problem(place, message))

    def diagram(self) -> Diagram | None:
        """The diagram; None, with problems, where there is none."""
        data = self.document.data
        if not isinstance(data, dict):
            self.problem((), "a diagram has `nodes` and `links`")
            return None
        self._unknown((), data, _KEYS)
        self.inputs = dict(self.facts.uncertainties)
        self.tolerance = self._tolerance(data)
        title = self._text(("title",), data.get("title"))
        unit = data.get("unit", "%")
        if not isinstance(unit, str):
            self.problem(("unit",), 'a unit is a text, such as "%" or "events"')
        nodes = self._nodes(data.get("nodes"))
        raw = self._links(data.get("links"), nodes) if nodes else []
        if self.problems:
            return None
        order = self._order(nodes, raw)
        if self.problems:
            return None
        links, flows, total = self._flows(order, raw)
        if not total.value and not self.problems:
            self.problem(("links",), "nothing flows: every value is zero")
        return Diagram(title, unit, nodes, tuple(links), flows, total, self.inputs)

    def _unknown(self, place: Place, data: Mapping[str, Any], known: frozenset[str]) -> None:
        for key in data:
            if key not in known:
                said = ", ".join(sorted(known))
                self.problem((*place, key), f"`{key}` is not known here; there are {said}")

    def _tolerance(self, data: Mapping[str, Any]) -> float:
        given = data.get("tolerance", _TOLERANCE)
        if _is_number(given) and 0 <= given <= _WIDEST_TOLERANCE:
            return float(given)
        self.problem(("tolerance",), f"a tolerance is a number from 0 to {_WIDEST_TOLERANCE}")
        return _TOLERANCE

    def _text(self, place: Place, data: Any) -> Text:
        try:
            return text_of(data)
        except NotATextError as error:
            self.problem(place, str(error))
            return ""

    # Nodes and links as they are written

    def _nodes(self, data: Any) -> dict[str, Node]:
        if not isinstance(data, dict) or not data:
            self.problem(("nodes",), "`nodes` is missing: a name and a label for each")
            return {}
        if len(data) > _MOST:
            self.problem(("nodes",), f"more than {_MOST} nodes are no diagram to look at")
            return {}
        nodes = {}
        for name, entry in data.items():
            place = ("nodes", name)
            told = entry if isinstance(entry, dict) else {}
            if not isinstance(entry, (dict, type(None))):
                self.problem(place, "a node has `label` and, if need be, `name` and `value`")
                continue
            self._unknown(place, told, _NODE_KEYS)
            label = self._text((*place, "label"), told.get("label"))
            words = self._text((*place, "name"), told["name"]) if "name" in told else None
            nodes[name] = Node(name, label, words)
        return nodes

    def _links(self, data: Any, nodes: Mapping[str, Node]) -> list[_RawLink]:
        if not isinstance(data, list) or not data:
            self.problem(("links",), "`links` is missing: a list of source, target and value")
            return []
        if len(data) > _MOST:
            self.problem(("links",), f"more than {_MOST} links are no diagram to look at")
            return []
        links: list[_RawLink] = []
        first: dict[tuple[str, str], int] = {}
        for number, entry in enumerate(data):
            place: Place = ("links", number)
            if not isinstance(entry, dict):
                self.problem(place, "a link has `source`, `target` and one of value, share, rest")
                continue
            self._unknown(place, entry, _LINK_KEYS)
            ends = [self._end((*place, key), entry.get(key), nodes) for key in ("source", "target")]
            amount = self._amount(place, entry)
            if None in ends or amount is None:
                continue
            source, target = map(str, ends)
            if (source, target) in first:
                self.problem(
                    place,
                    f"a second link from {source} to {target}; /links/{first[source, target]} is"
                    " the first: add them up, or take one out",
                )
                continue
            first[source, target] = number
            links.append(_RawLink(place, source, target, amount))
        return links

    def _end(self, place: Place, name: Any, nodes: Mapping[str, Node]) -> str | None:
        if isinstance(name, str) and name in nodes:
            return name
        self.problem(
            place,
            f"no node is called “{name}”; add it to `nodes`, or correct its name"
            if name is not None
            else "this link has no end here; name a node",
        )
        return None

    # Amounts

    def _amount(self, place: Place, entry: Mapping[str, Any]) -> _Amount | None:
        kinds = [kind for kind in _AMOUNTS if kind in entry]
        if len(kinds) != 1:
            said = "nothing" if not kinds else " and ".join(kinds)
            self.problem(place, f"this link says {said}; it needs one of value, share, rest")
            return None
        kind = kinds[0]
        if kind == "rest":
            for key in ("cite", "uncertainty"):
                if key in entry:
                    message = f"what is left is computed: it has no `{key}`"
                    self.problem((*place, key), message)
            if entry["rest"] not in {True, "true"}:
                self.problem((*place, "rest"), "write `rest: true`, or leave it out")
            return _Amount("rest", Quantity(0.0))
        return self._number((*place, kind), entry[kind], kind, entry)

    def _number(
        self, place: Place, given: Any, kind: str, entry: Mapping[str, Any]
    ) -> _Amount | None:
        text = str(given).strip()
        used: set[str] = set()

        def known(name: str) -> Quantity:
            used.add(name)
            if name.startswith(_GLUED):
                return self._glued(name)
            return self.facts.quantity(name)

        typed = _is_number(given) or _reads_as_number(text)
        if isinstance(given, bool) or not isinstance(given, (int, float, str)):
            self.problem(place, "a number, or arithmetic over facts, is missing here")
            return None
        try:
            quantity = Quantity(float(text)) if typed else evaluate(text, known)
        except ExpressionError as error:
            self.problem(place, str(error))
            return None
        if not math.isfinite(quantity.value):
            self.problem(place, f"“{given}” is no number that can be drawn")
            return None
        if quantity.value < 0:
            self.problem(place, f"{given} is negative; what flows is zero or more")
            return None
        if kind == "share" and quantity.value > 1 + self.tolerance:
            self.problem(place, f"{given} is more than 1; a share is a part of its source node")
            return None
        return self._cited(place, quantity, entry, used, typed=typed, kind=kind)

    def _cited(
        self,
        place: Place,
        quantity: Quantity,
        entry: Mapping[str, Any],
        used: set[str],
        *,
        typed: bool,
        kind: str,
    ) -> _Amount:
        """The amount with its sources: those of its facts, or the one that the link names."""
        outer = place[:-1]
        cites = list(
            dict.fromkeys(self.facts.facts[n].cite for n in sorted(used) if n in self.facts.facts)
        )
        cite = entry.get("cite")
        if cite is not None:
            if cite in self.facts.sources:
                cites.append(cite)
            else:
                self.problem((*outer, "cite"), f"no source is called “{cite}”")
        elif typed:
            self.problem(
                outer,
                "this number has no source; add `cite: …`, the name of one in sources.yaml",
            )
        if "uncertainty" in entry:
            spread = entry["uncertainty"]
            spread = float(spread) if _reads_as_number(str(spread)) else spread
            if not _is_number(spread) or not math.isfinite(spread) or spread < 0 or not typed:
                message = (
                    "an uncertainty is a number, zero or more"
                    if typed
                    else "the uncertainty follows from the facts; take this out"
                )
                self.problem((*outer, "uncertainty"), message)
            else:
                name = "/".join(map(str, place))
                self.inputs[name] = float(spread)
                quantity = Quantity(quantity.value, {name: 1.0})
        measured = any(name.startswith(_GLUED) for name in used)
        return _Amount(kind, quantity, tuple(dict.fromkeys(cites)), measured=measured)

    def _glued(self, name: str) -> Quantity:
        key = name.removeprefix(_GLUED)
        value = self.glued.get(key)
        if value is None:
            raise ExpressionError(f"no cell of the page glues “{key}”")
        if not _is_number(value.value):
            raise ExpressionError(f"“{key}” is glued, but is no number")
        if value.uncertainty:
            self.inputs[name] = value.uncertainty
        return Quantity(float(value.value), {name: 1.0})

    # What flows

    def _order(self, nodes: Mapping[str, Node], links: list[_RawLink]) -> list[str]:
        """Nodes, sources before targets."""
        # Lists, not sets: the same message every time.
        before: dict[str, list[str]] = {name: [] for name in nodes}
        for link in links:
            before[link.target].append(link.source)
        for name in nodes:
            if not any(name in {link.source, link.target} for link in links):
                self.problem(("nodes", name), f"no link leads to {name} or leaves it; take it out")
        sorter = TopologicalSorter(before)
        try:
            order = list(sorter.static_order())
        except CycleError as error:
            cycle = list(reversed(error.args[1]))
            # From its first node in the data on, so that the message does not depend on chance.
            ring = cycle[:-1]
            start = min(range(len(ring)), key=lambda at: list(nodes).index(ring[at]))
            ring = [*ring[start:], *ring[:start]]
            ends = {*zip(ring, [*ring[1:], ring[0]], strict=True)}
            place = max(link.place for link in links if (link.source, link.target) in ends)
            self.problem(place, f"a circle: {' → '.join([*ring, ring[0]])}; nothing flows back")
            return []
        ways: dict[str, int] = {}
        depth: dict[str, int] = {}
        for name in order:
            ways[name] = sum(ways[other] for other in before[name]) or 1
            depth[name] = max((depth[other] + 1 for other in before[name]), default=0)
        if sum(ways.values()) > _MOST_WAYS:
            self.problem(("links",), f"more than {_MOST_WAYS} ways through it: no table to read")
        place_of = {name: number for number, name in enumerate(nodes)}
        return sorted(order, key=lambda name: (depth[name], place_of[name]))

    def _flows(
        self, order: list[str], raw: list[_RawLink]
    ) -> tuple[list[Link], dict[str, Quantity], Quantity]:
        links: list[Link] = []
        flows: dict[str, Quantity] = {}
        total = Quantity(0.0)
        for name in order:
            leaving = [link for link in raw if link.source == name]
            arriving = [link.value for link in links if link.target == name]
            if arriving:
                flow = _sum(arriving)
            else:
                flow = self._source(name, leaving)
                total += flow
            flows[name] = flow
            links += self._leaving(name, flow, leaving)
            if self.problems:
                break  # what follows from a wrong number is wrong too
        return links, flows, total

    def _source(self, name: str, leaving: list[_RawLink]) -> Quantity:
        """What flows out of a root: what it says, else 1 for shares, else the sum of its links."""
        entry = self.document.data["nodes"][name] or {}
        if "value" in entry:
            place: Place = ("nodes", name, "value")
            amount = self._number(place, entry["value"], "value", {"cite": None, **entry})
            return amount.quantity if amount else Quantity(0.0)
        if any(link.amount.kind == "rest" for link in leaving) and not any(
            link.amount.kind == "share" for link in leaving
        ):
            self.problem(
                ("nodes", name), "what is left cannot be computed: this node needs a `value`"
            )
        if all(link.amount.kind == "value" for link in leaving):
            return _sum([link.amount.quantity for link in leaving])
        return Quantity(1.0)

    def _leaving(self, name: str, flow: Quantity, leaving: list[_RawLink]) -> list[Link]:
        """The links of a node with their flows; what leaves must be what arrives."""
        if not leaving:
            return []
        found: list[Link] = []
        rests = [link for link in leaving if link.amount.kind == "rest"]
        for link in rests[1:]:
            self.problem(link.place, f"a second `rest` of {name}; only one link takes what is left")
        known = Quantity(0.0)
        for link in leaving:
            amount = link.amount
            if amount.kind != "rest":
                known += amount.quantity * flow if amount.kind == "share" else amount.quantity
        left = flow - known
        allowed = self.tolerance * flow.value
        if left.value < -allowed or (left.value > allowed and not rests):
            many = "more" if left.value < 0 else "less"
            self.problem(
                ("nodes", name),
                f"{known.value:.6g} leaves {name}, but {flow.value:.6g} arrives: {many} than the"
                f" tolerance of {self.tolerance:g} allows; correct a value"
                + ("" if left.value < 0 else ", or add a link with `rest: true`"),
            )
            return []
        for link in leaving:
            amount = link.amount
            if amount.kind == "share":
                value, step = amount.quantity * flow, amount.quantity
            else:
                value = amount.quantity if amount.kind == "value" else left
                value = value if value.value > 0 else Quantity(0.0)
                step = value / flow if flow.value else Quantity(0.0)
            found.append(
                Link(
                    link.source, link.target, value, step, amount.cites,
                    computed=amount.kind == "rest", measured=amount.measured,
                )
            )  # fmt: skip
        return found


def missing_texts(document: Document, diagram: Diagram, language: str) -> list[Diagnostic]:
    """What a diagram does not say in a language."""
    texts: list[tuple[Place, Text | None]] = [(("title",), diagram.title)]
    for name in diagram.nodes:
        node = diagram.nodes[name]
        texts += [(("nodes", name, "label"), node.label), (("nodes", name, "name"), node.name)]
    return [
        document.problem((*place, language), f"the text in “{language}” is missing")
        for place, text in texts
        if text is not None and not isinstance(text, str) and language not in text
    ]


def _sum(quantities: list[Quantity]) -> Quantity:
    total = Quantity(0.0)
    for quantity in quantities:
        total += quantity
    return total


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _reads_as_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
