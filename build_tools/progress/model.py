"""How far each language is: what the translators' desk says of every page, put together again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from build_tools.translation.model import Language, Page
from build_tools.translation.view import language_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from build_tools.pages.bundle import PageBundle

#: The directive that shows it.
STATUS: Final = "translation-status"


def with_status(bundle: PageBundle, others: Iterable[PageBundle]) -> PageBundle:
    """The bundle of a page that shows how far its language is; in the source language, all are."""
    pages: dict[str, list[Page]] = {}
    for other in others:
        if other.standing:
            pages.setdefault(other.language, []).append(Page.model_validate(other.standing))
    source = bundle.source_language
    wanted = [name for name in bundle.alternates if name != source]
    if bundle.language != source:
        wanted = [bundle.language]
    shown = [language_view(language, pages.get(language, [])) for language in wanted]
    return bundle.model_copy(update={"progress": [own.model_dump(mode="json") for own in shown]})


def progress_of(data: Iterable[Mapping[str, object]]) -> list[Language]:
    """What a bundle holds of it."""
    return [Language.model_validate(own) for own in data]
