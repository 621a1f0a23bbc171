"""Headings carry the source's ids in every language; sections that are stale or borrowed say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms import SphinxTransform

from build_tools.localisation.dates import long_day
from build_tools.pages.languages import language_name
from build_tools.rendering.current import bundle_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from build_tools.pages.bundle import PageBundle, Section

_ = get_translation("lessons")


class SectionLanguages(SphinxTransform):
    """Say of every section that is in another language than what is round it which one it is.

    docutils writes a class ``language-en`` as ``lang="en"``.
    """

    default_priority = 200  # before terms are linked and words are typeset

    def apply(self, **kwargs: Any) -> None:  # noqa: ARG002  docutils' signature
        """Mark sections that are shown in the source's words, and translated ones inside them."""
        bundle = bundle_of(self.env, self.env.docname)
        if bundle is None or not any(section.borrowed for section in bundle.sections):
            return
        source = bundle.source_language
        sections = list(self.document.findall(nodes.section))
        for section, known in zip(sections, bundle.sections, strict=False):
            language = source if known.borrowed else bundle.text_language
            if language != section_language(section.parent, bundle.text_language):
                section["classes"].append(f"language-{language}")


def section_language(node: nodes.Node | None, default: str) -> str:
    """The language of the section in which something stands."""
    while node is not None:
        if isinstance(node, nodes.section):
            for name in node["classes"]:
                if name.startswith("language-"):
                    return str(name.removeprefix("language-"))
        node = node.parent
    return default


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
            if known.stale or known.borrowed:
                section["classes"].append("stale-section" if known.stale else "borrowed-section")
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
    """Put a notice under the heading of every section that is not the source's in other words."""
    bundle = bundle_of(app.env, app.env.docname)
    if bundle is None:
        return
    known = {section.anchor: section for section in bundle.sections}
    for section in document.findall(nodes.section):
        if not {"stale-section", "borrowed-section"} & set(section["classes"]):
            continue
        notice = _notice(bundle, known[section["ids"][0]])
        position = 1 + next(
            (n for n, child in enumerate(section) if isinstance(child, nodes.title)), -1
        )
        section.insert(position, notice)


def mark_contents(app: Sphinx, document: nodes.document) -> None:
    """Say of titles in the page's list of contents which language they are in, as in the page."""
    bundle = bundle_of(app.env, app.env.docname)
    contents = app.env.tocs.get(app.env.docname)
    if bundle is None or contents is None:
        return
    own = bundle.text_language
    languages = {
        f"#{section['ids'][0]}": section_language(section, own)
        for section in document.findall(nodes.section)
    }
    for entry in contents.findall(nodes.reference):
        language = languages.get(entry.get("anchorname", ""), own)
        if language != own:
            entry["classes"].append(f"language-{language}")


def _notice(bundle: PageBundle, section: Section) -> nodes.container:
    """What happened to a section, and where its source can be read."""
    source = bundle.source_language
    if section.borrowed:
        text = _("This section is not yet available in {language}. It is shown in {source}.")
        text = text.format(
            language=language_name(bundle.language),
            source=language_name(source, bundle.language),
        )
        # these words are the page's, in a section that is not
        classes = ["stale-notice", "no-search", f"language-{bundle.language}"]
        return nodes.container("", nodes.paragraph("", text), classes=classes)
    if not section.digest:
        text = _("The source no longer has this section.")
    elif section.day:
        day = long_day(section.day, bundle.language)
        text = _("The source of this section has changed since it was translated, on {day}.")
        text = text.format(day=day)
    else:
        text = _("This section has not been compared with its source yet.")
    up = "../" * (bundle.docname.count("/") + 1)
    place = f"#{section.anchor}" if section.digest else ""
    link = nodes.reference(
        "",
        _("Read it in {source}").format(source=language_name(source, bundle.language)),
        refuri=f"{up}{source}/{bundle.docname}.html{place}",
        internal=True,
    )
    return nodes.container(
        "",
        nodes.paragraph("", "", nodes.Text(f"{text} "), link),
        classes=["stale-notice", "no-search"],
    )
