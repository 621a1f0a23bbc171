"""Assemble the site from the rendered pages of each language."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from build_tools.publishing.chooser import STYLESHEET, chooser
from build_tools.publishing.figures import write_figures
from build_tools.publishing.sitemap import robots, sitemap
from build_tools.publishing.slim import slim_site
from build_tools.publishing.swap import begin
from build_tools.theme.catalogues import compile_catalogues, translator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from build_tools.figures.model import Figure
    from build_tools.pages.bundle import PageBundle

#: The renderer's records and the parts of the inherited theme that no page loads: two thirds of
#: the weight on a USB stick.
LEFT_OUT = (
    ".buildinfo*",
    ".doctrees",
    "objects.inv",
    "_sources",
    "*.map",
    "_static/locales",
    "_static/vendor",
    "_static/images/logo_*",
    "_static/styles/theme.css",
    "_static/scripts/bootstrap.js*",
    "_static/scripts/fontawesome.js*",
    "_static/scripts/pydata-sphinx-theme.js",
    "_static/scripts/sphinx-book-theme.js",
    "*webpack-macros.html",
    "_static/basic.css",
    "_static/plus.png",
    "_static/minus.png",
    "_static/file.png",
)

NOTICE = "Made from and for ATLAS Open Data. Not an official ATLAS product."


@dataclass(frozen=True)
class PublishReport:
    """What was assembled."""

    site: Path
    pages: Mapping[str, int]  #: language → pages, those that the renderer adds included
    files: int
    size: int  #: in bytes


def publish(
    html: Mapping[str, Path],
    new: Path,
    *,
    build: Path,
    bundles: Sequence[PageBundle],
    title: str,
    figures: Mapping[str, Figure] = MappingProxyType({}),
    site_url: str = "",
) -> PublishReport:
    """Assemble the site in the folder ``new``, to be looked at before it takes its place.

    ``figures`` are those of all pages, by digest.

    ``html`` maps each language to its rendered tree, in the order that readers see. Without
    ``site_url`` nothing that needs the site's address is written. Raises ``NotOurSiteError``
    where ``new`` is something else.
    """
    begin(new)
    for language, tree in html.items():
        _copy(tree, new / language)
    _write_root(new, list(html), build=build, bundles=bundles, title=title, site_url=site_url)
    write_figures(new, figures)
    slim_site(new)
    return _report(new, list(html))


def _copy(tree: Path, target: Path) -> None:
    """Copy one language's tree without what is left out."""

    def left_out(folder: str, names: list[str]) -> set[str]:
        below = Path(folder).relative_to(tree)
        return {
            name
            for name in names
            if any(
                fnmatch((below / name).as_posix() if "/" in pattern else name, pattern)
                for pattern in LEFT_OUT
            )
        }

    shutil.copytree(tree, target, ignore=left_out)


def _write_root(
    new: Path,
    languages: Sequence[str],
    *,
    build: Path,
    bundles: Sequence[PageBundle],
    title: str,
    site_url: str,
) -> None:
    homes = {bundle.language: bundle.title for bundle in bundles if bundle.docname == "index"}
    compiled = compile_catalogues(build / "locale")
    page = chooser(
        title,
        {language: homes.get(language, title) for language in languages},
        {language: translator(language, compiled)(NOTICE) for language in languages},
    )
    (new / "index.html").write_text(page, encoding="utf-8")
    (new / "chooser.css").write_text(STYLESHEET, encoding="utf-8")
    if site_url:
        (new / "sitemap.xml").write_text(sitemap(bundles, site_url), encoding="utf-8")
        (new / "robots.txt").write_text(robots(site_url), encoding="utf-8")


def _report(site: Path, languages: Sequence[str]) -> PublishReport:
    files = [path for path in site.rglob("*") if path.is_file()]
    return PublishReport(
        site=site,
        pages={
            language: sum(1 for _ in (site / language).rglob("*.html")) for language in languages
        },
        files=len(files),
        size=sum(path.stat().st_size for path in files),
    )
