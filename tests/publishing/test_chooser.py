"""The page at the site's root."""

from __future__ import annotations

from typing import Any

from lxml import html as lxml_html

from build_tools.publishing.chooser import chooser

PAGE = chooser(
    "Lessons & more",
    {"en": "Welcome", "fr": "Bienvenue <ici>"},
    {"en": "Not official.", "fr": "Pas officiel."},
)


def test_every_language_is_offered_by_its_own_name() -> None:
    page: Any = lxml_html.document_fromstring(PAGE)
    links = page.xpath("//main//li[@lang]/a")
    assert [(a.get("href"), a.get("hreflang"), a.text) for a in links] == [
        ("en/index.html", "en", "English"),
        ("fr/index.html", "fr", "Français"),
    ]
    assert page.xpath("string(//li[2])") == "FrançaisBienvenue <ici>"


def test_it_neither_redirects_nor_runs_anything() -> None:
    assert "refresh" not in PAGE
    assert "<script" not in PAGE
    assert "style=" not in PAGE


def test_it_has_a_title_and_the_notice_in_each_language() -> None:
    page: Any = lxml_html.document_fromstring(PAGE)
    assert page.xpath("//h1/text()") == ["Lessons & more"]
    notices = [(p.get("lang"), p.text) for p in page.xpath("//footer/p")]
    assert notices == [("en", "Not official."), ("fr", "Pas officiel.")]
