"""What pages show of one another: which pages must be written because others changed.

Sphinx writes the pages that it read again, and no others: a link goes on showing the title that
its target had before. Here every page leaves a record of what it asks for, and what each offers is
compared before and after reading, so that a build in steps gives the same bytes as a cold one.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Domains whose contents ``get_objects`` and the titles tell in full, or that no page shows.
_TOLD = frozenset(
    ["c", "changeset", "citation", "cpp", "index", "js", "mentions", "py", "rst", "std"]
)
_ATTRIBUTES = ("reftarget", "reftargetid", "refid", "reflocalid", "refname")


class Mentions(Domain):
    """Per page, the names that its links ask for: pages, headings, labels, terms."""

    name = "mentions"
    label = "Mentions"
    initial_data: ClassVar[dict[str, Any]] = {"of": {}}

    @property
    def of(self) -> dict[str, frozenset[str]]:
        """Docname → names, in lower case."""
        mentions: dict[str, frozenset[str]] = self.data["of"]
        return mentions

    def resolve_any_xref(self, *_: Any, **__: Any) -> list[tuple[str, nodes.reference]]:
        """Nothing: it holds what links ask for, not what they lead to."""
        return []

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        self.of.pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take in pages that another process read."""
        for docname in docnames:
            if docname in otherdata["of"]:
                self.of[docname] = otherdata["of"][docname]

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Note what the links of a page ask for."""
        del env
        names: set[str] = set()
        for link in document.findall(addnodes.pending_xref):
            for attribute in _ATTRIBUTES:
                if isinstance(name := link.get(attribute), str):
                    plain = unquote(name).lower()
                    names |= {plain, plain.rpartition("#")[2], plain.partition("#")[0]}
        self.of[docname] = frozenset(names - {""})


@dataclass(frozen=True)
class Offers:
    """What the pages of a language offer one another."""

    everywhere: str = ""  #: digest of what every page shows: the navigation, what is not known
    contents: dict[str, str] = field(default_factory=dict)  #: docname → title and headings
    names: dict[str, frozenset[str]] = field(default_factory=dict)  #: name → where it leads

    @classmethod
    def of(
        cls, env: BuildEnvironment, before: Offers | None = None, read: Iterable[str] = ()
    ) -> Offers:
        """What there is now: of pages that were not ``read`` since, the contents that were there.

        Where sections are numbered, those of every page.
        """
        known = before.contents if before and not env.numbered_toctrees else {}
        kept = {own: known[own] for own in (known.keys() - set(read)) & env.all_docs.keys()}
        names: dict[str, set[str]] = {}
        for domain in env.domains.sorted():
            for name, shown, kind, docname, anchor, _ in domain.get_objects():
                place = "\n".join(map(str, (domain.name, kind, shown, docname, anchor)))
                names.setdefault(str(name).lower(), set()).add(place)
        labels: dict[str, tuple[str, str]] = env.domains.standard_domain.anonlabels
        for name, target in labels.items():
            names.setdefault(name.lower(), set()).add("\n".join(target))
        return cls(
            _digest(list(_everywhere(env))),
            kept | {own: _digest(_content(env, own)) for own in env.all_docs if own not in kept},
            {name: frozenset(places) for name, places in names.items()},
        )


def _everywhere(env: BuildEnvironment) -> Iterator[object]:
    for docname, title in sorted(env.titles.items()):
        yield docname, title.pformat()
        if docname in env.toctree_includes:
            for tree in env.tocs[docname].findall(addnodes.toctree):
                yield [(key, tree[key]) for key in sorted(tree.attributes) if key != "rawentries"]
    for domain in env.domains.sorted():
        if domain.name not in _TOLD:
            yield domain.name, _plain(domain.data)


def _content(env: BuildEnvironment, docname: str) -> list[object]:
    slugs = env.metadata.get(docname, {}).get("myst_slugs", {})
    # the lines of headings, which MyST keeps beside them, are shown nowhere
    anchors = sorted((slug, *rest) for slug, (_, *rest) in slugs.items())
    return [env.titles[docname].pformat(), env.tocs[docname].pformat(), anchors]


def _plain(value: object) -> object:
    """A value as JSON can write it, the same however it came about."""
    match value:
        case nodes.Node():
            return value.pformat()
        case dict():
            return sorted((repr(_plain(key)), _plain(own)) for key, own in value.items())
        case set() | frozenset():
            return sorted(repr(_plain(own)) for own in value)
        case list() | tuple():
            return [_plain(own) for own in value]
    return repr(value)


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=_plain).encode()).hexdigest()


def concerned(env: BuildEnvironment, before: Offers, after: Offers) -> set[str]:
    """The pages that show something that changed."""
    if before.everywhere != after.everywhere:
        return set(env.all_docs)
    changed = {
        docname
        for docname in before.contents.keys() | after.contents.keys()
        if before.contents.get(docname) != after.contents.get(docname)
    }
    asked = {docname.lower() for docname in changed} | {
        name
        for name in before.names.keys() | after.names.keys()
        if before.names.get(name) != after.names.get(name)
    }
    mentions: dict[str, frozenset[str]] = env.domaindata[Mentions.name]["of"]
    found = {docname for docname, names in mentions.items() if names & asked}
    waiting = changed
    while waiting:  # a list of pages shows the headings of pages, and of pages below those
        waiting = {
            parent for docname in waiting for parent in env.files_to_rebuild.get(docname, ())
        } - found
        found |= waiting
    return found & set(env.all_docs)


def setup_mentions(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_domain(Mentions)
