"""Broken data, one defect a file: the line and the message that the author is given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from build_tools.pages.diagnostics import Code, LessonError
from build_tools.sankey.reading import missing_texts, read_diagram, read_file

if TYPE_CHECKING:
    from build_tools.catalogue.facts import Facts
    from build_tools.pages.diagnostics import Diagnostic

BAD = Path(__file__).parent / "bad"
EXPECTED: dict[str, list[Any]] = yaml.safe_load((BAD / "expected.yaml").read_text("utf-8"))


def problems_of(name: str, facts: Facts) -> list[Diagnostic]:
    """What a page in English and French is told of a data file."""
    try:
        document = read_file(Path(name), BAD)
        diagram = read_diagram(document, facts)
    except LessonError as error:
        return list(error.diagnostics)
    return [p for language in ("en", "fr") for p in missing_texts(document, diagram, language)]


def test_every_bad_file_is_described() -> None:
    files = {path.name for path in BAD.iterdir()} - {"expected.yaml"}
    assert files == set(EXPECTED)
    assert len(files) >= 50


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_defect_is_told_with_its_place(name: str, facts: Facts) -> None:
    line, message = EXPECTED[name]
    (problem,) = problems_of(name, facts)
    assert (problem.path, problem.line, problem.code) == (Path(name), line, Code.CATALOGUE)
    assert message in problem.message


def test_all_defects_of_a_file_are_told_at_once(facts: Facts, tmp_path: Path) -> None:
    text = (BAD / "negative.yaml").read_text("utf-8").replace("share: 0.3", "share: x y")
    tmp_path.joinpath("two.yaml").write_text(text, "utf-8")
    with pytest.raises(LessonError) as caught:
        read_diagram(read_file(Path("two.yaml"), tmp_path), facts)
    assert [(p.line, p.message.rpartition("@ ")[2]) for p in caught.value.diagnostics] == [
        (9, "/links/0/share"),
        (10, "/links/1/share"),
    ]
