"""The pictures beside links, as a browser takes them."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest

from build_tools.browser.find import find_browser
from build_tools.pages.bundle import PageBundle, Status
from build_tools.publishing.previews import PreviewError, preview, take_pictures

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="lesson-drawing" viewBox="0 0 500 375">'
    '<path class="f-c0" d="M50,50h400v250h-400z"/></svg>'
)


def page(title: str, drawing: str = DRAWING) -> str:
    bundle = PageBundle(
        docname="lessons/x",
        language="fr",
        text_language="fr",
        status=Status.CURRENT,
        path=Path("content/fr/lessons/x.md"),
        title=title,
        lesson={"level": 1, "duration": 40},
    )
    return preview(bundle, drawing, site="Open Data Lessons", t=lambda text: f"<{text}>")


@pytest.fixture(scope="module")
def browser() -> Path:
    found = find_browser()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("no Chrome or Chromium: pictures cannot be taken")
        pytest.skip("no Chrome or Chromium found; `nox -s tests` installs one")
    return found


def test_a_picture_says_what_the_lesson_is_as_text() -> None:
    text = page("Le </h1> pic").partition("</style>")[2]
    assert "<h1>Le &lt;/h1&gt; pic</h1>" in text
    assert "40 minutes · &lt;Level 1: school&gt;" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert DRAWING in text
    assert "<p>Open Data Lessons</p>" in text
    home = page("Open Data Lessons").partition("</style>")[2]
    assert home.count("Open Data Lessons") == 1


@pytest.mark.browser
def test_pictures_have_the_size_that_is_asked_for_and_the_same_bytes(
    browser: Path, tmp_path: Path
) -> None:
    pages = {"previews/fr/lessons/x.png": page("Le pic"), "previews/fr/y.png": page("Nu", "")}
    first = take_pictures(pages, tmp_path / "one", browser)
    second = take_pictures(pages, tmp_path / "two", browser)
    assert first.keys() == pages.keys()
    pictures = [file.read_bytes() for file in first.values()]
    assert pictures == [file.read_bytes() for file in second.values()]
    assert pictures[0] != pictures[1]
    for picture in pictures:
        assert struct.unpack(">II", picture[16:24]) == (1200, 630)
        assert len(picture) < 100_000


@pytest.mark.browser
def test_only_what_changed_is_taken_again_and_what_is_gone_goes(
    browser: Path, tmp_path: Path
) -> None:
    (kept,) = take_pictures({"a.png": page("Un")}, tmp_path, browser).values()
    nobody = tmp_path / "no-such-program"
    assert list(take_pictures({"b.png": page("Un")}, tmp_path, nobody).values()) == [kept]
    with pytest.raises(PreviewError, match="no-such-program"):
        take_pictures({"b.png": page("Deux")}, tmp_path, nobody)
    (other,) = take_pictures({"b.png": page("Deux")}, tmp_path, browser).values()
    assert list(tmp_path.iterdir()) == [other]
