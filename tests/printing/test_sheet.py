"""Sheets of the real course, as HTML: what is on them and what is not."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from build_tools.printing.model import CLASSES, Edition, facts_of
from build_tools.printing.sheet import sheet
from build_tools.teaching.curricula import Reference

if TYPE_CHECKING:
    from tests.printing.conftest import Site

LANGUAGES = ("en", "fr")


def text(element: Any) -> str:
    return " ".join(element.text_content().split())


def letters(words: str) -> str:
    """Letters and digits only: what is between them differs between forms."""
    return re.sub(r"\W+", "", words)


def closed(page: bytes) -> list[tuple[str, str]]:
    """What stands closed on a page, and gives something away: its kind, its words."""
    root: Any = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    return [
        (name, text(details))
        for details in root.xpath("//article//details")
        for name in str(details.get("class")).split()
        if name in CLASSES and name not in {"figure-data", "data-used"}
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_is_closed_on_a_page_is_on_its_worksheet(site: Site, language: str) -> None:
    seen = 0
    for bundle in site.lessons(language):
        hidden = closed(site.page(language, bundle.docname))
        made = site.sheet(language, bundle.docname, Edition.WORKSHEET).html
        root: Any = html.document_fromstring(made)
        shown = letters(text(root))
        assert hidden
        for kind, words in hidden:
            # the first word is the button's; what is short may well stand in the text, too
            body = letters(words.partition(" ")[2])
            assert len(body) < 12 or body not in shown, (bundle.docname, kind, words)
            seen += 1
        assert "data-key" not in made
        assert not root.xpath("//details | //input | //textarea | //button | //script")
    assert seen > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_closed_on_a_page_is_in_the_teachers_edition(
    site: Site, language: str
) -> None:
    seen = 0
    for bundle in site.lessons(language):
        made = site.sheet(language, bundle.docname, Edition.TEACHER).html
        root: Any = html.document_fromstring(made)
        shown = letters(text(root))
        for _kind, words in closed(site.page(language, bundle.docname)):
            assert letters(words.partition(" ")[2]) in shown, words
            seen += 1
        assert not root.xpath("//details | //input | //textarea | //button | //script")
    assert seen > 100


@pytest.mark.parametrize("edition", [Edition.WORKSHEET, Edition.TEACHER])
def test_what_a_question_asks_is_there_with_room_for_students(site: Site, edition: Edition) -> None:
    for bundle in site.lessons("en"):
        root: Any = html.document_fromstring(site.sheet("en", bundle.docname, edition).html)
        questions = root.xpath("//fieldset")
        assert len(questions) == len(bundle.quizzes)
        for question, quiz in zip(questions, site.quizzes(bundle), strict=True):
            assert len(question.xpath(".//span[contains(@class, 'box ')]")) == len(quiz.options)
            assert len(question.xpath(".//span[@class='blank']")) == len(quiz.blanks)
            rooms = question.xpath(".//div[contains(@class, 'room')]/@class")
            assert bool(rooms) is (
                edition is Edition.WORKSHEET
                and (bool(quiz.space) or not (quiz.options or quiz.blanks))
            )


def test_links_lead_somewhere_or_are_words(site: Site) -> None:
    for bundle in site.lessons("fr"):
        root: Any = html.document_fromstring(
            site.sheet("fr", bundle.docname, Edition.WORKSHEET).html
        )
        places = set(root.xpath("//@id"))
        links = root.xpath("//body//a/@href")
        assert links
        for link in links:
            assert link.startswith(("https://", "http://", "mailto:")) or link[1:] in places, link


def test_without_an_address_of_the_site_links_into_it_are_words(site: Site) -> None:
    facts = facts_of(site.bundle("en", "lessons/z-boson"))
    page = site.page("en", "lessons/z-boson")
    made = sheet(page, facts, Edition.WORKSHEET, site.course("en", site_url=""))
    root: Any = html.document_fromstring(made.html)
    assert not [link for link in root.xpath("//body//a/@href") if ".html" in link]
    assert root.xpath("//span[@class='std-term unlinked']")


def test_the_teachers_edition_begins_with_what_a_teacher_wants_to_know(site: Site) -> None:
    made = site.sheet("fr", "lessons/higgs-four-leptons", Edition.TEACHER)
    root: Any = html.document_fromstring(made.html)
    (box,) = root.xpath("//*[@class='for-teachers']")
    said = text(box)
    assert "Édition pour l’enseignant" in said
    duration = site.bundle("fr", "lessons/higgs-four-leptons").lesson["duration"]
    assert f"Durée {duration} minutes" in said.replace("Durée", "Durée ").replace("  ", " ")
    assert root.xpath("//*[contains(@class, 'lesson-instructor-note')]")
    assert root.xpath("//*[contains(@class, 'lesson-objectives')]")


def test_the_teachers_edition_says_what_the_lesson_serves_and_where_that_stands(
    site: Site,
) -> None:
    item = Reference(
        country="France",
        programme="physique-chimie",
        level="terminale",
        theme="Noyaux",
        url="https://example.org/programme.pdf",
    )
    facts = replace(facts_of(site.bundle("fr", "lessons/z-boson")), curriculum=(item,))
    page = site.page("fr", "lessons/z-boson")
    root: Any = html.document_fromstring(
        sheet(page, facts, Edition.TEACHER, site.course("fr")).html
    )
    (served,) = root.xpath("//*[@class='for-teachers']//dd/ul/li")
    addresses = root.xpath("//aside[@class='paper']/ol/li")
    assert text(served) == f"France, physique-chimie, terminale – Noyaux{len(addresses)}"
    assert text(addresses[-1]) == item.url
    assert served.xpath("./a/@href") == [item.url]
