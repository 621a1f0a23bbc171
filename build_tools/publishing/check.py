"""Look at the published pages as a reader's browser would, and say what is wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml import html as lxml_html

from build_tools.pages.bundle import PageBundle, Status
from build_tools.theme.addresses import page_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from lxml.html import HtmlElement


#: attributes that make a browser fetch something at once
_LOADING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
    "object": "data",
    "image": "href",
    "use": "href",
}
#: relations whose target a browser fetches; the others are only named
_LOADING_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest"}
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True, order=True)
class Finding:
    """Something wrong on a page, and what to do about it."""

    page: str  #: path below the site's root
    message: str

    def __str__(self) -> str:
        return f"{self.page}: {self.message}"


@dataclass(frozen=True)
class Page:
    """One published page, parsed when first needed."""

    site: Path
    path: str  #: below the site's root, with slashes
    stale: bool = False  #: its source has changed since, so a place it links to may be gone

    @cached_property
    def root(self) -> HtmlElement:
        """The parsed document."""
        data = (self.site / self.path).read_bytes()
        return lxml_html.document_fromstring(data, parser=lxml_html.HTMLParser(encoding="utf-8"))

    @cached_property
    def ids(self) -> frozenset[str]:
        """Everything that a fragment may name."""
        return frozenset(self.root.xpath("//@id | //a/@name"))

    def count(self, tag: str, css_class: str) -> int:
        """How many elements of this tag have this class."""
        test = f"//{tag}[contains(concat(' ', normalize-space(@class), ' '), ' {css_class} ')]"
        return len(self.root.xpath(test))


def check(site: Path, bundles: Iterable[PageBundle]) -> list[Finding]:
    """Every finding on every page, sorted."""
    bundles = list(bundles)
    stale = {
        unquote(page_path(bundle.language, bundle.docname))
        for bundle in bundles
        if bundle.status is Status.STALE
    }
    pages = {
        path: Page(site, path, path in stale)
        for path in sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    }
    findings: set[Finding] = set()
    for page in pages.values():
        findings.update(Finding(page.path, message) for message in _check_page(page, pages))
    for bundle in bundles:
        path = page_path(bundle.language, bundle.docname)
        found = pages.get(unquote(path))
        messages = (
            ["the page is missing from the site. Build the site again."]
            if found is None
            else _check_content(found, bundle)
        )
        findings.update(Finding(path, message) for message in messages)
    return sorted(findings)


def visible_cells(bundle: PageBundle) -> int:
    """How many code cells the page must show, with their code or their output."""
    return sum(not cell.removed for cell in bundle.cells)


def _check_content(page: Page, bundle: PageBundle) -> Iterator[str]:
    """What the bundle promises must be there."""
    for what, shown, expected in (
        ("figures", page.count("figure", "lesson-figure"), bundle.figures),
        ("data frames", page.count("table", "dataframe"), bundle.tables),
        ("code cells", page.count("div", "cell"), visible_cells(bundle)),
    ):
        if shown != expected:
            yield (
                f"shows {shown} {what} where {bundle.path} makes {expected}. "
                "Look at the page and at the warnings of its build."
            )


def _check_page(page: Page, pages: Mapping[str, Page]) -> Iterator[str]:
    """What holds for every page."""
    if not page.root.get("lang"):
        yield "has no language: <html lang=…> is missing. Repair the layout template."
    headings = page.root.xpath("//h1")
    if len(headings) != 1:
        yield f"has {len(headings)} headings of the first level; it needs exactly one `# Title`."
    for image in page.root.xpath("//img[not(@alt)]"):
        yield f"image {image.get('src')} has no alternative text. Say in it what the image shows."
    for identifier in _repeated(page.root.xpath("//@id")):
        yield f"id {identifier!r} is used twice, so links to it go to the first only."
    for script in page.root.xpath("//script[not(@src)]"):
        if script.get("type", "text/javascript") in {"text/javascript", "module"}:
            yield "has an inline script, which a strict web server refuses. Move it to a file."
    for element, address in _links(page.root):
        yield from _check_link(page, element, address, pages)


def _repeated(values: Iterable[str]) -> list[str]:
    return sorted(value for value, times in Counter(values).items() if times > 1)


def _links(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Every element that leads somewhere, with the address."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for attribute in ("href", "src", "data", _XLINK_HREF, "data-bundle", "data-figure"):
            address = element.get(attribute)
            if address is not None and not (attribute == "data" and element.tag != "object"):
                yield element, address
        for candidate in (element.get("srcset") or "").split(","):
            if candidate.strip():
                yield element, candidate.split()[0]


def _loads(element: HtmlElement) -> bool:
    """Whether a browser fetches the element's target without being asked."""
    if element.tag == "link":
        return bool(_LOADING_RELATIONS & set((element.get("rel") or "").split()))
    return element.tag in _LOADING


def _check_link(
    page: Page, element: HtmlElement, address: str, pages: Mapping[str, Page]
) -> Iterator[str]:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        if _loads(element) and parts.scheme != "data":
            yield f"loads {address} from another host. Put the file into the site."
        return
    if parts.path.startswith("/"):
        yield f"link {address} begins at the server's root. Write it relative to the page."
        return
    target = page.path
    if parts.path:
        file = (page.site / page.path).parent / unquote(parts.path)
        resolved = file.resolve()
        if not resolved.is_relative_to(page.site.resolve()):
            yield f"link {address} leads out of the site. Correct it."
            return
        if resolved.is_dir():
            yield f"link {address} leads to a folder. Name the page in it, such as index.html."
            return
        if not resolved.is_file():
            yield f"link {address} leads nowhere: there is no such file. Correct or remove it."
            return
        target = resolved.relative_to(page.site.resolve()).as_posix()
    fragment = unquote(parts.fragment)
    if page.stale:
        return  # the build has told what it lacks, and it must not stop the author of the source
    if fragment and fragment != "top" and target in pages and fragment not in pages[target].ids:
        yield f"link {address} names a place that {target} does not have. Correct the part after #."
