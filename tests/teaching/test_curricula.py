"""Items of curricula: as the catalogue writes them, and as lessons name them."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.pages.bundle import PageBundle, Status
from build_tools.pages.diagnostics import LessonError
from build_tools.pages.reader import read_page
from build_tools.teaching.curricula import (
    CURRICULA,
    Reference,
    read_curricula,
    unknown_items,
    with_curriculum,
)

GOOD = """\
fr-nuclei:
  country: France
  programme: {en: physics, fr: physique-chimie}
  level: {en: last year, fr: terminale}
  theme: {en: Nuclei, fr: "Noyaux : bases"}
  url: https://example.org/fr.pdf
"""
LESSON = """\
---
file_format: mystnb
lesson:
  curriculum:
    - fr-nuclei
    - fr-stars
---
# A lesson
"""


def project(root: Path, text: str) -> Path:
    (root / CURRICULA).parent.mkdir(parents=True)
    (root / CURRICULA).write_text(text, encoding="utf-8")
    return root


def test_an_item_is_told_in_the_language_of_the_text(tmp_path: Path) -> None:
    items = read_curricula(project(tmp_path, GOOD))
    (tmp_path / "x.md").write_text(LESSON, encoding="utf-8")
    page = read_page(tmp_path, Path("x.md"), language="en", docname="x")
    shown = {}
    for language in ("en", "fr", "de"):
        bundle = PageBundle(
            docname="x",
            language=language,
            text_language=language,
            status=Status.CURRENT,
            path=Path("x.md"),
            title="A lesson",
        )
        (own,) = with_curriculum(bundle, page, items).curriculum
        reference = Reference.model_validate(own)
        shown[language] = f"{reference.place} – {reference.theme}"
    assert shown == {
        "en": "France, physics, last year – Nuclei",
        "fr": "France, physique-chimie, terminale – Noyaux\N{NO-BREAK SPACE}: bases",
        "de": "France, physics, last year – Nuclei",  # not translated: as the source has it
    }


def test_an_item_that_there_is_not_is_told_with_its_line(tmp_path: Path) -> None:
    items = read_curricula(project(tmp_path, GOOD))
    (tmp_path / "x.md").write_text(LESSON, encoding="utf-8")
    page = read_page(tmp_path, Path("x.md"), language="en", docname="x")
    (problem,) = unknown_items([page], items)
    assert problem.line == 6
    assert "“fr-stars”" in problem.message
    assert CURRICULA.as_posix() in problem.message


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("  country: France\n", "", 1, "`country`: a text"),
        ("{en: Nuclei, fr: ", "{fr: ", 5, "`theme` has no `en`"),
        ("https://example.org/fr.pdf", "fr.pdf", 6, "https://"),
        ("  url:", "  link: x\n  url:", 6, "`link` is not known"),
        ("fr-nuclei:", "FR nuclei:", 1, "is no id"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(LessonError) as caught:
        read_curricula(project(tmp_path, GOOD.replace(old, new)))
    (problem,) = caught.value.diagnostics
    assert (problem.line, problem.path) == (line, CURRICULA)
    assert said in problem.message


def test_a_project_without_curricula_has_no_items(tmp_path: Path) -> None:
    assert read_curricula(tmp_path) == {}
