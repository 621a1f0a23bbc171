"""``{guide}`how to write questions <write-a-quiz>```: a guide of the project, where it is."""

from __future__ import annotations

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole

from build_tools.pages.repository import GUIDES, repository

_logger = logging.getLogger(__name__)


class GuideRole(ReferenceRole):
    """A link into the repository; words only where the site does not say where that is."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the link."""
        known = repository(self.config.lessons_repository)
        if not self.has_explicit_title or self.target not in GUIDES:
            _logger.warning(
                "{guide} is written `words <name>`, with one of the names %s: “%s”",
                ", ".join(GUIDES), self.text,
                location=self.get_location(), type="lessons", subtype="guide",
            )  # fmt: skip
        elif known:
            address = known.guide(self.target, self.config.language)
            return [nodes.reference(self.rawtext, self.title, refuri=address)], []
        return [nodes.Text(self.title)], []
