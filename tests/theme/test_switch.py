"""The language switch: its links and its stylesheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.theme.switch import SECTIONS, STYLESHEET, Choice, choices, stylesheet

if TYPE_CHECKING:
    from collections.abc import Callable


def english(language: str) -> Callable[[str], str]:
    del language
    return str


def switch(docname: str, anchors: list[str]) -> tuple[Choice, ...]:
    return choices(docname, "en", ["en", "fr", "pt-br"], anchors, english)


def test_the_stylesheet_is_up_to_date() -> None:
    assert STYLESHEET.read_text(encoding="utf-8") == stylesheet(), (
        "run: python -m build_tools.theme.switch"
    )


def test_the_languages_keep_their_order_and_own_names() -> None:
    names = [choice.name for choice in switch("index", [])]
    assert names == ["English", "Français", "Português (Brasil)"]


def test_the_page_itself_has_no_link_to_itself() -> None:
    own, *others = switch("index", ["home", "more"])
    assert own.links == ()
    assert [len(choice.links) for choice in others] == [2, 2]


def test_links_are_relative_and_quoted() -> None:
    links = switch("a/b c", ["title", "é"])[1].links
    assert [link.href for link in links] == [
        "../../fr/a/b%20c.html#%C3%A9",
        "../../fr/a/b%20c.html",
    ]


def test_sections_beyond_the_stylesheet_have_no_link() -> None:
    links = switch("index", [f"s{n}" for n in range(SECTIONS + 5)])[1].links
    assert len(links) == SECTIONS
    sheet = stylesheet()
    for place in range(1, SECTIONS):
        assert f" a:nth-child({place}) {{ display: inline-block; }}" in sheet
    assert f":nth-child({SECTIONS})" not in sheet


def test_a_section_that_a_language_has_not_leads_to_its_page_and_keeps_the_places() -> None:
    found = choices(
        "p", "en", ["en", "fr"], ["title", "new", "old"], english, absent={"fr": ["new"]}
    )
    assert [link.href for link in found[1].links] == [
        "../fr/p.html",
        "../fr/p.html#old",
        "../fr/p.html",
    ]
