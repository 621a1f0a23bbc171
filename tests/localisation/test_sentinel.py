"""Tokens in programs, and the proof. What it is worth is tested in ``tests/building``."""

from __future__ import annotations

import pytest

from build_tools.localisation.literals import Label, changed_labels
from build_tools.localisation.sentinel import Filling, choose, imitate, prove, template_source

SOURCE = 'd = {"Data": 3}\nprint(d["Data"], "{n} of {m}", "Other", "Other")'
FRENCH = 'd = {"Cas": 3}\nprint(d["Cas"], "{n} sur {m}", "Autres", "Autre")'


def test_places_that_translate_alike_share_a_token() -> None:
    sentinels = choose({"fr": changed_labels(0, SOURCE, FRENCH)})
    found = {(token.source, token.texts["fr"]) for token in sentinels.tokens.values()}
    assert found == {("Data", "Cas"), (" of ", " sur "), ("Other", "Autres"), ("Other", "Autre")}


def test_tokens_stand_the_other_way_round_in_the_alphabet() -> None:
    texts = ["All", "Data", "Zed", "all", "pT", "zed", "η"]
    labels = {Label(0, n, 1, text): "x" for n, text in enumerate(texts)}
    sentinels = choose({"fr": labels})
    own = {token.source: name for name, token in sentinels.tokens.items()}
    assert sorted(texts, key=own.__getitem__) == sorted(texts, reverse=True)


def test_a_token_is_never_as_long_as_its_text() -> None:
    lengths = range(1, 80)
    labels = {Label(0, n, 1, "E" * n): "x" for n in lengths}
    tokens = choose({"fr": labels}).tokens
    assert len(tokens) == len(lengths)
    assert all(len(name) != len(token.source) for name, token in tokens.items())


def test_texts_come_back_from_the_template() -> None:
    sentinels = choose({"fr": changed_labels(0, SOURCE, FRENCH)})
    template = template_source(0, SOURCE, sentinels)
    assert "Data" not in template
    assert "{n}" in template
    assert "{m}" in template


def test_like_tokens_have_the_shape_of_their_texts() -> None:
    labels = {Label(0, 0, 1, "Found"): "Nombre d’une Masse (GeV)"}
    (token,) = imitate("fr", labels, ['"Found"']).tokens
    assert [sign.isupper() for sign in token] == [c.isupper() for c in "Nombre d’une Masse (GeV)"]
    assert [i for i, sign in enumerate(token) if not sign.isalnum()] == [6, 8, 12, 18, 19, 23]


def test_like_tokens_are_equal_where_texts_are() -> None:
    cells = ['print("Events", "Number", "Cas")']
    labels = {Label(0, 0, 1, "Events"): "Cas", Label(0, 1, 1, "Number"): "Cas"}
    sentinels = imitate("fr", labels, cells)
    assert len(sentinels.tokens) == 1
    assert len(sentinels.literals) == 3


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("plain", "a <b> é"),
        ("html", "a &lt;b&gt; é"),
        ("json", "a <b> \\u00e9"),
        ("url", "a%20%3Cb%3E%20%C3%A9"),
    ],
)
def test_a_text_is_written_as_its_token_was(kind: str, written: str) -> None:
    sentinels = choose({"fr": {Label(0, 0, 1, "Data"): "a <b> é"}})
    (token,) = sentinels.tokens
    from build_tools.localisation.tokens import FORMS  # noqa: PLC0415

    form = next(form for name, form in FORMS if name == kind)
    assert sentinels.in_language("fr").fill(f"({form(token)})") == f"({written})"


def test_an_apostrophe_between_quotes_is_noticed() -> None:
    sentinels = choose({"fr": {Label(0, 0, 1, "Data"): "l'été"}})
    (token,) = sentinels.tokens
    filling = sentinels.in_language("fr")
    filling.fill(token)
    assert filling.quoted == set()
    filling.fill(repr([token]))
    assert filling.quoted == {token}


def test_keys_are_filled_too() -> None:
    assert Filling({"zq": "a"}).fill({"zq": ["zq", 1, None]}) == {"a": ["a", 1, None]}


def test_a_closing_semicolon_stays() -> None:
    source = 'x = "Events"  # why\nx;'
    sentinels = choose({"fr": changed_labels(0, source, 'x = "Cas"\nx;')})
    assert template_source(0, source, sentinels).endswith("\nx;")


def test_padding_is_layout_only_where_it_is_said() -> None:
    sentinels = imitate("fr", {Label(0, 0, 1, "Events"): "Cas"}, ['"Events"'])
    (token,) = sentinels.tokens
    stream = {"output_type": "stream", "name": "stdout"}
    template, source = (
        [[stream | {"text": f"{token}   12\n"}]],
        [[stream | {"text": "Events 12\n"}]],
    )
    assert prove(template, source, sentinels, padded=True) == []
    assert prove(template, source, sentinels) != []
    other = [[stream | {"text": "Events 13\n"}]]
    assert prove(template, other, sentinels, padded=True) != []
