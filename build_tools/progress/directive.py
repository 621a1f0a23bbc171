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

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from build_tools.progress.model import LanguageProgress, PageProgress, Place

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

    def _languages(self, known: Sequence[LanguageProgress]) -> nodes.table:
        up = "../" * (self.env.docname.count("/") + 1)
        head = [_("Language"), _("Up to date"), _("Changed since"), _("Missing"), _("Words to do")]
        head.append(_("Last change"))
        rows: list[list[list[nodes.Node]]] = []
        for own in known:
            name = language_name(own.language, self.config.language)
            address = f"{up}{own.language}/{self.env.docname}.html"
            kinds = (Status.CURRENT, Status.STALE, Status.MISSING)
            texts = [self._number(count) for count in (*map(own.count, kinds), own.words)]
            texts.append(long_day(own.day, self.config.language) or "–")
            link = nodes.reference("", name, refuri=address, internal=True)
            rows.append([[link]])
            rows[-1] += ([nodes.Text(text)] for text in texts)
        return _table((20, 14, 14, 14, 14, 24), head, rows)

    def _pages(self, own: LanguageProgress) -> list[nodes.Node]:
        text = _("{current} of {all} pages are up to date. Words to do: {words}.").format(
            current=own.count(Status.CURRENT), all=len(own.pages), words=self._number(own.words)
        )
        head = [_("Page"), _("State"), _("Words to do"), _("Last change")]
        rows: list[list[list[nodes.Node]]] = [
            [
                [self._title(page)],
                self._state(own.language, page),
                [nodes.Text(self._number(page.words) if page.words else "–")],
                [nodes.Text(long_day(page.day, self.config.language) or "–")],
            ]
            for page in own.pages
        ]
        return [
            nodes.paragraph("", text),
            _table((28, 44, 12, 16), head, rows),
            *self._guide(own.language),
        ]

    def _guide(self, language: str) -> list[nodes.Node]:
        """Where it is told how to translate, when that is known."""
        known = repository(self.config.lessons_repository)
        if known is None:
            return []
        link = nodes.reference("", _("How to translate"), refuri=known.guide(language))
        return [nodes.paragraph("", "", link)]

    def _title(self, page: PageProgress) -> nodes.Node:
        link = nodes.reference("", page.title, refuri=self._address(page), internal=True)
        # docutils writes such a class as the `lang` of the element, too
        foreign = page.text_language != self.config.language
        classes = [f"language-{page.text_language}"] if foreign else []
        return nodes.inline("", "", link, classes=classes)

    def _state(self, language: str, page: PageProgress) -> list[nodes.Node]:
        if page.status is Status.CURRENT:
            return [nodes.Text(_("up to date"))]
        if page.status is Status.MISSING:
            text = _("missing: write the file {file}.").partition("{file}")
            file = f"content/{language}/{page.docname}.md"
            return [nodes.Text(text[0]), nodes.literal("", file), nodes.Text(text[2])]
        found: list[nodes.Node] = []
        if page.stale:
            found += [nodes.Text(_("changed since:") + " "), *self._places(page, page.stale)]
        if page.new:
            if found:
                found.append(nodes.Text(" "))
            places = self._places(page, page.new, self._source())
            found += [nodes.Text(_("not there yet:") + " "), *places]
        return found or [nodes.Text(_("changed since"))]

    def _places(
        self, page: PageProgress, places: Iterable[Place], source: str = ""
    ) -> list[nodes.Node]:
        found: list[nodes.Node] = []
        for place in places:
            if found:
                found.append(nodes.Text(", "))
            where = f"{self._source_address(page, source) if source else self._address(page)}"
            link = nodes.reference("", place.title, refuri=f"{where}#{place.anchor}", internal=True)
            # as above: these are the source's words
            found.append(nodes.inline("", "", link, classes=[f"language-{source}"] * bool(source)))
        return found

    def _address(self, page: PageProgress) -> str:
        uri: str = self.env.app.builder.get_relative_uri(self.env.docname, page.docname)
        # a link to the page itself has no file in it
        return uri or f"{self.env.docname.rpartition('/')[2]}.html"

    def _source(self) -> str:
        bundle = bundle_of(self.env, self.env.docname)
        known = bundle.alternates if bundle else {}
        return next(name for name, status in known.items() if status is Status.SOURCE)

    def _source_address(self, page: PageProgress, source: str) -> str:
        return "../" * (self.env.docname.count("/") + 1) + f"{source}/{page.docname}.html"

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
