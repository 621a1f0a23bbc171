"""Every kind of finding, on a site with one defect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from build_tools.pages.bundle import Status
from build_tools.publishing.check import check

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.pages.bundle import PageBundle

#: (what to replace on the lesson's page, by what, the beginning of the expected message)
#: Named by its contents.
JS = "../../_static/a.6924d639.js"

DEFECTS = {
    "figure": ("<figure", "<div", "shows 0 figures where content/en/lessons/x.md makes 1"),
    "table": ('class="dataframe"', "", "shows 0 data frames where"),
    "cell": ('class="cell tag_a"', "", "shows 1 code cells where"),
    "link": ('href="../index.html', 'href="../nowhere.html', "link ../nowhere.html#top-of-page"),
    "fragment": ("index.html#top", "index.html#no", "link ../index.html#no-of-page names a place"),
    "own fragment": ('href="#here"', 'href="#there"', "link #there names a place"),
    "folder": ('href="../index.html#top-of-page"', 'href="../lessons/"', "link ../lessons/ leads"),
    "root": (
        'href="../index.html',
        'href="/en/index.html',
        "link /en/index.html#top",
    ),
    "outside": (
        'src="../../_static/a.ca978112.png"',
        'src="../../../x.png"',
        "link ../../../x.png leads out",
    ),
    "image": ("a.ca978112.png", "b.png", "link ../../_static/b.png leads nowhere"),
    "alt": (' alt="A picture"', "", "image ../../_static/a.ca978112.png has no alternative text"),
    "script": (f'src="{JS}"', 'src="https://x.org/a.js"', "loads https://x.org/a.js"),
    "protocol": (f'src="{JS}"', 'src="//x.org/a.js"', "loads //x.org/a.js from"),
    "style": (
        '<link rel="stylesheet" href="../../',
        '<link rel="stylesheet" href="//x/',
        "loads",
    ),
    "inline": (f'<script src="{JS}">', "<script>alert(1)", "has an inline script"),
    "language": ('<html lang="en"', "<html", "has no language"),
    "two titles": ("</h1>", "</h1><h1>again</h1>", "has 2 headings of the first level"),
    "id twice": ('<svg id="s">', '<svg id="here">', "id 'here' is used twice"),
}


def test_a_good_site_has_no_findings(site: Path, bundles: list[PageBundle]) -> None:
    assert check(site, bundles) == []


@pytest.mark.parametrize(("good", "bad", "message"), DEFECTS.values(), ids=DEFECTS.keys())
def test_each_defect_is_found_where_it_is(
    site: Path, bundles: list[PageBundle], good: str, bad: str, message: str
) -> None:
    file = site / "en" / "lessons" / "x.html"
    text = file.read_text(encoding="utf-8")
    assert good in text
    file.write_text(text.replace(good, bad), encoding="utf-8")
    (finding,) = check(site, bundles)
    assert finding.page == "en/lessons/x.html"
    assert finding.message.startswith(message)
    assert str(finding).startswith("en/lessons/x.html: ")


@pytest.mark.parametrize(("defect", "findings"), [("fragment", 0), ("figure", 1), ("script", 1)])
def test_a_stale_page_is_excused_for_places_that_are_gone_and_nothing_else(
    site: Path, bundles: list[PageBundle], defect: str, findings: int
) -> None:
    good, bad, _message = DEFECTS[defect]
    file = site / "fr" / "lessons" / "x.html"
    file.write_text(file.read_text(encoding="utf-8").replace(good, bad), encoding="utf-8")
    assert len(check(site, bundles)) == 1
    stale = [bundle.model_copy(update={"status": Status.STALE}) for bundle in bundles]
    assert len(check(site, stale)) == findings


def test_a_page_that_was_not_rendered_is_missed(site: Path, bundles: list[PageBundle]) -> None:
    (site / "fr" / "lessons" / "x.html").unlink()
    findings = {finding.page: finding.message for finding in check(site, bundles)}
    assert findings["fr/lessons/x.html"].startswith("the page is missing")
    assert findings["en/lessons/x.html"].startswith("link ../../fr/lessons/x.html leads nowhere")


def test_fragments_in_drawings_and_data_addresses_are_fine(
    site: Path, bundles: list[PageBundle]
) -> None:
    file = site / "en" / "lessons" / "x.html"
    drawing = (
        '<svg id="s"><defs><path id="p"/></defs><use href="#p"/><use xlink:href="#p"/></svg>'
        '<img alt="" src="data:image/gif;base64,AA==">'
    )
    text = file.read_text(encoding="utf-8").replace('<svg id="s"></svg>', drawing)
    assert drawing in text
    file.write_text(text, encoding="utf-8")
    assert check(site, bundles) == []
