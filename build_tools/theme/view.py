"""Everything that the templates need to know about one page, as values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from build_tools.localisation.numbers import format_bytes
from build_tools.pages.bundle import DOWNLOADS
from build_tools.pages.languages import language_name
from build_tools.theme.addresses import Addresses, addresses, relative
from build_tools.theme.languages import minutes
from build_tools.theme.provenance import DataKind, SampleRow, data_kind, sample_rows
from build_tools.theme.reports import Contact, Report, reports, suggestion
from build_tools.theme.switch import Choice, choices

if TYPE_CHECKING:
    from build_tools.pages.bundle import PageBundle, Section, Status
    from build_tools.pages.repository import Repository

Translators = Callable[[str], Callable[[str], str]]


@dataclass(frozen=True)
class SectionToDo:
    """A section whose source changed since it was translated, or that nobody has translated."""

    anchor: str
    title: str
    suggestion: Report | None  #: how to help with it, where there is someone to tell


@dataclass(frozen=True)
class Translation:
    """How the page stands towards its source, for the notice above the article."""

    status: Status
    language: str  #: name of the page's language, in that language
    source: str  #: name of the source language, in the page's language
    source_tag: str
    source_href: str
    file: str  #: that a translator writes
    original_href: str = ""  #: of the source page's file, when the repository is known
    guide_href: str = ""
    progress_href: str = ""  #: of the page that tells how far the translation is
    stale: tuple[SectionToDo, ...] = ()
    borrowed: tuple[SectionToDo, ...] = ()  #: shown in the source's words


@dataclass(frozen=True)
class DownloadRow:
    """A file to take home."""

    kind: str
    href: str  #: from the page
    format: str  #: as people name it: ``XML``
    size: str

    def item(self, words: str) -> str:
        """The file in the list of a page's downloads, as HTML; ``words`` say what it is."""
        link = f'<a href="{escape(self.href)}" download>{escape(words)}</a>'
        return f"<li>{link} ({escape(self.format)}, {escape(self.size)})</li>"


@dataclass(frozen=True)
class PageView:
    """One page in one language."""

    language: str
    text_language: str
    choices: tuple[Choice, ...]
    translation: Translation | None = None
    level: int | None = None
    duration: str = ""
    data: DataKind | None = None
    samples: tuple[SampleRow, ...] = ()
    downloads: tuple[DownloadRow, ...] = ()
    addresses: Addresses | None = None
    reports: tuple[Report, ...] = ()


def page_view(
    bundle: PageBundle,
    *,
    contact: Contact,
    progress: str,
    titles: Mapping[str, str],
    translators: Translators,
) -> PageView:
    """The view of a page.

    ``progress`` is the page that tells how far translations are, where there is one; ``titles``
    maps each section's anchor to its heading's text.
    """
    language, source = bundle.language, bundle.source_language
    duration = bundle.lesson.get("duration")

    def to_do(sections: Iterable[Section]) -> tuple[SectionToDo, ...]:
        return tuple(
            SectionToDo(
                section.anchor,
                titles.get(section.anchor, section.anchor),
                suggestion(bundle, contact, translators(language), section),
            )
            for section in sections
        )

    return PageView(
        language=language,
        text_language=bundle.text_language,
        choices=choices(
            bundle.docname,
            language,
            list(bundle.alternates),
            [section.anchor for section in bundle.sections],
            translators,
            absent=bundle.absent,
        ),
        translation=Translation(
            status=bundle.status,
            language=language_name(language),
            source=language_name(source, language),
            source_tag=source,
            source_href=relative(bundle.docname, source),
            file=f"content/{language}/{bundle.docname}.md",
            progress_href=relative(bundle.docname, language, progress) if progress else "",
            **_on_translating(bundle, contact.repository),
            stale=to_do(section for section in bundle.sections if section.stale),
            borrowed=to_do(section for section in bundle.sections if section.borrowed),
        ),
        level=bundle.lesson.get("level"),
        duration=minutes(int(duration), language) if duration else "",
        data=data_kind(bundle.samples),
        samples=sample_rows(bundle.samples, language),
        downloads=tuple(
            DownloadRow(
                own.kind,
                "../" * bundle.docname.count("/") + quote(f"{DOWNLOADS}/{own.path}"),
                own.path.rpartition(".")[2].upper(),
                format_bytes(own.size, language),
            )
            for own in bundle.downloads
        ),
        addresses=addresses(bundle, contact.site_url),
        reports=reports(bundle, contact, translators(language)),
    )


def _on_translating(bundle: PageBundle, repository: Repository | None) -> dict[str, str]:
    """Where the file to translate is, and how it is done."""
    if repository is None:
        return {}
    return {
        "original_href": repository.file(bundle.path.as_posix()),
        "guide_href": repository.guide("translate", bundle.language),
    }


def plain_view(
    docname: str, language: str, languages: list[str], translators: Translators
) -> PageView:
    """The view of a page that no author wrote, such as the search page."""
    return PageView(
        language=language,
        text_language=language,
        choices=choices(docname, language, languages, [], translators),
    )
