"""``{branches}`` and ``{collections}``: tables from the catalogue, in the page's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

from build_tools.dataset import model
from build_tools.opendata.catalogue import read_release
from build_tools.samples.catalogue import CATALOGUE, read_branches

if TYPE_CHECKING:
    from collections.abc import Sequence

_ = get_translation("lessons")


class CatalogueTable(SphinxDirective):
    """A table whose facts stand in a file of the catalogue."""

    def depend_on(self, name: str) -> None:
        """Let the page be made again when the file changes."""
        self.env.note_dependency(str(CATALOGUE / name))

    def table(
        self, widths: Sequence[int], head: Sequence[str], rows: Sequence[Sequence[nodes.Node]]
    ) -> nodes.table:
        """A table that any builder can print; the first cell of a row names it."""
        group = nodes.tgroup("", cols=len(widths))
        group += [nodes.colspec("", colwidth=width) for width in widths]
        titles = [nodes.entry("", nodes.paragraph("", text)) for text in head]
        group += nodes.thead("", nodes.row("", *titles))
        body = nodes.tbody("")
        for row in rows:
            body += nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in row))
        group += body
        table = nodes.table("", group, classes=["catalogue-table"])
        self.set_source_info(table)
        return table


class BranchesDirective(CatalogueTable):
    """``{branches} event weight``: the branches of these groups; of all without an argument."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = False

    def run(self) -> list[nodes.Node]:
        """Make the table; an unknown group is an error with its line."""
        groups = self.arguments[0].split() if self.arguments else list(model.GROUPS)
        if unknown := model.unknown_groups(groups):
            raise self.error(
                f"no group of branches is called {', '.join(unknown)};"
                f" there are {', '.join(model.GROUPS)}"
            )
        self.depend_on("branches.yaml")
        found = model.branch_rows(read_branches(), groups, self.config.language, _)
        rows = [
            [
                nodes.literal("", row.name),
                _with_code(f"{row.meaning}. {row.note}" if row.note else row.meaning),
                nodes.Text(row.unit),
                nodes.Text(row.kind),
            ]
            for row in found
        ]
        # what a narrow screen shows without scrolling comes first
        head = [_("Branch"), _("Meaning"), _("Unit"), _("Values")]
        return [self.table((22, 48, 8, 22), head, rows)]


class CollectionsDirective(CatalogueTable):
    """``{collections}``: what each collection holds, how large it is and how to cite it."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Make the table."""
        self.depend_on("collections.yaml")
        rows = [
            [
                nodes.literal("", row.name),
                nodes.Text(row.requires),
                nodes.Text(row.data),
                nodes.Text(row.simulation),
                nodes.reference("", row.short_doi, refuri=f"https://doi.org/{row.doi}"),
            ]
            for row in model.collection_rows(read_release().collections, self.config.language, _)
        ]
        head = [_("Collection"), _("Each event has"), _("Data"), _("Simulation"), _("DOI")]
        table = self.table((16, 44, 10, 18, 12), head, rows)
        caption = _("The DOI of each collection begins with {prefix}")
        table.insert(0, nodes.title("", caption.format(prefix=model.DOIS)))
        return [table]


def _with_code(text: str) -> nodes.inline:
    """A text in which names of branches are set as code."""
    inline = nodes.inline()
    end = 0
    for match in model.CODE.finditer(text):
        inline += [nodes.Text(text[end : match.start()]), nodes.literal("", match[0])]
        end = match.end()
    inline += nodes.Text(text[end:])
    return inline
