"""What machines are told of a page, and those who cite it: summary, preview, date."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from babel.core import get_global
from docutils import nodes

from build_tools.localisation.dates import long_day
from build_tools.pages.bundle import Status
from build_tools.pages.levels import LEVELS
from build_tools.theme.addresses import absolute, preview_path, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from build_tools.pages.bundle import PageBundle

#: Width and height of the pictures beside links, in pixels: what other sites ask for.
PREVIEW_SIZE: Final = (1200, 630)
#: Of the text; the same as in the page's footer.
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
#: Longer summaries are cut by search engines.
_SUMMARY: Final = 160
#: Characters that would end the block of data, or be taken for markup.
_ESCAPED: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


@dataclass(frozen=True)
class Metadata:
    """What stands in a page's head, and the line for who cites it."""

    description: str
    preview: tuple[tuple[str, str], ...]  #: Open Graph: (property, content)
    resource: str  #: JSON-LD of a lesson, ready to stand in a script element; else empty
    date: str  #: in words; empty where a part of the page was never recorded
    address: str  #: of the page, when the site's is known


def metadata(
    bundle: PageBundle,
    doctree: nodes.document | None,
    *,
    site: str,
    site_url: str,
    t: Callable[[str], str],
) -> Metadata:
    """The metadata of a page; ``site`` is the site's title, ``t`` translates into its language."""
    description = summary(doctree)
    shown = bundle.source_language if bundle.status is Status.MISSING else bundle.language
    address = absolute(site_url, shown, bundle.docname) if site_url else ""
    preview = [
        ("og:type", "article" if bundle.docname != "index" else "website"),
        ("og:site_name", site),
        ("og:title", bundle.title),
        ("og:locale", _territory(bundle.text_language)),
    ]
    if description:
        preview.append(("og:description", description))
    if address:
        width, height = PREVIEW_SIZE
        preview += [
            ("og:url", address),
            ("og:image", f"{site_url.rstrip('/')}/{preview_path(bundle)}"),
            ("og:image:width", str(width)),
            ("og:image:height", str(height)),
            ("og:image:alt", bundle.title),
        ]
    preview += [
        ("og:locale:alternate", _territory(language))
        for language in written(bundle.alternates)
        if language != bundle.text_language
    ]
    resource = _resource(bundle, doctree, description, site=site, site_url=site_url, t=t)
    return Metadata(description, tuple(preview), resource, _date(bundle, t), address)


def summary(doctree: nodes.document | None) -> str:
    """The first paragraph of a page's text, cut at a word; empty where there is none."""
    first = next(iter(doctree.findall(nodes.section)), None) if doctree is not None else None
    paragraphs = [node for node in first or () if isinstance(node, nodes.paragraph)]
    text = " ".join(paragraphs[0].astext().split()) if paragraphs else ""
    if len(text) <= _SUMMARY:
        return text
    return text[: text.rindex(" ", 0, _SUMMARY)].rstrip(" ,;:.–—") + "…"


def _territory(language: str) -> str:
    """A language as Open Graph writes it, with the territory that has most readers: ``fr_FR``.

    English is spelt as in Britain, whatever has most readers.
    """
    if language == "en":
        return "en_GB"
    tag = language.replace("-", "_")
    likely = str(get_global("likely_subtags").get(tag, tag)).split("_")
    return f"{likely[0]}_{likely[-1]}"


def _objectives(doctree: nodes.document | None) -> list[str]:
    if doctree is None:
        return []
    return [
        " ".join(item.astext().split())
        for block in doctree.findall(nodes.admonition)
        if "lesson-objectives" in block["classes"]
        for item in block.findall(nodes.list_item)
    ]


def _resource(
    bundle: PageBundle,
    doctree: nodes.document | None,
    description: str,
    *,
    site: str,
    site_url: str,
    t: Callable[[str], str],
) -> str:
    """A lesson as https://schema.org/LearningResource; empty for other pages and for fallbacks."""
    duration = bundle.lesson.get("duration")
    if not duration or bundle.status is Status.MISSING:
        return ""
    source, level = bundle.source_language, bundle.lesson.get("level")

    def other(language: str) -> dict[str, Any]:
        found: dict[str, Any] = {"@type": "LearningResource", "inLanguage": language}
        return found | ({"url": absolute(site_url, language, bundle.docname)} if site_url else {})

    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": bundle.title,
        "description": description,
        "inLanguage": bundle.text_language,
        "learningResourceType": t("lesson"),
        "educationalLevel": t(LEVELS[level]) if level else "",
        "timeRequired": f"PT{duration}M",
        "teaches": _objectives(doctree),
        "license": LICENCE,
        "isAccessibleForFree": True,
        "isPartOf": {"@type": "WebSite", "name": site},
        "url": absolute(site_url, bundle.language, bundle.docname) if site_url else "",
        "dateModified": _day(bundle),
    }
    if bundle.language != source:
        data["translationOfWork"] = other(source)
    else:
        data["workTranslation"] = [
            other(language) for language in written(bundle.alternates) if language != source
        ]
    text = json.dumps({key: value for key, value in data.items() if value}, ensure_ascii=False)
    return "".join(_ESCAPED.get(character, character) for character in text)


def _day(bundle: PageBundle) -> str:
    """Since when the text has been as it is; empty where a section's day is not known.

    From what translators recorded, so that it is the same wherever and whenever the site is built.
    """
    days = [section.day for section in bundle.sections]
    return max(days) if days and all(days) and bundle.status is not Status.MISSING else ""


def _date(bundle: PageBundle, t: Callable[[str], str]) -> str:
    day = _day(bundle)
    if not day:
        return ""
    said = (
        t("Unchanged since {date}.")
        if bundle.status is Status.SOURCE
        else t("Translation of {date}.")
    )
    return said.format(date=long_day(day, bundle.language))
