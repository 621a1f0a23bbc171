"""A diagram as values: nodes, links, and what flows through them. Neither layout nor syntax."""

from __future__ import annotations

import itertools
from collections import deque
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from build_tools.catalogue.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from build_tools.catalogue.texts import Text


class NoSuchPathError(LookupError):
    """A node or a path that the diagram does not have; says which, to a person."""


@dataclass(frozen=True)
class Node:
    """A box: a short ``label`` for the drawing, and what it means in words."""

    id: str
    label: Text
    name: Text | None = None


@dataclass(frozen=True)
class Link:
    """A flow from one node to another."""

    source: str
    target: str
    value: Quantity  #: in the diagram's unit
    step: Quantity  #: share of the source node that goes this way
    cites: tuple[str, ...] = ()  #: ids of sources
    computed: bool = False  #: what the other links of its source node leave
    measured: bool = False  #: the page's own cells counted it


@dataclass(frozen=True)
class Diagram:
    """Nodes and links without a cycle, in an order in which sources come before targets."""

    title: Text
    unit: str  #: ``%`` when values are shares of the root
    nodes: Mapping[str, Node]
    links: tuple[Link, ...]
    flows: Mapping[str, Quantity]  #: node → what flows through it, in the diagram's unit
    total: Quantity  #: what flows out of all roots of the data
    inputs: Mapping[str, float]  #: one standard deviation of everything that values depend on

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """Nodes into which nothing flows, in the order of the data."""
        targets = {link.target for link in self.links}
        return tuple(name for name in self.nodes if name not in targets)

    def leaving(self, node: str) -> tuple[Link, ...]:
        """The links that leave a node, in the order of the data."""
        return tuple(link for link in self.links if link.source == node)

    @cached_property
    def depths(self) -> dict[str, int]:
        """Node → number of links on the longest way from a root."""
        depths = dict.fromkeys(self.nodes, 0)
        for link in self.links:
            depths[link.target] = max(depths[link.target], depths[link.source] + 1)
        return depths

    def path(self, names: Sequence[str]) -> tuple[Link, ...]:
        """The links along a path; raises NoSuchPathError where one is missing."""
        for name in names:
            if name not in self.nodes:
                raise NoSuchPathError(f"no node is called “{name}”")
        found = []
        for source, target in itertools.pairwise(names):
            link = next((e for e in self.leaving(source) if e.target == target), None)
            if link is None:
                raise NoSuchPathError(f"no link leads from “{source}” to “{target}”")
            found.append(link)
        return tuple(found)

    def share(self, names: Sequence[str]) -> Quantity:
        """The product of the steps along a path; for one node, its share of the whole.

        Raises NoSuchPathError.
        """
        links = self.path(names)
        if not links:
            return self.flows[names[0]] / self.total
        share = Quantity(1.0)
        for link in links:
            share *= link.step
        return share

    def uncertainty(self, quantity: Quantity) -> float:
        """One standard deviation of something computed from the diagram."""
        return quantity.uncertainty(self.inputs)

    def below(self, node: str) -> Diagram:
        """The part of the diagram that a node leads to. Raises NoSuchPathError."""
        self.path([node])
        reached = {node}
        for link in self.links:
            if link.source in reached:
                reached.add(link.target)
        return self._only(
            reached, [e for e in self.links if e.source in reached and e.target in reached]
        )

    def down_to(self, depth: int) -> Diagram:
        """The diagram without what is more than so many links away from its roots."""
        near = dict.fromkeys(self.roots, 0)
        waiting = deque(self.roots)
        while waiting:
            node = waiting.popleft()
            for link in self.leaving(node):
                if link.target not in near and near[node] < depth:
                    near[link.target] = near[node] + 1
                    waiting.append(link.target)
        return self._only(set(near), [e for e in self.links if near.get(e.source, depth) < depth])

    def _only(self, names: set[str], links: Sequence[Link]) -> Diagram:
        return replace(
            self,
            nodes={name: node for name, node in self.nodes.items() if name in names},
            links=tuple(links),
        )
