"""Headings carry the source's ids in every language; stale sections say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms import SphinxTransform

from build_tools.rendering.current import bundle_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_ = get_translation("lessons")


class SourceAnchors(SphinxTransform):
    """Give every section the id that its bundle names, and MyST's link targets with it.

    The page's own slugs stay valid as link targets, so a translator may link by either.
    """

    default_priority = 870  # before MyST resolves ``#anchor`` links, at 879

    def apply(self, **kwargs: Any) -> None:  # noqa: ARG002  docutils' signature
        """Rewrite ids and slugs."""
        bundle = bundle_of(self.env, self.env.docname)
        if bundle is None:
            return
        sections = list(self.document.findall(nodes.section))
        old_to_new: dict[str, str] = {}
        for section, known in zip(sections, bundle.sections, strict=False):
            own = section["ids"][0]
            old_to_new[own] = known.anchor
            others = [name for name in section["ids"][1:] if name != known.anchor]
            section["ids"] = [known.anchor, *others]
            if known.stale:
                section["classes"].append("stale-section")
            self.document.ids[known.anchor] = section
            for name, identifier in list(self.document.nameids.items()):
                if identifier == own:
                    self.document.nameids[name] = known.anchor
        slugs = getattr(self.document, "myst_slugs", None)
        if slugs is None:
            return
        for slug, (line, identifier, text) in list(slugs.items()):
            new = old_to_new.get(identifier, identifier)
            slugs[slug] = slugs[new] = (line, new, text)
        self.env.metadata[self.env.docname]["myst_slugs"] = dict(slugs)


def mark_stale_sections(app: Sphinx, document: nodes.document) -> None:
    """Put a notice under the heading of every section whose source changed since."""
    del app
    for section in document.findall(nodes.section):
        if "stale-section" not in section["classes"]:
            continue
        text = _("The source of this section has changed since it was translated.")
        notice = nodes.container("", nodes.paragraph("", text), classes=["stale-notice"])
        position = 1 + next(
            (n for n, child in enumerate(section) if isinstance(child, nodes.title)), -1
        )
        section.insert(position, notice)
