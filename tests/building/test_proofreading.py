"""What ``translate -- check`` and ``proofread`` say of the words of a course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.building.proofreading import project_word_problems
from tests.building.conftest import FRONT, Course

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TERMS = """\
terms:
  decay:
    en: {term: decay, definition: A change.}
    fr:
      term: désintégration
      grammar: f
      definition: Un changement.
      avoid: [{words: [décroissance], because: un calque, write: « désintégration »}]
    source: written for these lessons
"""


def said(tmp_path: Path, french: str) -> list[str]:
    course = Course(tmp_path)
    course.write("en", "index", FRONT + "# Home\n\nA decay.\n")
    course.write("fr", "index", FRONT + f"# Accueil\n\n{french}\n")
    (tmp_path / "conf.py").touch()
    (tmp_path / "content" / "catalogue").mkdir(parents=True, exist_ok=True)
    (tmp_path / "content" / "catalogue" / "terms.yaml").write_text(TERMS, encoding="utf-8")
    return [str(problem) for problem in project_word_problems(tmp_path)]


def test_what_is_right_says_nothing(tmp_path: Path) -> None:
    assert said(tmp_path, "Une désintégration : voilà.") == []


def test_a_calque_is_told_in_any_section(tmp_path: Path) -> None:
    [one] = said(tmp_path, "Une décroissance.")
    assert one.startswith("content/fr/index.md:6: “décroissance”: un calque;")


def test_signs_are_told(tmp_path: Path) -> None:
    [one] = said(tmp_path, "Une désintégration?")
    assert one.startswith("content/fr/index.md:6: the space before the sign is missing")


def test_formulae_are_told_in_each_language(tmp_path: Path) -> None:
    course = Course(tmp_path)
    course.write("en", "other", FRONT + "# Other\n\nIt is $10000$.\n\n## More\n\n$1.5$\n")
    course.write("fr", "other", FRONT + "# Autre\n\nVoici $10000$.\n\n## Encore\n\n$1.5$\n")
    english, french = said(tmp_path, "Une désintégration.")
    assert english.startswith("content/en/other.md:6: a long number")
    assert french.startswith("content/fr/other.md:6: a long number")


def test_a_missing_term_is_told_once_the_section_is_current(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(tmp_path, "Un changement.") == []
    Course(tmp_path).current(monkeypatch, "index")
    [one] = [str(problem) for problem in project_word_problems(tmp_path)]
    assert one.startswith("content/fr/index.md:4: “decay” (content/en/index.md:6)")
