"""How far a language is: counted from the pages' bundles."""

from __future__ import annotations

from pathlib import Path

from build_tools.pages.bundle import PageBundle, Section, Status
from build_tools.progress.model import progress_of, with_status


def page(language: str, docname: str, status: Status, *sections: Section) -> PageBundle:
    alternates = {"en": Status.SOURCE, "es": Status.MISSING, "fr": status}
    if language == "en":
        alternates["fr"] = Status.CURRENT
    return PageBundle(
        docname=docname,
        language=language,
        text_language="en" if status is Status.MISSING else language,
        status=status,
        path=Path("x.md"),
        title=f"{docname} in {language}",
        sections=list(sections),
        alternates=alternates,
    )


def part(anchor: str, words: int = 0, *, stale: bool = False, day: str = "") -> Section:
    return Section(
        anchor=anchor, level=2, line=1, title=anchor.title(), words=words, stale=stale, day=day
    )


SOURCES = [
    page("en", "a", Status.SOURCE, part("one", 100), part("two", 20), part("new", 3)),
    page("en", "b", Status.SOURCE, part("b", 1000)),
    page("en", "c", Status.SOURCE, part("c", 50_000)),
]
PAGES = [
    *SOURCES,
    page(
        "fr",
        "a",
        Status.STALE,
        part("one", 100, day="2026-11-20"),
        part("two", 20, stale=True, day="2026-11-22"),
        part("old", 0, stale=True),
    ),
    page("fr", "b", Status.MISSING, part("b", 1000)),
    page("fr", "c", Status.CURRENT, part("c", 50_000, day="2026-10-01")),
    *(
        page("es", name, Status.MISSING, *own.sections)
        for name, own in zip("abc", SOURCES, strict=True)
    ),
]


def test_a_language_tells_what_is_to_do() -> None:
    (french,) = progress_of(with_status(PAGES[3], PAGES).progress)
    assert french.language == "fr"
    first, second, third = french.pages
    assert [place.anchor for place in first.stale] == ["two", "old"]
    assert [place.anchor for place in first.new] == ["new"]
    assert [own.words for own in french.pages] == [23, 1000, 0]
    assert [own.day for own in french.pages] == ["2026-11-22", "", "2026-10-01"]
    assert (second.text_language, third.text_language) == ("en", "fr")
    assert (second.stale, second.new) == ([], [])
    assert (french.words, french.day) == (1023, "2026-11-22")
    assert [french.count(status) for status in Status] == [0, 1, 1, 1]


def test_the_source_tells_of_all_languages() -> None:
    spanish, french = progress_of(with_status(PAGES[0], PAGES).progress)
    assert (spanish.language, french.language) == ("es", "fr")
    assert spanish.count(Status.MISSING) == 3
    assert spanish.words == 51_123
    assert spanish.day == ""
    assert french.words == 1023


def test_a_page_that_the_source_lost_does_not_count() -> None:
    stray = page("fr", "gone", Status.STALE, part("x", stale=True))
    (french,) = progress_of(with_status(PAGES[3], [*PAGES, stray]).progress)
    assert [own.docname for own in french.pages] == ["a", "b", "c"]
