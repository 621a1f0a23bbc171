"""The list of pages for search engines."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from build_tools.pages.bundle import PageBundle, Status
from build_tools.theme.addresses import addresses

if TYPE_CHECKING:
    from collections.abc import Iterable

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def sitemap(bundles: Iterable[PageBundle], site_url: str) -> str:
    """The sitemap; a page that shows the source's text for want of a translation is left out."""
    root = Element("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    for bundle in sorted(bundles, key=lambda page: (page.docname, page.language)):
        known = addresses(bundle, site_url)
        if known is None or bundle.status is Status.MISSING:
            continue
        url = SubElement(root, "url")
        SubElement(url, "loc").text = known.canonical
        for language, address in known.alternates:
            link = {"rel": "alternate", "hreflang": language, "href": address}
            SubElement(url, "xhtml:link", link)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def robots(site_url: str) -> str:
    """What crawlers are told: everything is open, and where the list is."""
    return f"User-agent: *\nAllow: /\nSitemap: {site_url.rstrip('/')}/sitemap.xml\n"
