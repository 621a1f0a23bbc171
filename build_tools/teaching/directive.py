"""One directive per block."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

from build_tools.pages.space import ruled_lines
from build_tools.teaching import model
from build_tools.teaching.nodes import collapsed

_ = get_translation("lessons")


class BlockDirective(SphinxDirective):
    """A titled block; the argument is added to its title."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    block: ClassVar[model.Block]

    def run(self) -> list[nodes.Node]:
        """Make a collapsed block or an admonition that any builder can print."""
        self.assert_has_content()
        title = _(self.block.title)
        if self.arguments:
            title = _("{kind}: {title}").format(kind=title, title=self.arguments[0])
        words, _messages = self.parse_inline(title)
        classes = ["lesson-block", f"lesson-{self.block.name}"]
        content = self.parse_content_to_nodes()
        if self.block.name == "objectives":
            _numbered(content)
        if lines := self.options.get("space"):
            content.append(nodes.container(classes=["room", f"room-{lines}"]))
        if self.block.collapsed:
            node: nodes.Element = collapsed(
                "", nodes.title(title, "", *words), *content, classes=classes
            )
        else:
            heading = nodes.title(title, "", *words)
            node = nodes.admonition("", heading, *content, classes=["admonition", *classes])
        self.set_source_info(node)
        return [node]


def _numbered(content: list[nodes.Node]) -> None:
    """Give each objective an id, for the questions that are about it."""
    lists = (node for node in content if isinstance(node, nodes.bullet_list))
    for number, item in enumerate((item for one in lists for item in one.children), 1):
        if isinstance(item, nodes.Element):
            item["ids"].append(f"objective-{number}")


def _directive(block: model.Block) -> type[BlockDirective]:
    options = {"space": ruled_lines} if block.written else None
    members = {"block": block, "option_spec": options}
    return type(f"{block.name.title()}Directive", (BlockDirective,), members)


#: Directive name → class.
BLOCKS = {block.name: _directive(block) for block in model.BLOCKS}
