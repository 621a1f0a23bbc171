"""A site of two pages in two languages, written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.pages.bundle import Cell, PageBundle, Status
from build_tools.publishing.publish import publish

PAGE = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>t</title>
<link rel="stylesheet" href="{up}../_static/a.css?v=1"></head>
<body><h1 id="top-of-page">T</h1>{body}<script src="{up}../_static/a.js"></script></body></html>
"""
LESSON = """
<p><a href="../index.html#top-of-page">home</a> <a href="#here">below</a>
<a href="https://example.org/">elsewhere</a> <a href="../../{other}/lessons/x.html">other</a></p>
<div class="cell docutils container">
<figure class="lesson-figure wide"><svg id="s"></svg></figure></div>
<div class="cell tag_a"><table class="dataframe"></table></div>
<p id="here"><img src="../../_static/a.png" alt="A picture"></p>
"""


def bundle(language: str, docname: str, status: Status = Status.CURRENT) -> PageBundle:
    lesson = docname != "index"
    return PageBundle(
        docname=docname,
        language=language,
        text_language=language,
        status=Status.SOURCE if language == "en" else status,
        path=Path(f"content/{language}/{docname}.md"),
        title="Welcome" if language == "en" else "Bienvenue",
        alternates={"en": Status.SOURCE, "fr": status},
        figures=int(lesson),
        tables=int(lesson),
        cells=[Cell(line=1), Cell(line=2)] if lesson else [],
    )


@pytest.fixture
def bundles() -> list[PageBundle]:
    return [bundle(language, name) for language in ("en", "fr") for name in ("index", "lessons/x")]


@pytest.fixture
def trees(tmp_path: Path) -> dict[str, Path]:
    """Rendered trees."""
    written = {}
    for language, other in (("en", "fr"), ("fr", "en")):
        tree = written[language] = tmp_path / "html" / language
        for folder in ("lessons", "_static"):
            (tree / folder).mkdir(parents=True)
        pages = {
            "index.html": PAGE.format(language=language, up="", body=""),
            "lessons/x.html": PAGE.format(
                language=language, up="../", body=LESSON.format(other=other)
            ),
            "_static/a.css": ".cell{color:red}.asked-by-nobody{color:blue}",
            "_static/a.js": "document.body.classList.add('from-script');",
            "_static/a.png": "a",
        }
        for name, text in pages.items():
            (tree / name).write_text(text, encoding="utf-8")
    return written


@pytest.fixture
def site(tmp_path: Path, trees: dict[str, Path], bundles: list[PageBundle]) -> Path:
    """The published site."""
    build = tmp_path / "_build"
    return publish(trees, build / "site", build=build, bundles=bundles, title="Lessons").site
