"""Which differences between two cells are labels."""

from __future__ import annotations

import pytest

from build_tools.localisation.literals import Label, changed_labels, label_blind

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
    ],
)
def test_anything_else_is_a_difference(translated: str) -> None:
    assert label_blind(SOURCE) != label_blind(translated)


def test_changed_labels_know_their_place_and_line() -> None:
    translated = SOURCE.replace('"Events"', '"Événements"').replace(" events", " événements")
    assert changed_labels(3, SOURCE, translated) == {
        Label(3, 0, 1, "Events"): "Événements",
        Label(3, 2, 2, " events"): " événements",
    }
