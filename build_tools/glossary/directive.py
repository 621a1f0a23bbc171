"""``{glossary-terms}``: the terms of the page's language, with their words in the others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.domains.std import Glossary
from sphinx.util.docutils import SphinxDirective

from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.rendering.current import bundle_of
from build_tools.terms.loading import TERMS, read_terms

if TYPE_CHECKING:
    from build_tools.terms.model import Term, Terms


class GlossaryTermsDirective(SphinxDirective):
    """A glossary as Sphinx knows it, made from the catalogue; without argument or content."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Let Sphinx make the glossary, then put the other languages' words beside each term.

        In another language than the source the list also has the terms that are not translated yet,
        in the source's words.
        """
        root = Path(self.env.app.confdir)
        self.env.note_dependency(str(root / TERMS))
        bundle = bundle_of(self.env, self.env.docname)
        language = bundle.text_language if bundle else self.config.language
        terms = read_terms(root)
        entries = terms.in_language(language)
        if not entries:
            language = SOURCE_LANGUAGE
            entries = terms.in_language(language)
        content = StringList()
        source = str(root / TERMS)
        for _, wording in entries:
            content.append(wording.word, source, wording.line)
            content.append(f"  {wording.definition}", source, wording.line)
            content.append("", source, wording.line)
        made = Glossary(
            "glossary",
            [],
            {},
            content,
            self.lineno,
            self.content_offset,
            "",
            self.state,
            self.state_machine,
        ).run()
        items = [item for node in made for item in node.findall(nodes.definition_list_item)]
        for (term, _), item in zip(entries, items, strict=True):
            self._other_words(item, term, language, terms)
        return made

    def _other_words(
        self, item: nodes.definition_list_item, term: Term, language: str, terms: Terms
    ) -> None:
        """Show the term's words in other languages, and let links find it by any of its words."""
        shown = next(item.findall(nodes.term))
        anchor = shown["ids"][0]
        others = [own for own in sorted(term.wordings) if own != language]
        beside = others if language == SOURCE_LANGUAGE else [SOURCE_LANGUAGE]
        for own in beside:
            word = term.wordings[own].word
            if word != term.wordings[language].word:
                other = nodes.inline("", word, classes=["other-word", f"language-{own}"])
                shown += [nodes.Text(" "), other]
        standard = self.env.domains.standard_domain
        for own in (language, *others):
            for word in term.wordings[own].written:
                if ("term", word) not in standard.objects and not _is_of_another(
                    word, term, language, terms
                ):
                    standard._note_term(word, anchor, location=shown)  # noqa: SLF001  as `Glossary` does


def _is_of_another(word: str, term: Term, language: str, terms: Terms) -> bool:
    """Whether a word is another term's in the page's own language."""
    plain = word.casefold()
    return any(
        other.id != term.id and plain in {own.casefold() for own in wording.written}
        for other, wording in terms.in_language(language)
    )
