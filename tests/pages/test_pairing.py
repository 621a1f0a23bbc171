"""Pages of all languages together."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.pages.pairing import read_pages

PAGE = "---\nfile_format: mystnb\n---\n# Title\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path in ("en/index", "en/lessons/z", "fr/index"):
        file = tmp_path / "content" / f"{path}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PAGE)
    return tmp_path


def test_the_same_path_is_the_same_page(root: Path) -> None:
    pages, problems = read_pages(root)
    assert problems == []
    assert {language: sorted(own) for language, own in pages.items()} == {
        "en": ["index", "lessons/z"],
        "fr": ["index"],
    }


def test_a_translation_of_nothing_is_told(root: Path) -> None:
    (root / "content" / "fr" / "stray.md").write_text(PAGE)
    (problem,) = read_pages(root)[1]
    assert str(problem).startswith("content/fr/stray.md: no page of this name in content/en")


def test_an_unknown_prerequisite_is_told_with_its_line(root: Path) -> None:
    lesson = (
        "---\nfile_format: mystnb\nlesson:\n  prerequisites: [index,\n    lessons/w]\n---\n# Z\n"
    )
    (root / "content" / "en" / "lessons" / "z.md").write_text(lesson)
    (problem,) = read_pages(root)[1]
    assert (problem.path, problem.line) == (Path("content/en/lessons/z.md"), 5)
    assert "no page is called “lessons/w”" in problem.message


def test_a_page_that_cannot_be_read_leaves_the_others(root: Path) -> None:
    (root / "content" / "en" / "index.md").write_text("no front matter")
    pages, problems = read_pages(root)
    assert list(pages["en"]) == ["lessons/z"]
    assert {problem.path for problem in problems} == {Path("content/en/index.md")}
