"""The program key: what makes a program run again, and what does not."""

from __future__ import annotations

import platform
from importlib.metadata import version
from pathlib import Path

from build_tools.execution.packages import imported, versions
from build_tools.execution.program import Program, ProgramCell, SampleFile
from build_tools.execution.why import in_short, reasons

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


def test_the_parts_name_the_place_of_a_change() -> None:
    before = Program("page", (ProgramCell("x = 1"), ProgramCell("y = 1")), (SAMPLE,)).key_parts()
    other = SampleFile("4lep/Data/b.root", Path("b.root"), "1" * 64)
    now = Program(
        "page", (ProgramCell("x = 1"), ProgramCell("y = 2"), ProgramCell("z")), (other,)
    ).key_parts()
    now |= {"python": "4.0.0", "package numpy": "9.9", "environment TZ": "CET", "session a.py": "0"}
    assert reasons(before, now) == [
        "cell 2 changed",
        "cell 3 is new",
        "sample 4lep/Data/a.root is gone",
        "sample 4lep/Data/b.root is new",
        f"Python {platform.python_version()} → 4.0.0",
        f"numpy {version('numpy')} → 9.9",
        "environment variable TZ UTC → CET",
        "the session’s own a.py is new",
    ]


def test_a_first_run_and_lost_outputs_have_reasons_too() -> None:
    assert reasons({}, program().key_parts()) == ["first run"]
    assert reasons(program().key_parts(), program().key_parts()) == ["its outputs were gone"]


def test_long_lists_of_reasons_are_cut_short() -> None:
    assert in_short(["a", "b", "c"]) == "a, b, c"
    assert in_short(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"


def test_packages_that_outputs_can_depend_on_count_and_no_others() -> None:
    counted = versions()
    assert {"uproot", "awkward-cpp", "pandas", "ipython", "traitlets"} <= counted.keys()
    # a tool of the tests, one of the site, the project itself
    assert not {"pytest", "sphinx", "open-data-lessons"} & counted.keys()


def test_a_package_that_a_cell_imports_counts_with_what_it_requires() -> None:
    source = "def f():\n    from sphinx import application"
    more = {part for part in program(source).key_parts() if part.startswith("package ")}
    assert {"package sphinx", "package docutils"} <= more
    assert imported([source, "import a.b as c, d\nfrom . import e"]) == {"sphinx", "a", "d"}
