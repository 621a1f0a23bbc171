"""The links of a page as numbered notes: on paper an address must be read to be followed."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docutils import nodes

from build_tools.theme.addresses import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.writers.html5 import HTML5Translator

#: What stands closed on a page and is not printed with it.
_CLOSED: Final = frozenset({"collapsed", "quiz_solution", "quiz_hint"})


@dataclass(frozen=True)
class Note:
    """A link's address, for the list at the end of the page."""

    address: str
    hidden: bool  #: only in what stands closed: hints, solutions, answers


class paper_note(nodes.Inline, nodes.Element):  # noqa: N801  docutils names nodes so
    """The number of a link: ``number``."""


def visit_note(self: HTML5Translator, node: nodes.Element) -> None:
    """Print the number; ``hidden`` keeps it from screens, readers' voices and searches."""
    self.body.append(f"<sup hidden>{node['number']}</sup>")
    raise nodes.SkipNode


def number_links(document: nodes.document, docname: str, language: str, site: str) -> list[Note]:
    """Put a number behind each link that leads off the page; what the numbers mean, in order.

    The same address has the same number. Those of links that stand closed come last, so that the
    numbers on paper have no gaps. A link to another page counts where the ``site``'s address is
    known; one into the glossary never does: paper has its words, or needs them looked up by name.
    """
    found = [
        (link, address, _closed(link))
        for link in document.findall(nodes.reference)
        if (address := _address(link, docname, language, site))
    ]
    numbers: dict[str, Note] = {}
    for closed in (False, True):
        for _link, address, hidden in found:
            if hidden is closed and address not in numbers:
                numbers[address] = Note(address, hidden)
    order = {address: number for number, address in enumerate(numbers, 1)}
    for link, address, _hidden in found:
        place = link.parent.index(link) + 1
        link.parent.insert(place, paper_note(number=order[address]))
    return list(numbers.values())


def _address(link: nodes.reference, docname: str, language: str, site: str) -> str:
    """Where a link leads, for a reader on paper; empty where a note would not help."""
    target = str(link.get("refuri", ""))
    if "://" in target:
        return "" if link.astext().strip() in {target, target.partition("://")[2]} else target
    path, _, fragment = target.partition("#")
    if not site or not path.endswith(".html") or any(_terms(link)):
        return ""
    page = posixpath.normpath(posixpath.join(posixpath.dirname(docname), path))
    if page.startswith(".."):
        return ""
    place = f"#{fragment}" if fragment else ""
    return absolute(site, language, page.removesuffix(".html")) + place


def _terms(link: nodes.reference) -> Iterator[nodes.Node]:
    return (one for one in link.findall(nodes.inline) if "std-term" in one["classes"])


def _closed(node: nodes.Node) -> bool:
    while node.parent is not None:
        if type(node).__name__ in _CLOSED:
            return True
        node = node.parent
    return False
