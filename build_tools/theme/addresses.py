"""Where a page is: relative from another page, and absolute when the site's address is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from build_tools.pages.bundle import PageBundle, Status

if TYPE_CHECKING:
    from collections.abc import Mapping


#: Folder, below the site's root, of the pictures that other sites show beside links.
PREVIEWS = "previews"


def page_path(language: str, docname: str) -> str:
    """The page's path below the site's root: ``fr/lessons/x.html``."""
    return f"{quote(language)}/{quote(docname)}.html"


def relative(docname: str, language: str, other: str = "") -> str:
    """From the page ``docname`` of any language to the same page, or another, in ``language``."""
    return "../" * (docname.count("/") + 1) + page_path(language, other or docname)


def absolute(site_url: str, language: str, docname: str) -> str:
    """The page's full address."""
    return f"{site_url.rstrip('/')}/{page_path(language, docname)}"


def preview_path(bundle: PageBundle) -> str:
    """Below the site's root, the picture beside links to a page: a lesson's own, or the home's."""
    language = bundle.source_language if bundle.status is Status.MISSING else bundle.language
    docname = bundle.docname if bundle.lesson.get("duration") else "index"
    return f"{PREVIEWS}/{quote(language)}/{quote(docname)}.png"


def written(alternates: Mapping[str, Status]) -> list[str]:
    """The languages in which somebody wrote the page: those that are not fallbacks."""
    return [language for language, status in alternates.items() if status is not Status.MISSING]


@dataclass(frozen=True)
class Addresses:
    """What search engines are told about a page."""

    canonical: str
    alternates: tuple[tuple[str, str], ...]  #: (hreflang, address), ``x-default`` last


def addresses(bundle: PageBundle, site_url: str) -> Addresses | None:
    """The page's addresses; None when the site's own is not set.

    A page that shows the source's text for want of a translation is a copy of the source page:
    that one is its canonical address, and it takes no part in the alternates.
    """
    if not site_url:
        return None
    source = absolute(site_url, bundle.source_language, bundle.docname)
    if bundle.status is Status.MISSING:
        return Addresses(canonical=source, alternates=())
    languages = written(bundle.alternates)
    return Addresses(
        canonical=absolute(site_url, bundle.language, bundle.docname),
        alternates=(
            *((lang, absolute(site_url, lang, bundle.docname)) for lang in languages),
            ("x-default", source),
        ),
    )
