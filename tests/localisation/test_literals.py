"""Which differences between two cells are labels."""

from __future__ import annotations

import pytest

from build_tools.localisation.literals import Label, changed_labels, label_blind, pieces

SOURCE = 'x = {"Events": 1}\nprint(f"{x} events", "GeV")'


@pytest.mark.parametrize(
    "translated",
    [
        '# commentaire\nx = {"Événements": 1}\nprint(f"{x} événements", "GeV")',
        "x = {'Events': 1}\n\nprint(f'{x} events', 'GeV')",
    ],
)
def test_labels_comments_and_layout_are_no_difference(translated: str) -> None:
    assert label_blind(SOURCE) == label_blind(translated)


@pytest.mark.parametrize(
    "translated",
    [
        'x = {"Events": 2}\nprint(f"{x} events", "GeV")',
        'y = {"Events": 1}\nprint(f"{y} events", "GeV")',
        'x = {"Events": 1}\nprint(f"{x!r} events", "GeV")',
        'x = {"Events": 1}\nprint(f"{x} events", b"GeV")',
        'x = {"Events": 1}\nprint(f"{x} events")',
        'x = {"Events": 1}\nprint(f"{x:>3} events", "GeV")',
    ],
)
def test_anything_else_is_a_difference(translated: str) -> None:
    assert label_blind(SOURCE) != label_blind(translated)


def test_changed_labels_know_their_place_and_line() -> None:
    translated = SOURCE.replace('"Events"', '"Événements"').replace(" events", " événements")
    assert changed_labels(3, SOURCE, translated) == {
        Label(3, 0, 1, "Events"): "Événements",
        Label(3, 1, 2, " events"): " événements",
    }


def test_a_format_specification_is_code() -> None:
    assert label_blind('f"{x:.2f} events"') != label_blind('f"{x:.3f} events"')
    assert label_blind('f"{x:{w}} a"') == label_blind('f"{x:{w}} b"')


def test_a_docstring_is_known() -> None:
    source = 'def f():\n    """Count."""\n"seen"'
    assert [
        label.silent
        for label in changed_labels(0, source, source.replace("e", "E").replace("dEf", "def"))
    ] == [False]
    assert [label.silent for label in changed_labels(0, source, source.replace("Co", "Ko"))] == [
        True
    ]


@pytest.mark.parametrize(
    ("text", "around", "holders"),
    [
        ("plain", ["plain"], []),
        ("{n} of {total:.1f}", ["", " of ", ""], ["{n}", "{total:.1f}"]),
        ("%d of %5.1f %%", ["", " of ", " ", ""], ["%d", "%5.1f", "%%"]),
        ("%(n)d a", ["", " a"], ["%(n)d"]),
        ("Mass: %{x:.2f}<br>", ["Mass: %", "<br>"], ["{x:.2f}"]),
        ("50 %", ["50 %"], []),
        ("{broken", ["{broken"], []),
        ("{{kept}} {n}", ["{{kept}} {n}"], []),
    ],
)
def test_pieces_stand_around_placeholders(text: str, around: list[str], holders: list[str]) -> None:
    assert pieces(text) == (around, holders)
