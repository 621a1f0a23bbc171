"""Assembling the site."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree
from lxml import html as lxml_html

from build_tools.pages.bundle import PageBundle, Status
from build_tools.publishing.assembly import see
from build_tools.publishing.naming import STYLESHEET
from build_tools.publishing.publish import publish

if TYPE_CHECKING:
    from pathlib import Path


def test_the_site_holds_what_readers_need_and_nothing_else(site: Path) -> None:
    own = {"index.html", "lessons/x.html", "search-words.js"}
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert {re.sub(r"\.[0-9a-f]{8}\b", ".DIGEST", path) for path in files} == {
        ".lessons-site",
        ".nojekyll",
        "404.html",
        "index.html",
        "chooser.css",
        "_static/site.DIGEST.css",
        "_static/a.DIGEST.js",
        "_static/a.DIGEST.png",
        "_search/licences.txt",
        "_search/search.min.js",
        *(f"{language}/{name}" for language in ("en", "fr") for name in own),
    }


def test_it_tells_its_files_and_pages(
    site: Path, trees: dict[str, Path], bundles: list[PageBundle]
) -> None:
    done = publish(trees, site, build=site.parent, bundles=bundles, title="Lessons")
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert done.files == files | {"_static/a.css", "_static/a.js", "_static/a.png", STYLESHEET}
    assert done.looks.keys() == {path for path in files if path.endswith(".html")}


def test_two_publications_are_the_same_bytes(
    site: Path, tmp_path: Path, trees: dict[str, Path], bundles: list[PageBundle]
) -> None:
    again = publish(trees, tmp_path / "b", build=tmp_path, bundles=bundles, title="Lessons").site
    files = sorted(path.relative_to(site) for path in site.rglob("*") if path.is_file())
    assert len(files) > 10
    for file in files:
        assert (site / file).read_bytes() == (again / file).read_bytes()


def test_a_page_that_was_looked_at_is_not_looked_at_again_unless_it_changed(
    tmp_path: Path, trees: dict[str, Path], bundles: list[PageBundle]
) -> None:
    places = {
        f"{language}/lessons/x.html": trees[language] / "lessons/x.html" for language in trees
    }
    seen = {path: replace(see(path, file), slim=f"seen {path}") for path, file in places.items()}
    places["fr/lessons/x.html"].write_text(places["fr/lessons/x.html"].read_text() + "<p>more</p>")
    done = publish(trees, tmp_path / "b", build=tmp_path, bundles=bundles, title="L", seen=seen)
    assert (done.site / "en/lessons/x.html").read_text() == "seen en/lessons/x.html"
    assert done.looks["en/lessons/x.html"] is seen["en/lessons/x.html"].look
    assert (done.site / "fr/lessons/x.html").read_text().endswith("<p>more</p>")
    # of pages that were not changed by hand, it makes the same
    honest = {path: see(path, file) for path, file in places.items()}
    again = publish(trees, tmp_path / "c", build=tmp_path, bundles=bundles, title="L", seen=honest)
    plain = publish(trees, tmp_path / "d", build=tmp_path, bundles=bundles, title="L")
    assert again.looks == plain.looks
    for path in places:
        assert (again.site / path).read_bytes() == (plain.site / path).read_bytes()


def test_a_file_that_languages_bring_differently_stops_the_site(
    tmp_path: Path, trees: dict[str, Path], bundles: list[PageBundle]
) -> None:
    (trees["fr"] / "_static" / "a.js").write_text("document.body.lang = 'fr';")
    with pytest.raises(ValueError, match=r"_static/a\.js is one file for all languages, but "):
        publish(trees, tmp_path / "site", build=tmp_path, bundles=bundles, title="L")


def test_the_chooser_speaks_each_language(site: Path) -> None:
    page: Any = lxml_html.document_fromstring((site / "index.html").read_bytes())
    assert [item.get("lang") for item in page.xpath("//main//li")] == ["en", "fr"]
    assert "Bienvenue" in page.xpath("string(//main//li[2])")
    assert "données ouvertes d’ATLAS" in page.xpath("string(//footer/p[@lang='fr'])")


def test_without_an_address_there_is_no_sitemap(site: Path) -> None:
    assert not (site / "sitemap.xml").exists()
    assert not (site / "robots.txt").exists()


@pytest.mark.parametrize("status", [Status.CURRENT, Status.STALE, Status.MISSING])
def test_the_sitemap_lists_the_pages_that_were_written(
    tmp_path: Path, trees: dict[str, Path], bundles: list[PageBundle], status: Status
) -> None:
    pages = [
        page.model_copy(
            update={
                "alternates": {"en": Status.SOURCE, "fr": status},
                "status": status if page.language == "fr" else Status.SOURCE,
            }
        )
        for page in bundles
    ]
    site = tmp_path / "site"
    publish(
        trees, site, build=tmp_path, bundles=pages, title="L", site_url="https://example.org/x/"
    )
    root = etree.fromstring((site / "sitemap.xml").read_bytes())
    names = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    addresses = [loc.text for loc in root.iterfind("s:url/s:loc", names)]
    languages = ["en"] if status is Status.MISSING else ["en", "fr"]
    assert addresses == [
        f"https://example.org/x/{language}/{name}.html"
        for name in ("index", "lessons/x")
        for language in languages
    ]
    first = root.find("s:url", names)
    assert first is not None
    links = [link.get("hreflang") for link in first.iterfind("x:link", names)]
    assert links == [*languages, "x-default"]
    assert "Sitemap: https://example.org/x/sitemap.xml" in (site / "robots.txt").read_text()
