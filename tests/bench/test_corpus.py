from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.bench.corpus import languages, lesson_name, page, write_corpus, write_plain
from build_tools.bench.words import WORDS
from build_tools.building.project import Project
from build_tools.building.read import read
from build_tools.localisation.literals import label_blind
from build_tools.pages.bundle import Status

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    root = tmp_path / "corpus"
    write_corpus(root, REPOSITORY, lessons=12, tags=languages(3))
    return root


def test_the_pages_are_current_in_every_language_and_nothing_is_wrong(corpus: Path) -> None:
    lessons, problems = read(Project(corpus))
    assert problems == []
    assert list(lessons.pages) == ["en", "es", "fr"]
    states = [one for own in lessons.translations.values() for one in own.values()]
    assert len(states) == 2 * 13
    assert {one.status for one in states} == {Status.CURRENT}


def test_every_lesson_runs_a_program_of_its_own(corpus: Path) -> None:
    lessons, _ = read(Project(corpus))
    keys = {one.key for name, one in lessons.programs.items() if name != "index"}
    assert len(keys) == 12


def test_translations_differ_in_labels_and_comments_alone(corpus: Path) -> None:
    lessons, _ = read(Project(corpus))
    compared = 0
    for own in lessons.translations.values():
        for name, translation in own.items():
            for source, cell in zip(
                lessons.sources[name].cells, translation.page.cells, strict=True
            ):
                assert label_blind(source.source) == label_blind(cell.source)
                assert source.source != cell.source
                compared += 1
    assert compared == 2 * 12 * 3


def test_the_same_pages_are_laid_out_for_plain_sphinx(corpus: Path, tmp_path: Path) -> None:
    write_plain(tmp_path / "plain", corpus, ["en", "fr"])
    for tag in ("en", "fr"):
        folder = tmp_path / "plain" / tag
        assert len(list(folder.rglob("*.md"))) == 13
        place = folder / f"{lesson_name(11)}.md"
        assert place.read_text(encoding="utf-8") == page(11, tag)
        assert list((place.parent / "samples").rglob("*.root"))


def test_every_language_says_something_of_its_own() -> None:
    seen: dict[str, str] = {}
    for tag, words in WORDS.items():
        for sentence in words.sentences:
            assert sentence not in seen, f"{tag} and {seen.get(sentence)}: {sentence}"
            seen[sentence] = tag
    assert len(seen) == 5 * 6
