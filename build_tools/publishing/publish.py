"""Assemble the site from the rendered pages of each language."""

from __future__ import annotations

import os
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from build_tools.figures.interactive import FOLDER
from build_tools.pages.bundle import DOWNLOADS, download_file
from build_tools.pages.writing import write_whole
from build_tools.publishing.assembly import Assembly, Ledger, Seen
from build_tools.publishing.chooser import STYLESHEET, chooser
from build_tools.publishing.figures import INTERACTIVE, script_names
from build_tools.publishing.glossary import write_tips
from build_tools.publishing.missing import MISSING, missing_page
from build_tools.publishing.search import FOLDER as SEARCH
from build_tools.publishing.search import write_words
from build_tools.publishing.sitemap import robots, sitemap
from build_tools.publishing.swap import begin
from build_tools.rendering.sphinx_run import SHARED
from build_tools.search.client import SEARCH as CLIENT
from build_tools.theme.catalogues import compile_catalogues, translator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from build_tools.pages.bundle import PageBundle
    from build_tools.publishing.look import Look

#: Where files that are made from all pages wait below the build directory.
ROOT = "root"

NOTICE = "Made from and for ATLAS Open Data. Not an official ATLAS product."


@dataclass(frozen=True)
class Published:
    """A site that was assembled."""

    site: Path
    files: frozenset[str]  #: paths below its root, with those by which pages' sources know them
    looks: Mapping[str, Look]  #: its pages
    before: Mapping[str, Look]  #: the pages of the last site, on which nothing was found


def publish(
    html: Mapping[str, Path],
    new: Path,
    *,
    build: Path,
    bundles: Sequence[PageBundle],
    title: str,
    figures: Sequence[str] = (),
    site_url: str = "",
    previews: Mapping[str, Path] = MappingProxyType({}),
    ledger: Ledger | None = None,
    seen: Mapping[str, Seen] = MappingProxyType({}),
) -> Published:
    """Assemble the site in the folder ``new``, to be looked at before it takes its place.

    ``figures`` are the digests of those of all pages, ``previews`` the pictures beside links to
    pages, by their path below the site's root.

    ``html`` maps each language to its rendered tree, in the order that readers see. Without
    ``site_url`` nothing that needs the site's address is written. Raises ``NotOurSiteError``
    where ``new`` is something else. With the ``ledger`` of the last site, files of it that would
    be the same are linked, not made again; ``seen`` has pages that were looked at already, by path.
    """
    begin(new)
    ledger = ledger or Ledger()
    assembly = Assembly(new, ledger, seen)
    for language, tree in html.items():
        for below in _files(tree):
            shared = below.startswith(SHARED)
            assembly.take(below if shared else f"{language}/{below}", f"{tree}/{below}")
    for bundle in bundles:
        for own in bundle.downloads:
            file = download_file(build, bundle.language, own.path)
            assembly.take(f"{bundle.language}/{DOWNLOADS}/{own.path}", file)
    for file in (CLIENT.path, CLIENT.licences):
        assembly.take(f"{SEARCH}/{file.name}", file)
    for name in script_names(figures):
        assembly.take(f"{FOLDER}/{name}", build / INTERACTIVE / FOLDER / name)
    for path, file in previews.items():
        assembly.take(path, file)
    root = _root(list(html), build=build, bundles=bundles, title=title, site_url=site_url)
    for path, text in root.items():
        write_whole(build / ROOT / path, text)
    words = [write_words(build / ROOT, own, assembly.looks, build=build) for own in html]
    words += [path for own in html for path in write_tips(build / ROOT, own, assembly.looks)]
    for path in [*root, *words]:
        assembly.take(path, build / ROOT / path)
    before = {path: entry.look for path, entry in ledger.entries.items() if entry.look}
    assembly.finish()
    return Published(
        new,
        frozenset(_files(new)) | assembly.names.keys(),
        {path: look for path, look in assembly.looks.items() if path.endswith(".html")},
        {path: look for path, look in before.items() if path.endswith(".html")},
    )


def _files(folder: Path) -> list[str]:
    """The files of a tree by their path in it, in order."""
    top = len(str(folder)) + 1
    found = [
        f"{place}/{name}"[top:].replace(os.sep, "/")
        for place, _, names in os.walk(folder)
        for name in names
    ]
    return sorted(found, key=lambda path: path.split("/"))


def _root(
    languages: Sequence[str],
    *,
    build: Path,
    bundles: Sequence[PageBundle],
    title: str,
    site_url: str,
) -> dict[str, str]:
    """The files at the site's root, by name."""
    homes = {bundle.language: bundle.title for bundle in bundles if bundle.docname == "index"}
    compiled = compile_catalogues(build / "locale")
    files = {
        "index.html": chooser(
            title,
            {language: homes.get(language, title) for language in languages},
            {language: translator(language, compiled)(NOTICE) for language in languages},
        ),
        "chooser.css": STYLESHEET,
        MISSING: missing_page(
            title, {language: translator(language, compiled) for language in languages}, site_url
        ),
        # GitHub Pages would leave out folders whose names begin with an underscore
        ".nojekyll": "",
    }
    if site_url:
        files |= {"sitemap.xml": sitemap(bundles, site_url), "robots.txt": robots(site_url)}
    return files
