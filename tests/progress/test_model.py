"""How far a language is: what the desk says of its pages, put together."""

from __future__ import annotations

from pathlib import Path

from build_tools.pages.bundle import PageBundle, Status
from build_tools.progress.model import progress_of, with_status
from build_tools.translation.model import Language, Page, PageState, Section, SectionState


def part(anchor: str, words: int, state: SectionState, day: str = "") -> Section:
    return Section(
        anchor=anchor,
        title=anchor,
        source_title=anchor,
        level=2,
        state=state,
        day=day,
        words=words,
    )


def page(language: str, docname: str, state: PageState, *sections: Section) -> PageBundle:
    standing = Page(
        page=docname,
        title=f"{docname} in {language}",
        path=f"content/{language}/{docname}.md",
        source_path=f"content/en/{docname}.md",
        state=state,
        words=sum(own.words for own in sections),
        words_to_do=sum(own.words for own in sections if own.to_do),
        sections=list(sections),
        next=f"begin {docname}" if state is PageState.MISSING else "",
    )
    return PageBundle(
        docname=docname,
        language=language,
        text_language=language,
        status=Status.SOURCE if language == "en" else Status.STALE,
        path=Path("x.md"),
        title=docname,
        alternates={"en": Status.SOURCE, "es": Status.MISSING, "fr": Status.STALE},
        standing={} if language == "en" else standing.model_dump(mode="json"),
    )


CURRENT, STALE, MISSING = SectionState.CURRENT, SectionState.STALE, SectionState.MISSING
PAGES = [
    page("en", "a", PageState.CURRENT),
    page(
        "fr",
        "a",
        PageState.STALE,
        part("one", 100, CURRENT, "2026-11-20"),
        part("two", 20, STALE, "2026-11-22"),
        part("new", 3, MISSING),
    ),
    page("fr", "b", PageState.MISSING, part("b", 1000, MISSING)),
    page("fr", "c", PageState.CURRENT, part("c", 50_000, CURRENT, "2026-10-01")),
    page("es", "a", PageState.MISSING, part("a", 123, MISSING)),
]


def known(shown: PageBundle) -> list[Language]:
    return progress_of(with_status(shown, PAGES).progress)


def test_a_language_tells_what_is_to_do() -> None:
    (french,) = known(PAGES[1])
    assert french.language == "fr"
    assert [own.page for own in french.pages] == ["a", "b", "c"]
    assert [own.words_to_do for own in french.pages] == [23, 1000, 0]
    assert [own.day for own in french.pages] == ["2026-11-22", "", "2026-10-01"]
    assert [own.begun for own in french.pages] == [True, False, True]
    assert (french.words, french.words_to_do, french.day) == (51_123, 1023, "2026-11-22")
    counts = {state: french.count(state) for state in PageState if french.count(state)}
    assert counts == {PageState.CURRENT: 1, PageState.STALE: 1, PageState.MISSING: 1}
    assert french.next == "begin b"


def test_the_source_tells_of_all_languages() -> None:
    spanish, french = known(PAGES[0])
    assert (spanish.language, french.language) == ("es", "fr")
    assert (spanish.words_to_do, spanish.day) == (123, "")
    assert french.words_to_do == 1023
