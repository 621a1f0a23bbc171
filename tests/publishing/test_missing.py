"""The page that is shown where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from lxml import html as lxml_html

from build_tools.publishing.look import look_at_page
from build_tools.publishing.missing import MISSING, missing_page

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS: dict[str, Callable[[str], str]] = {"en": str, "fr": "<{}>".format}


@pytest.mark.parametrize(
    ("site_url", "root"),
    [
        ("https://example.org", "/"),
        ("https://example.org/", "/"),
        ("https://you.example.org/my/lessons/", "/my/lessons/"),
        ("https://example.org/my%20lessons", "/my%20lessons/"),
    ],
)
def test_its_links_are_right_at_any_depth(site_url: str, root: str) -> None:
    text = missing_page("A & B", WORDS, site_url)
    page: Any = lxml_html.document_fromstring(text)
    assert page.xpath("//@href") == [
        f"{root}chooser.css",
        f"{root}en/index.html",
        f"{root}fr/index.html",
    ]
    assert look_at_page(MISSING, text.encode()).wrong == ()


def test_without_an_address_it_guesses_no_link() -> None:
    text = missing_page("A & B", WORDS)
    page: Any = lxml_html.document_fromstring(text)
    assert page.xpath("//@href") == []
    assert page.xpath("//section/@lang") == ["en", "fr"]
    assert page.xpath("//h1/text()") == ["A & B"]
    assert page.xpath("//h2/text()")[1] == "<There is no page at this address.>"


def test_other_pages_have_no_links_from_the_root() -> None:
    text = missing_page("L", WORDS, "https://example.org/")
    assert len(look_at_page("en/index.html", text.encode()).wrong) == 3


def test_it_is_light_dark_and_of_no_search_engine() -> None:
    text = missing_page("L", WORDS, "https://example.org/")
    assert '<meta name="color-scheme" content="light dark">' in text
    assert '<meta name="robots" content="noindex">' in text
    assert "<script" not in text
    assert "style=" not in text
