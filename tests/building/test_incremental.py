"""Only what changed is done again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from build_tools.building.summary import Summary
    from tests.building.conftest import Course

pytestmark = pytest.mark.browser


def done(summary: Summary) -> tuple[list[str], int, list[str]]:
    assert summary.problems == []
    assert summary.published
    return sorted(summary.ran), summary.drawn, sorted(summary.rendered)


def test_nothing_changed_nothing_is_done(copied: Course) -> None:
    assert done(copied.build()) == ([], 0, [])


def test_an_edit_of_prose_renders_that_page_of_that_language(copied: Course) -> None:
    # the first edit in a new place makes Sphinx read everything
    copied.edit("fr", "lessons/z", "plus près", "très près")
    copied.build()
    copied.edit("fr", "lessons/z", "Regardez", "Observez")
    other = copied.root / "_build" / "html" / "fr" / "about.html"
    before = other.stat().st_mtime_ns
    time.sleep(0.02)
    assert done(copied.build()) == ([], 0, ["fr"])
    assert "Observez de très près" in copied.text("fr/lessons/z")
    assert other.stat().st_mtime_ns == before


def test_an_edit_of_code_runs_the_program_once_for_both_languages(copied: Course) -> None:
    for language in ("en", "fr"):
        copied.edit(language, "lessons/z", "[3000, 4000]", "[3000, 5000]")
    summary = copied.build()
    assert done(summary) == (["lessons/z", "lessons/z (labels)"], 2, ["en", "fr"])


def test_an_edited_label_runs_nothing_again(copied: Course) -> None:
    copied.edit("fr", "lessons/z", "Masse (GeV)", "Masse invariante (GeV)")
    assert done(copied.build()) == ([], 1, ["fr"])


def test_a_deleted_page_goes_and_links_to_it_are_told(copied: Course) -> None:
    copied.path("en", "about").unlink()
    summary = copied.build()
    places = {(problem.path.as_posix(), problem.line) for problem in summary.problems}
    assert places >= {("content/en/index.md", 6), ("content/fr/index.md", 6)}
    for language in ("en", "fr"):
        copied.edit(language, "index", "about\n", "")
    assert copied.build().problems == []
    assert not list((copied.root / "site").rglob("about.html"))


def test_a_stale_section_shows_the_sources_code_under_a_notice(copied: Course) -> None:
    copied.edit("en", "lessons/z", "[3000, 4000]", "[3000, 5000]")
    summary = copied.build()
    assert summary.problems == []
    french = copied.text("fr/lessons/z")
    assert "[3000, 5000]" in french
    assert "[3000, 4000]" not in french
    root = copied.shown("fr/lessons/z")
    assert root.xpath("//section[@id='a-fit']//*[contains(@class, 'stale-notice')]")
    assert not root.xpath("//section[@id='the-z']/*[contains(@class, 'stale-notice')]")


def test_without_a_browser_there_are_tables_and_later_there_are_drawings(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("build_tools.browser.find.find_browser", lambda: None)
        summary = course.build()
    assert done(summary)[1:] == (0, ["en", "fr"])
    (note,) = summary.notes
    assert note.startswith("no browser found: 2 figures are shown as data tables only")
    (table,) = course.shown("fr/lessons/z").xpath("//details[@class='figure-data'][@open]//table")
    assert "Masse (GeV)" in table.text_content()
    assert done(course.build()) == ([], 2, ["en", "fr"])
    assert len(course.shown("fr/lessons/z").xpath("//figure//*[local-name()='svg']")) == 1


def test_a_new_page_is_published_in_every_language_before_it_is_translated(copied: Course) -> None:
    copied.write("en", "new", "---\nfile_format: mystnb\n---\n# Brand new\n\nText.\n")
    copied.edit("en", "index", "about\n", "about\nnew\n")
    assert copied.build().problems == []
    for language in ("en", "fr"):
        links = copied.shown(f"{language}/lessons/z").xpath("//a/@href")
        assert "../new.html" in links
        assert "Brand new" in copied.text(f"{language}/new")
