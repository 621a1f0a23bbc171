"""The pictures beside links to a built site."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from lxml import html

from build_tools.building.report import Report
from build_tools.building.unchanged import build_if_changed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.building.conftest import Course

pytestmark = pytest.mark.browser

ADDRESS = "https://lessons.example.org/x/"
PICTURE = "//meta[@property='og:image']/@content"
CARD = "//meta[@name='twitter:card']/@content"


def pictures(site: Path) -> dict[str, list[str]]:
    """Page → pictures that it names; none is a page that has no other's address either."""
    found = {}
    for file in sorted(site.glob("??/**/*.html")):
        root = html.parse(file).getroot()
        found[file.relative_to(site).as_posix()] = root.xpath(PICTURE)
        assert root.xpath(CARD) == ["summary_large_image"] * bool(root.xpath(PICTURE))
    return found


def test_every_page_names_a_picture_that_is_there_once_the_address_is_known(
    copied: Course,
) -> None:
    site = copied.root / "site"
    assert set(map(tuple, pictures(site).values())) == {()}
    assert not (site / "previews").exists()
    project = replace(copied.project, site_url=ADDRESS)
    summary = build_if_changed(project, Report(io.StringIO()))
    assert summary.problems == []
    named = pictures(site)
    assert len(named) == 6
    for page, found in named.items():
        (address,) = found
        assert address.startswith(f"{ADDRESS}previews/"), page
        assert (site / address.removeprefix(ADDRESS)).is_file(), page
    assert named["fr/lessons/z.html"] == [f"{ADDRESS}previews/fr/lessons/z.png"]
    assert named["fr/about.html"] == [f"{ADDRESS}previews/en/index.png"]  # not translated
    files = {file.relative_to(site).as_posix() for file in site.glob("previews/**/*.png")}
    assert files == {
        f"previews/{language}/{page}.png"
        for language in ("en", "fr")
        for page in ("index", "lessons/z")
    }
