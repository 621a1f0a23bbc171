"""A page as its readers see it: the source's sections where a translation has none yet."""

from __future__ import annotations

import pytest

from build_tools.pages.model import BORROWED, CodeCell, Prose, is_borrowed
from build_tools.translation.borrowing import as_shown
from build_tools.translation.lock import Lock
from build_tools.translation.start import skeleton
from build_tools.translation.state import Translation, compare
from tests.translation.test_author import ENGLISH, FRENCH, NEW, edited, lock_of, page


def begun(*sections: int) -> str:
    """The French page with some sections as ``start`` makes them."""
    french, started = page(FRENCH, "fr"), page(skeleton(ENGLISH), "fr")
    left, right = FRENCH.split("\n"), skeleton(ENGLISH).split("\n")
    text = left[: french.headings[0].line - 1]
    for n, (own, other) in enumerate(zip(french.headings, started.headings, strict=True)):
        text += (
            right[other.line - 1 : other.end - 1]
            if n in sections
            else left[own.line - 1 : own.end - 1]
        )
    return "\n".join(text)


def state(french: str, english: str = ENGLISH, *unrecorded: str) -> Translation:
    entries = {
        name: entry
        for name, entry in lock_of(ENGLISH).entries.items()
        if name.partition("#")[2] not in unrecorded
    }
    translation, problems = compare(page(english, "en"), page(french, "fr"), Lock(entries))
    assert problems == []
    return translation


def test_a_page_with_every_section_is_shown_as_it_is() -> None:
    translation = state(FRENCH)
    assert as_shown(translation) is translation


CASES = [
    ((0,), ["the-z-boson"]),
    ((1, 2), ["open-a-file", "choose-leptons"]),
    ((2,), ["choose-leptons"]),
    ((3,), ["the-cut-flow"]),
    ((4,), ["the-result"]),
]


@pytest.mark.parametrize(("sections", "anchors"), CASES)
def test_sections_without_words_of_their_own_are_the_source_s(
    sections: tuple[int, ...], anchors: list[str]
) -> None:
    translation = state(begun(*sections), ENGLISH, *anchors)
    shown = as_shown(translation)
    assert shown.borrowed == frozenset(sections)
    assert shown.anchors == translation.anchors
    source, french = page(ENGLISH, "en"), page(FRENCH, "fr")
    text = "\n".join(own.text for own in shown.page.blocks if isinstance(own, Prose))
    for n, (own, other) in enumerate(zip(source.headings, french.headings, strict=True)):
        wanted, unwanted = (own, other) if n in sections else (other, own)
        assert f"# {wanted.text}" in text
        assert f"# {unwanted.text}" not in text
        assert is_borrowed(shown.page.headings[n].line) is (n in sections)
    assert "% " not in text
    # every cell is there once, in order, and is that of the source
    assert [(i, j) for i, j in shown.cells] == [(0, 0), (1, 1), (2, 2)]
    assert [own.source for own in shown.page.cells] == [own.source for own in source.cells]
    kinds = [type(own) for own in shown.page.blocks]
    assert kinds.count(CodeCell) == 3


def test_a_section_that_the_author_added_is_shown_where_it_belongs() -> None:
    shown = as_shown(state(FRENCH, edited("## Choose", NEW + "## Choose")))
    assert [own.text for own in shown.page.headings][1:4] == [
        "Ouvrir un fichier",
        "Backgrounds",
        "Choisir des leptons",
    ]
    assert shown.borrowed == {2}
    assert shown.headings == (0, 1, 2, 3, 4, 5)
    assert shown.cells == ((0, 0), (1, 1), (2, 2), (3, 3))
    assert shown.page.cells[1].line > BORROWED


def test_a_translated_heading_or_label_alone_is_no_text() -> None:
    french = begun(2).replace("## Choose leptons", "## Choisir des leptons")
    assert state(french, ENGLISH, "choose-leptons").untranslated == {2}
    french = french.replace("show(pairs)", "show(pairs)  # montrer")
    assert state(french, ENGLISH, "choose-leptons").untranslated == {2}
    assert state(french + "\n", ENGLISH, "choose-leptons").untranslated == {2}
    french = french.replace("% Two leptons", "Deux leptons\n% Two leptons")
    assert state(french, ENGLISH, "choose-leptons").untranslated == set()
    # what was recorded is translated, whatever stands there
    translation, _ = compare(page(ENGLISH, "en"), page(begun(2), "fr"), lock_of(ENGLISH))
    assert translation.untranslated == set()


def test_of_a_section_without_text_the_heading_is_all_there_is() -> None:
    english = edited("Two leptons of opposite charge, $q_1 + q_2 = 0$.\n\n", "")
    lock = Lock({})
    french = begun(2).replace("% Two leptons of opposite charge, $q_1 + q_2 = 0$.\n\n", "")
    assert french != begun(2)
    translation, _ = compare(page(english, "en"), page(french, "fr"), lock)
    assert translation.untranslated == {2}
    french = french.replace("## Choose leptons", "## Choisir des leptons")
    translation, _ = compare(page(english, "en"), page(french, "fr"), lock)
    assert translation.untranslated == set()
