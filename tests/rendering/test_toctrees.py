"""The navigation of a translated page is the source's."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.pages.model import Prose
from build_tools.pages.reader import read_page
from build_tools.rendering.toctrees import toctree_entries, with_entries

FRENCH = "A\n\n```{toctree}\n:hidden:\n:caption: Pages\n\nun\nTitre <deux>\nvieux\n```\n\nB\nC"


def shown(text: str, *trees: list[str]) -> list[tuple[int, str]]:
    return [(piece.line, piece.text) for piece in with_entries(Prose(text, 10), iter(trees))]


def test_entries_are_the_sources_with_the_translators_titles_and_options() -> None:
    assert shown(FRENCH, ["neuf", "deux", "un"]) == [
        (10, "A\n\n"),
        (12, "```{toctree}\n:hidden:\n:caption: Pages\n\nneuf\nTitre <deux>\nun\n```"),
        (21, "B\nC"),
    ]


@pytest.mark.parametrize("trees", [[["un", "deux", "vieux"]], []])
def test_equal_entries_and_toctrees_without_a_partner_stay(trees: list[list[str]]) -> None:
    assert shown(FRENCH, *trees) == [(10, FRENCH)]


def test_entries_of_a_page(tmp_path: Path) -> None:
    text = "---\nfile_format: mystnb\n---\n# T\n\n" + FRENCH + "\n\n:::{toctree}\nx\n:::\n"
    (tmp_path / "x.md").write_text(text)
    page = read_page(tmp_path, Path("x.md"), language="en", docname="x")
    assert toctree_entries(page) == [["un", "Titre <deux>", "vieux"], ["x"]]
