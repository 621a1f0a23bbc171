"""The sentinel run, on programs small enough to run with ``exec``.

Each program leaves its outputs in ``out``; the proof takes them as Jupyter outputs.
"""

from __future__ import annotations

from typing import Any

import pytest

from build_tools.localisation.literals import Label, changed_labels
from build_tools.localisation.sentinel import (
    Outputs,
    Sentinels,
    choose,
    fill,
    prove,
    template_source,
)


def run(source: str) -> Outputs:
    space: dict[str, Any] = {"out": []}
    exec(source, space)  # noqa: S102  the programs of this file
    return [[{"output_type": "display_data", "data": {"application/json": space["out"]}}]]


def derive(source: str, french: str) -> tuple[Sentinels, Outputs]:
    sentinels = choose({"fr": changed_labels(0, source, french)})
    return sentinels, run(template_source(0, source, sentinels))


LABELS = [
    ('out += [{"title": "Events"}]', 'out += [{"title": "Événements"}]'),
    # a label that is also a key
    (
        'd = {"Data": 3}\nout += list(d)\nout += [d["Data"], f"{d[\'Data\']} events"]',
        'd = {"Données": 3}\nout += list(d)\nout += [d["Données"], f"{d[\'Données\']} événements"]',
    ),
    # composed from pieces
    (
        'for k in ("e", "mu"):\n    out += ["Pairs of " + k]',
        'for k in ("e", "mu"):\n    out += ["Paires de " + k]',
    ),
    # one text twice, translated in two ways
    ('out += ["Other", "Other"]', 'out += ["Autres", "Autre"]'),
]


@pytest.mark.parametrize(("source", "french"), LABELS)
def test_derived_outputs_equal_those_of_the_translated_program(source: str, french: str) -> None:
    sentinels, template = derive(source, french)
    assert prove(template, run(source), sentinels) == []
    assert fill(template, sentinels.by_language["fr"]) == run(french)
    assert run(french) != run(source)


CODE = [
    # a text that steers a number
    ('out += [len("Events")]', 'out += [len("Événements")]', "depend on the text"),
    # an order
    ('out += sorted(["b", "a"])', 'out += sorted(["b", "z"])', "depend on the text"),
    # nothing shows it
    ('s = "Events"\nout += [1]', 's = "Événements"\nout += [1]', "no output"),
]


@pytest.mark.parametrize(("source", "french", "reason"), CODE)
def test_a_text_that_is_code_is_found_out(source: str, french: str, reason: str) -> None:
    sentinels, template = derive(source, french)
    (drift,) = prove(template, run(source), sentinels)
    assert reason in drift.reason
    assert drift.cell == 0
    assert len(drift.labels) == 1


def test_a_key_translated_in_one_place_only_stops_the_program() -> None:
    source, french = 'd = {"Data": 3}\nout += [d["Data"]]', 'd = {"Données": 3}\nout += [d["Data"]]'
    sentinels = choose({"fr": changed_labels(0, source, french)})
    with pytest.raises(KeyError):
        run(template_source(0, source, sentinels))


def test_languages_share_one_template() -> None:
    label = Label(0, 0, 1, "Events")
    sentinels = choose({"fr": {label: "Événements"}, "de": {label: "Ereignisse"}})
    assert len(sentinels.texts) == 1
    template = run(template_source(0, 'out += ["Events"]', sentinels))
    for language, text in (("fr", "Événements"), ("de", "Ereignisse")):
        assert fill(template, sentinels.by_language[language]) == run(f'out += ["{text}"]')


def test_a_closing_semicolon_stays() -> None:
    source = 'x = "Events"  # why\nx;'
    sentinels = choose({"fr": changed_labels(0, source, 'x = "Événements"\nx;')})
    assert template_source(0, source, sentinels) == "x = 'zq0000qz'\nx;"


def test_html_outputs_get_escaped_text() -> None:
    output = {"data": {"text/html": "<b>zq0000qz</b>", "text/plain": "zq0000qz"}}
    assert fill(output, {"zq0000qz": "a < b"})["data"] == {
        "text/html": "<b>a &lt; b</b>",
        "text/plain": "a < b",
    }


def test_padding_of_printed_text_is_no_proof_against_a_label() -> None:
    sentinels = choose({"fr": {Label(0, 0, 1, "Events"): "Événements"}})
    stream = {"output_type": "stream", "name": "stdout"}
    template = [[stream | {"text": "zq0000qz   12\n"}]]
    source = [[stream | {"text": "Events     12\n"}]]
    assert prove(template, source, sentinels) == []
    assert prove(template, [[stream | {"text": "Events     13\n"}]], sentinels) != []
