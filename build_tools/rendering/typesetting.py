"""Pages are typeset as their language is: see ``typography.rules``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from build_tools.rendering.current import bundle_of
from build_tools.rendering.headings import section_language
from build_tools.typography.rules import CLINGS_AFTER, CLINGS_BEFORE, typeset

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where signs are no prose.
_AS_WRITTEN = (nodes.literal, nodes.math, nodes.raw, nodes.comment, nodes.FixedTextElement)


class Typesetting(SphinxTransform):
    """Put the language's own spaces, quotation marks and apostrophes into a page's prose."""

    default_priority = 320  # after first uses are linked: that looks for words as they were typed

    def apply(self, **kwargs: Any) -> None:  # noqa: ARG002  docutils' signature
        """Change the texts of the page."""
        bundle = bundle_of(self.env, self.env.docname)
        default = bundle.text_language if bundle else self.config.language
        for block in self.document.findall(nodes.TextElement):
            if isinstance(block, (nodes.Inline, *_AS_WRITTEN)):
                continue
            language = section_language(block, default)
            before = ""
            for text in list(_texts(block)):
                if not isinstance(text.parent, _AS_WRITTEN) and not _is_foreign(text.parent):
                    made = nodes.Text(typeset(text.astext(), language, before))
                    if made.astext() != text.astext():
                        text.parent.replace(text, made)
                before = text.astext()[-1:] or before
        # a paragraph at a time: one by one, each would be looked for among all the others
        parents = {id(own.parent): own.parent for own in self.document.findall(nodes.math)}
        for parent in parents.values():
            _hold(parent)


def _texts(block: nodes.Element) -> Iterator[nodes.Text]:
    yield from block.findall(nodes.Text)


def _is_foreign(node: nodes.Element) -> bool:
    classes: list[str] = node.get("classes", [])
    return any(own.startswith("language-") for own in classes)


def _hold(parent: nodes.Element | None) -> None:
    """Keep the formulae of a text each on one line with what clings to it.

    Browsers part a formula even from the comma behind it, whatever signs stand between.
    """
    assert parent is not None  # noqa: S101  formulae stand in a text
    made: list[nodes.Node] = []
    children = list(parent.children)
    for place, child in enumerate(children):
        if not isinstance(child, nodes.math):
            made.append(child)
            continue
        held: list[nodes.Node] = [child]
        left = made[-1] if made else None
        if isinstance(left, nodes.Text) and (match := CLINGS_BEFORE.search(left)):
            held.insert(0, nodes.Text(match[0]))
            made[-1] = nodes.Text(left[: match.start()])
        after = children[place + 1] if place + 1 < len(children) else None
        if isinstance(after, nodes.Text) and (match := CLINGS_AFTER.match(after)):
            held.append(nodes.Text(match[0]))
            children[place + 1] = nodes.Text(after[match.end() :])
        made.append(nodes.inline("", "", *held, classes=["held"]) if len(held) > 1 else child)
    parent.children = []
    parent.extend(made)
