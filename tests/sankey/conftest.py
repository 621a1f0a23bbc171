"""A small catalogue, apart from the project's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.catalogue.facts import Fact, Facts, Source

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent


@pytest.fixture
def facts() -> Facts:
    """Two facts from one book."""
    return Facts(
        {
            "H.bb": Fact("H.bb", 0.7, 0.07, "", "book"),
            "W.l": Fact("W.l", 0.1, 0.01, "", "paper"),
        },
        {"book": Source("A book", "https://example.org"), "paper": Source("A paper")},
    )
