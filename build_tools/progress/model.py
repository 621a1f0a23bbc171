"""How far each language is, told by the pages' own bundles: nothing is compared a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict

from build_tools.pages.bundle import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from build_tools.pages.bundle import PageBundle

#: The directive that shows it.
STATUS: Final = "translation-status"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Frozen):
    """A section to translate again."""

    anchor: str
    title: str


class PageProgress(_Frozen):
    """A page in a language."""

    docname: str
    title: str
    text_language: str  #: of the title
    status: Status
    stale: list[Place]  #: sections whose source changed, or that nobody recorded
    new: list[Place]  #: sections that the source has and the translation has not
    words: int  #: of the source, in the sections to do
    day: str  #: when something of it was recorded last; empty where nothing was


class LanguageProgress(_Frozen):
    """A language."""

    language: str
    pages: list[PageProgress]

    def count(self, status: Status) -> int:
        """How many pages are of this kind."""
        return sum(page.status is status for page in self.pages)

    @property
    def words(self) -> int:
        """Of the source, to do."""
        return sum(page.words for page in self.pages)

    @property
    def day(self) -> str:
        """When something was recorded last."""
        return max((page.day for page in self.pages), default="")


def with_status(bundle: PageBundle, others: Iterable[PageBundle]) -> PageBundle:
    """The bundle of a page that shows how far its language is; in the source language, all are."""
    pages: dict[str, dict[str, PageBundle]] = {}
    for other in others:
        pages.setdefault(other.language, {})[other.docname] = other
    source = next(name for name, own in bundle.alternates.items() if own is Status.SOURCE)
    wanted = [name for name in bundle.alternates if name != source]
    if bundle.language != source:
        wanted = [bundle.language]
    shown = [
        LanguageProgress(
            language=language,
            pages=[
                _page(own, pages[source][docname])
                for docname, own in pages.get(language, {}).items()
                if docname in pages[source]
            ],
        )
        for language in wanted
    ]
    return bundle.model_copy(update={"progress": [own.model_dump(mode="json") for own in shown]})


def _page(own: PageBundle, source: PageBundle) -> PageProgress:
    missing = own.status is Status.MISSING
    done = (
        set()
        if missing
        else {one.anchor for one in own.sections if not (one.stale or one.borrowed)}
    )
    written = set() if missing else {one.anchor for one in own.sections if not one.borrowed}
    return PageProgress(
        docname=own.docname,
        title=own.title,
        text_language=own.text_language,
        status=own.status,
        stale=[]
        if missing
        else [Place(anchor=one.anchor, title=one.title) for one in own.sections if one.stale],
        new=[]
        if missing
        else [
            Place(anchor=one.anchor, title=one.title)
            for one in source.sections
            if one.anchor not in written
        ],
        words=sum(one.words for one in source.sections if one.anchor not in done),
        day=max((one.day for one in own.sections), default=""),
    )


def progress_of(data: Iterable[Mapping[str, object]]) -> list[LanguageProgress]:
    """What a bundle holds of it."""
    return [LanguageProgress.model_validate(own) for own in data]
