"""Links as numbered notes."""

from __future__ import annotations

from docutils import nodes
from docutils.utils import new_document

from build_tools.printing.notes import Note, number_links, paper_note
from build_tools.teaching.nodes import collapsed

SITE = "https://lessons.example/course/"


def link(words: str, target: str) -> nodes.reference:
    return nodes.reference("", words, refuri=target)


def page(*links: nodes.Node) -> nodes.document:
    document = new_document("page")
    document += [
        nodes.paragraph("", "", nodes.Text("See "), one, nodes.Text(" for it.")) for one in links
    ]
    return document


def numbers(document: nodes.document) -> list[int]:
    return [note["number"] for note in document.findall(paper_note)]


def test_an_address_has_one_number_however_often_it_is_linked() -> None:
    document = page(
        link("ATLAS", "https://atlas.cern"),
        link("CERN", "https://home.cern"),
        link("the experiment", "https://atlas.cern"),
    )
    notes = number_links(document, "lessons/z", "en", "")
    assert [note.address for note in notes] == ["https://atlas.cern", "https://home.cern"]
    assert numbers(document) == [1, 2, 1]
    first = document[0]
    assert isinstance(first, nodes.paragraph)
    assert [type(child).__name__ for child in first.children] == [
        "Text", "reference", "paper_note", "Text",
    ]  # fmt: skip


def test_links_within_the_site_need_its_address() -> None:
    other, anchor = link("next", "higgs.html#a-cut"), link("above", "#top")
    assert number_links(page(other, anchor), "lessons/z", "fr", "") == []
    notes = number_links(page(link("next", "../data.html#a-cut"), anchor), "lessons/z", "fr", SITE)
    assert notes == [Note("https://lessons.example/course/fr/data.html#a-cut", hidden=False)]


def test_words_of_the_glossary_and_addresses_that_are_written_out_have_no_number() -> None:
    term = nodes.reference(
        "", "", nodes.inline("", "event", classes=["xref", "std-term"]), refuri="glossary.html#e"
    )
    written = link("https://atlas.cern", "https://atlas.cern")
    assert number_links(page(term, written), "index", "en", SITE) == []


def test_what_stands_closed_is_numbered_last() -> None:
    closed = collapsed("", nodes.paragraph("", "", link("tables", "https://pdg.lbl.gov")))
    document = page(link("ATLAS", "https://atlas.cern"))
    document.insert(0, closed)
    assert number_links(document, "index", "en", "") == [
        Note("https://atlas.cern", hidden=False),
        Note("https://pdg.lbl.gov", hidden=True),
    ]
    assert numbers(document) == [2, 1]
