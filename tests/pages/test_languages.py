"""Languages are folders of ``content``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.pages.languages import language_name, site_languages

if TYPE_CHECKING:
    from pathlib import Path


def test_the_source_language_comes_first(tmp_path: Path) -> None:
    for name in ("fr", "en", "de", "samples", "catalogue", "zz", "pt-br"):
        (tmp_path / name).mkdir()
    (tmp_path / "es").write_text("not a folder")
    assert site_languages(tmp_path) == ["en", "de", "fr", "pt-br"]


def test_names_are_in_their_own_language() -> None:
    assert language_name("fr") == "français"
