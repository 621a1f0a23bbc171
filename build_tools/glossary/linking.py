"""The first use of each term on a page becomes a link to the glossary."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from build_tools.rendering.current import bundle_of
from build_tools.rendering.headings import section_language
from build_tools.terms.loading import TERMS, read_terms
from build_tools.terms.matching import term_called, uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from build_tools.terms.model import Terms

#: Where words are no running text: nothing in them becomes a link.
_LEFT_ALONE = (
    nodes.literal,
    nodes.literal_block,
    nodes.reference,
    nodes.term,
    nodes.raw,
    nodes.footnote,
    nodes.FixedTextElement,
    nodes.math,
    nodes.math_block,
    addnodes.pending_xref,
    addnodes.glossary,
    addnodes.toctree,
)
#: Another of that kind, by the name of its class: a room above this one makes it.
_LEFT_ALONE_NAMES = frozenset({"quiz_question"})
#: A list of links, by its class: each entry leads to one place.
_LEFT_ALONE_CLASS = "lesson-cards"


def make_ready(root: Path, language: str) -> None:
    """Load what pages of a language need, before there is a page."""
    terms = read_terms(root)
    term_called("", terms, language)
    list(uses("", terms, language, "linked"))


class LinkFirstUses(SphinxTransform):
    """Link the first use of each term in a page's paragraphs, unless its author linked it."""

    default_priority = 300  # before quotation marks and spaces are touched

    def apply(self, **kwargs: Any) -> None:  # noqa: ARG002  docutils' signature
        """Put links around the words."""
        bundle = bundle_of(self.env, self.env.docname)
        root = Path(self.env.app.confdir)
        if bundle is None or not (root / TERMS).is_file():
            return
        if any(True for _ in self.document.findall(addnodes.glossary)):
            return  # its definitions link one another as they were written
        self.env.note_dependency(str(root / TERMS))
        terms = read_terms(root)
        language = bundle.text_language
        done = _linked_by_hand(self.document, terms, language)
        for text in list(_running_text(self.document)):
            _link(text, terms, language, done)


def _linked_by_hand(document: nodes.document, terms: Terms, language: str) -> set[str]:
    """The terms that the author linked; in a section in other words, to the page's glossary."""
    found = set()
    for link in document.findall(addnodes.pending_xref):
        own = section_language(link, language)
        if link.get("reftype") == "term" and (name := term_called(link["reftarget"], terms, own)):
            found.add(name)
            if own != language:
                link["reftarget"] = terms.terms[name].wordings[language].word
    return found


def _running_text(document: nodes.document) -> Iterator[nodes.Text]:
    for paragraph in document.findall(nodes.paragraph):
        if _stands_in(paragraph):
            continue
        for text in paragraph.findall(nodes.Text):
            if not _stands_in(text.parent, until=paragraph):
                yield text


def _stands_in(node: nodes.Node | None, until: nodes.Node | None = None) -> bool:
    while node is not None and node is not until:
        if isinstance(node, _LEFT_ALONE) or type(node).__name__ in _LEFT_ALONE_NAMES:
            return True
        classes: list[str] = node.get("classes", []) if hasattr(node, "get") else []
        foreign = not isinstance(node, nodes.section) and any(
            own.startswith("language-") for own in classes
        )
        if foreign or {"glued", _LEFT_ALONE_CLASS} & set(classes):
            return True
        node = node.parent
    return False


def _link(text: nodes.Text, terms: Terms, language: str, done: set[str]) -> None:
    """Link to the glossary, which is in ``language``."""
    words = text.astext()
    new: list[nodes.Node] = []
    end = 0
    for use in uses(words, terms, section_language(text, language), "linked"):
        if use.term in done:
            continue
        done.add(use.term)
        shown = words[use.start : use.end]
        link = addnodes.pending_xref(
            "",
            nodes.inline("", shown, classes=["xref", "std", "std-term"]),
            refdomain="std",
            reftype="term",
            reftarget=terms.terms[use.term].wordings[language].word,
            refexplicit=True,
            refwarn=False,  # a page without a glossary beside it keeps its words
        )
        new += [nodes.Text(words[end : use.start]), link]
        end = use.end
    if new:
        parent = text.parent
        assert parent is not None  # noqa: S101  it stands in a paragraph
        parent.replace(text, [*new, nodes.Text(words[end:])])
