"""``{lang}`en|jet```: words in another language than the page's."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxRole


class LangRole(SphinxRole):
    """Words of another language, in italics, with a ``lang`` that a screen reader follows."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the words; docutils writes a class ``language-en`` as ``lang="en"``."""
        language, bar, words = self.text.partition("|")
        if not bar or not words.strip():
            message = self.inliner.reporter.error(
                f"{{lang}} is written `language|words`, such as {{lang}}`en|jet`: “{self.text}”",
                line=self.lineno,
            )
            return [nodes.Text(self.text)], [message]
        node = nodes.emphasis(self.rawtext, words.strip())
        node["classes"] = [f"language-{language.strip()}"]
        return [node], []
