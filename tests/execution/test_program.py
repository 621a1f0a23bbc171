"""The program key: what makes a program run again, and what does not."""

from __future__ import annotations

from pathlib import Path

from build_tools.execution.program import Program, ProgramCell, SampleFile, installed_packages

SAMPLE = SampleFile("4lep/Data/a.root", Path("a.root"), "0" * 64, 0.5)


def program(
    source: str = "x = 1", tags: frozenset[str] = frozenset(), sample: SampleFile = SAMPLE
) -> Program:
    return Program("page", (ProgramCell(source, tags),), (sample,))


def test_comments_layout_and_display_tags_keep_the_key() -> None:
    assert program().key == program("# why\nx  =  1\n").key
    assert program().key == program(tags=frozenset({"hide-input"})).key


def test_code_execution_tags_and_samples_change_the_key() -> None:
    others = [
        program("x = 2"),
        program(tags=frozenset({"raises-exception"})),
        program(sample=SampleFile(SAMPLE.path, SAMPLE.file, "1" * 64, 0.5)),
        program(sample=SampleFile(SAMPLE.path, SAMPLE.file, "0" * 64, 0.6)),
        Program("page", (ProgramCell("x = 1"),), ()),
    ]
    assert len({program().key, *(other.key for other in others)}) == 6


def test_the_place_of_a_sample_does_not_count() -> None:
    moved = SampleFile(SAMPLE.path, Path("/elsewhere/b.root"), SAMPLE.sha256, 0.5)
    assert program(sample=moved).key == program().key


def test_the_parts_say_what_changed() -> None:
    before, after = program().key_parts(), program("x = 2").key_parts()
    assert {part for part in before if before[part] != after[part]} == {"cells"}


def test_packages_count_and_the_project_does_not() -> None:
    assert "uproot" in installed_packages()
    assert "open-data-lessons" not in installed_packages()
