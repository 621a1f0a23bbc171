"""A folder with one defect a file: one message each, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from build_tools.pages.pairing import read_pages
from build_tools.pages.reader import read_page
from build_tools.quiz.reader import read_quizzes

BAD = Path(__file__).parent / "bad"
EXPECTED = yaml.safe_load((BAD / "expected.yaml").read_text(encoding="utf-8"))
QUESTION = (
    ":::{quiz} same-id\n:type: single\n:level: recall\n\nWhich?\n\n"
    "- [x] This\n- [ ] That\n  > Why.\n:::\n"
)
PAGE = "---\nfile_format: mystnb\n---\n# Title\n\n"


def test_every_file_is_expected() -> None:
    assert {path.stem for path in BAD.glob("*.md")} == EXPECTED.keys()
    assert len(EXPECTED) >= 50


@pytest.mark.parametrize("name", EXPECTED)
def test_one_message_with_its_line(name: str) -> None:
    page = read_page(BAD, Path(f"{name}.md"), language="en", docname=name)
    _, problems = read_quizzes({"en": {name: page}})
    found = [(problem.line, problem.message) for problem in problems]
    assert len(found) == 1, found
    line, message = found[0]
    assert EXPECTED[name]["says"] in message
    assert line == EXPECTED[name]["line"], message


def test_an_id_on_two_pages(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        path = tmp_path / "content" / "en" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE + QUESTION, encoding="utf-8")
    pages, problems = read_pages(tmp_path)
    assert not problems
    quizzes, problems = read_quizzes(pages)
    # the first one has the id, in the order of names, however the pages come
    assert [str(problem) for problem in problems] == [
        f"content/en/{name}.md:6: the id “same-id” is taken by content/en/a.md:6; choose another"
        " [quiz]"
        for name in ("b", "c")
    ]
    backwards = {"en": dict(reversed(pages["en"].items()))}
    assert read_quizzes(backwards)[1] == problems
    assert len(quizzes["en"]["a"]) == 1
