"""What pages load is named by its contents, and the stylesheets are one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from build_tools.publishing.assembly import Ledger
from build_tools.publishing.naming import digest, in_order, joined, named, with_names
from build_tools.publishing.publish import publish

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.pages.bundle import PageBundle

A, B, C = ("_static/a.css", ""), ("_static/b/b.css", ""), ("_static/c.css", "print")


def test_a_name_tells_the_contents() -> None:
    assert named("_static/x.min.js", "0a1b") == "_static/x.min.0a1b.js"
    assert digest(b"a") != digest(b"b")


@pytest.mark.parametrize(
    ("pages", "order"),
    [
        ([[A, B, C]], [A, B, C]),
        ([[A, C], [A, B, C], []], [A, B, C]),
        ([[A], [B], [C]], [A, B, C]),
        ([], []),
    ],
)
def test_one_order_for_all_pages(
    pages: list[list[tuple[str, str]]], order: list[tuple[str, str]]
) -> None:
    assert in_order(pages) == order


def test_pages_that_contradict_one_another() -> None:
    with pytest.raises(
        ValueError, match=r"_static/a\.css and _static/b/b\.css in different orders"
    ):
        in_order([[A, B], [B, A]])


def test_stylesheets_become_one() -> None:
    texts = [
        (A, '@charset "UTF-8";p{x:url(f.woff2)}'),
        (B, "q{x:url('../g.woff2');y:url(data:x)}"),
        (C, "r{x:y}"),
    ]
    assert joined(texts, {"_static/g.woff2": "_static/g.0a.woff2"}) == (
        "p{x:url(f.woff2)}\nq{x:url(g.0a.woff2);y:url(data:x)}\n@media print{r{x:y}}"
    )


PAGE = """<link rel="icon" href="../_static/i.svg"/>
    <link rel="stylesheet" type="text/css" href="../_static/a.css?v=1" />
    <link media="print" rel="stylesheet" href="../_static/c.css" />
    <link rel="stylesheet" href="own.css" />
<script src="../_static/x.js?v=2"></script><a href="../_static/other.js">x</a><img src="x.png">
<code>href=&quot;../_static/x.js&quot;</code>"""


def test_a_page_names_what_it_loads() -> None:
    names = {
        "_static/a.css": "_static/site.0.css",
        "_static/c.css": "_static/site.0.css",
        "_static/x.js": "_static/x.1.js",
        "_static/i.svg": "_static/i.2.svg",
    }
    lines = with_names("en/p.html", PAGE, names).splitlines()
    assert "\n".join(line for line in lines if line.strip()) == (
        """<link rel="icon" href="../_static/i.2.svg"/>
    <link rel="stylesheet" href="../_static/site.0.css">
    <link rel="stylesheet" href="own.css" />
<script src="../_static/x.1.js"></script><a href="../_static/other.js">x</a><img src="x.png">
<code>href=&quot;../_static/x.js&quot;</code>"""
    )


def test_every_page_of_a_site_names_files_that_are_there(site: Path) -> None:
    named_files = set()
    for page in site.glob("??/**/*.html"):
        for address in re.findall(r'(?:href|src)="([^"]*_static/[^"]*)"', page.read_text()):
            named_files.add((page.parent / address).resolve())
    assert len(named_files) == 3
    assert all(file.is_file() and re.search(r"\.[0-9a-f]{8}\.", file.name) for file in named_files)


def test_a_change_gets_a_new_name_and_leaves_the_others(
    tmp_path: Path, trees: dict[str, Path], bundles: list[PageBundle]
) -> None:
    build = tmp_path / "_build"
    ledger = Ledger()

    def made(name: str) -> Path:
        place = build / name
        publish(trees, place, build=build, bundles=bundles, title="L", ledger=ledger)
        ledger.site = place
        return place

    first, again = made("1"), made("2")
    files = {file.relative_to(first): file for file in first.rglob("*") if file.is_file()}
    assert len(files) > 10
    for path, file in files.items():
        assert (again / path).stat().st_mtime_ns == file.stat().st_mtime_ns or path.parts[0] in {
            ".lessons-site", "index.html", "404.html", "chooser.css", ".nojekyll",
        } or path.name == "search-words.js"  # fmt: skip
    for tree in trees.values():
        (tree / "_static" / "a.css").write_text(".cell{color:green}")
    changed = made("3")
    old, new = ({file.name for file in place.glob("_static/*")} for place in (first, changed))
    assert len(old - new) == len(new - old) == 1
    (sheet,) = changed.glob("_static/*.css")
    assert sheet.read_text() == ".cell{color:green}"
    assert sheet.name in (changed / "fr/lessons/x.html").read_text()
