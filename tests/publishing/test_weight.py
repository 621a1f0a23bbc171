"""What a page makes a browser fetch, and what that weighs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from build_tools.publishing.loads import FONT, HTML, IMAGE, SCRIPT, STYLE, Load, loads
from build_tools.publishing.weight import FIRST, NEXT, table, weigh, weigh_site

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """<!doctype html><html lang="en"><link rel="stylesheet" href="../s/a.css?v=1">
<link rel="stylesheet" media="print" href="../s/print.css"><link rel="next" href="b.html">
<link rel="icon" href="../i.svg"><link rel="preload" as="script" href="../ahead.js">
<script src="../s/x.js" defer></script><body>{body}"""
SITE = {
    "en/lessons/a.html": PAGE.format(body="<p class=q><math></math><img src=../p.png><img src="
    "../later.png loading=lazy><a href=../b.html>b</a><img src=https://elsewhere.org/x.png>"),
    "en/lessons/b.html": PAGE.format(body="<p>nothing</p>"),
    "en/index.html": "<!doctype html><html lang=en><h1>Home</h1>",
    "en/s/a.css": "@import 'more.css';@font-face{font-family:'F';src:url(f.woff2),url(f.ttf)}"
    "@font-face{font-family:G;src:url(g.woff2)}@media screen{math{font-family:F,serif}}"
    ".none{font-family:G}.q:hover::after{background:url(../q.svg)}.no{background:url(no.svg)}",
    "en/s/more.css": "p{x:y}",
    "en/s/print.css": "p{x:z}",
    "en/s/x.js": "1" * 5000,
    "en/ahead.js": "2",
    "en/s/f.woff2": "f" * 9000,
    "en/i.svg": "<svg/>",
    "en/q.svg": "<svg/>",
    "en/p.png": "p" * 300,
}  # fmt: skip


def read(path: str) -> bytes:
    return SITE[path].encode()


def test_everything_that_a_browser_fetches() -> None:
    assert set(loads("en/lessons/a.html", read)) == {
        Load("en/lessons/a.html", HTML),
        Load("en/s/a.css", STYLE),
        Load("en/s/more.css", STYLE),
        Load("en/s/print.css", STYLE),
        Load("en/s/x.js", SCRIPT),
        Load("en/ahead.js", SCRIPT),
        Load("en/s/f.woff2", FONT),
        Load("en/i.svg", IMAGE),
        Load("en/q.svg", IMAGE),
        Load("en/p.png", IMAGE),
    }


def test_a_font_counts_only_where_it_is_used() -> None:
    assert FONT not in {load.kind for load in loads("en/lessons/b.html", read)}


def test_the_next_page_comes_after_the_lesson_that_leaves_most_to_fetch() -> None:
    pages = ["en/lessons/a.html", "en/lessons/b.html", "en/index.html"]
    first, second, _ = weigh(pages, read, lambda path: len(SITE[path]))
    assert first.parts[FONT] == 9000
    assert first.first == sum(len(SITE[load.path]) for load in loads(pages[0], read))
    # after b: what both need is there, the font and the pictures are not
    assert first.next == sum(
        len(SITE[f"en/{name}"]) for name in ("lessons/a.html", "s/f.woff2", "q.svg", "p.png")
    )
    assert second.next == len(SITE["en/lessons/b.html"])


@pytest.mark.parametrize(("extra", "words"), [(NEXT, "as the next page"), (FIRST, "first visit")])
def test_over_budget(extra: int, words: str, tmp_path: Path) -> None:
    page = tmp_path / "en" / "lessons" / "a.html"
    page.parent.mkdir(parents=True)
    page.write_bytes(b"<p>" + os.urandom(extra).hex().encode())
    (weight,) = weigh_site(tmp_path)
    assert any(words in message for message in weight.over)
    lines = list(table([weight], [weight]))
    assert len(lines) == 2
    assert lines[1].endswith("over budget")
    page.write_bytes(b"<p>light")
    (weight,) = weigh_site(tmp_path)
    assert weight.over == ()
