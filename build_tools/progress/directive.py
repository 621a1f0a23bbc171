"""The Sphinx side: tables that any builder can print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale
from babel.numbers import format_decimal
from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

from build_tools.localisation.dates import long_day
from build_tools.pages.bundle import Status
from build_tools.pages.languages import language_name
from build_tools.pages.repository import repository
from build_tools.progress.model import progress_of
from build_tools.rendering.current import bundle_of
from build_tools.translation.model import PageState, SectionState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from build_tools.translation.model import Language, Page, Section

_ = get_translation("lessons")


class StatusDirective(SphinxDirective):
    """``{translation-status}``: how far this language is; in the source language, all of them."""

    def run(self) -> list[nodes.Node]:
        """Make a table, of pages or of languages."""
        bundle = bundle_of(self.env, self.env.docname)
        if bundle is None:
            return []
        known = progress_of(bundle.progress)
        if bundle.status is Status.SOURCE:
            return [self._languages(known)]
        return [node for own in known for node in self._pages(own)]

    def _languages(self, known: Sequence[Language]) -> nodes.table:
        up = "../" * (self.env.docname.count("/") + 1)
        counted = {
            PageState.CURRENT: _("Up to date"),
            PageState.STALE: _("Out of date"),
            PageState.UNTRANSLATED: _("Begun"),
            PageState.MISSING: _("Missing"),
        }
        head = [_("Language"), *counted.values(), _("Words to do"), _("Last change")]
        rows: list[list[list[nodes.Node]]] = []
        for own in known:
            name = language_name(own.language, self.config.language)
            address = f"{up}{own.language}/{self.env.docname}.html"
            texts = [self._number(count) for count in (*map(own.count, counted), own.words_to_do)]
            texts.append(long_day(own.day, self.config.language) or "–")
            link = nodes.reference("", name, refuri=address, internal=True)
            rows.append([[link]])
            rows[-1] += ([nodes.Text(text)] for text in texts)
        return _table((18, 12, 12, 12, 12, 12, 22), head, rows)

    def _pages(self, own: Language) -> list[nodes.Node]:
        text = _("{current} of {all} pages are up to date. Words to do: {words} of {of}.").format(
            current=own.count(PageState.CURRENT),
            all=len(own.pages),
            words=self._number(own.words_to_do),
            of=self._number(own.words),
        )
        head = [_("Page"), _("State"), _("Words to do"), _("Last change")]
        rows: list[list[list[nodes.Node]]] = [
            [
                [self._title(page)],
                self._state(page),
                [nodes.Text(self._number(page.words_to_do) if page.words_to_do else "–")],
                [nodes.Text(long_day(page.day, self.config.language) or "–")],
            ]
            for page in own.pages
        ]
        return [
            nodes.paragraph("", text),
            _table((28, 44, 12, 16), head, rows),
            *self._next(own),
        ]

    def _next(self, own: Language) -> list[nodes.Node]:
        """The first thing to type, and where it is told how to translate, when that is known."""
        found: list[nodes.Node] = []
        if own.next:
            command = nodes.literal("", own.next)
            found.append(nodes.paragraph("", "", nodes.Text(_("To begin with:") + " "), command))
        if known := repository(self.config.lessons_repository):
            address = known.guide("translate", own.language)
            link = nodes.reference("", _("How to translate"), refuri=address)
            found.append(nodes.paragraph("", "", link))
        return found

    def _title(self, page: Page) -> nodes.Node:
        link = nodes.reference("", page.title, refuri=self._address(page), internal=True)
        return nodes.inline("", "", link, classes=self._foreign(page.sections[0]))

    def _foreign(self, section: Section) -> list[str]:
        """A class for words of the source, which docutils writes as the `lang` of the element."""
        theirs = section.state in {SectionState.MISSING, SectionState.UNTRANSLATED}
        bundle = bundle_of(self.env, self.env.docname)
        return [f"language-{bundle.source_language}"] if theirs and bundle else []

    def _state(self, page: Page) -> list[nodes.Node]:
        if page.state is PageState.CURRENT:
            return [nodes.Text(_("up to date"))]
        if not page.begun:
            missing = page.state is PageState.MISSING
            told = (
                _("missing: write the file {file}.")
                if missing
                else _("begun: write on in the file {file}.")
            )
            before, _file, after = told.partition("{file}")
            return [nodes.Text(before), nodes.literal("", page.path), nodes.Text(after)]
        said = {
            _("changed since:"): {SectionState.STALE},
            _("not recorded:"): {SectionState.UNRECORDED},
            _("not translated yet:"): {SectionState.MISSING, SectionState.UNTRANSLATED},
            _("no longer in the original:"): {SectionState.GONE},
        }
        found: list[nodes.Node] = []
        for text, states in said.items():
            if sections := [own for own in page.to_do if own.state in states]:
                found += [nodes.Text(" ")] if found else []
                found += [nodes.Text(text + " "), *self._places(page, sections)]
        return found or [nodes.Text(_("its sections stand in another order than the original’s"))]

    def _places(self, page: Page, sections: Iterable[Section]) -> list[nodes.Node]:
        found: list[nodes.Node] = []
        for section in sections:
            if found:
                found.append(nodes.Text(", "))
            address = f"{self._address(page)}#{section.anchor}"
            link = nodes.reference("", section.title, refuri=address, internal=True)
            found.append(nodes.inline("", "", link, classes=self._foreign(section)))
        return found

    def _address(self, page: Page) -> str:
        uri: str = self.env.app.builder.get_relative_uri(self.env.docname, page.page)
        # a link to the page itself has no file in it
        return uri or f"{self.env.docname.rpartition('/')[2]}.html"

    def _number(self, value: int) -> str:
        return str(format_decimal(value, locale=Locale.parse(self.config.language, sep="-")))


def _table(
    widths: Sequence[int], head: Sequence[str], rows: Iterable[Sequence[Sequence[nodes.Node]]]
) -> nodes.table:
    """A table with a heading line."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in widths))
    group["cols"] = len(widths)
    titles = (nodes.entry("", nodes.paragraph("", title)) for title in head)
    group += nodes.thead("", nodes.row("", *titles))
    group += nodes.tbody(
        "",
        *(
            nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in row))
            for row in rows
        ),
    )
    return nodes.table("", group, classes=["catalogue-table"])
