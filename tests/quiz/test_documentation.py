"""The examples of the guide are questions, and the guide names all that there is."""

from __future__ import annotations

import re
from pathlib import Path

from build_tools.pages.reader import read_page
from build_tools.quiz.model import Kind, Level
from build_tools.quiz.reader import page_quizzes
from build_tools.quiz.syntax import SETTINGS

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "write-a-quiz.md"
EXAMPLE = re.compile(r"^(`{4,})markdown\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
HEAD = "---\nfile_format: mystnb\n---\n# Title\n\n:::{objectives}\n- One\n- Two\n:::\n\n"


def test_every_example_is_read(tmp_path: Path) -> None:
    examples = [match[2] for match in EXAMPLE.finditer(GUIDE.read_text(encoding="utf-8"))]
    found = []
    for example in examples:
        if "{quiz}" not in example:
            continue
        (tmp_path / "page.md").write_text(HEAD + example, encoding="utf-8")
        page = read_page(tmp_path, Path("page.md"), language="en", docname="page")
        quizzes, problems = page_quizzes(page)
        assert problems == []
        assert len(quizzes) == example.count("{quiz}")
        found += quizzes
    assert len(found) == 10
    assert len({quiz.name for quiz in found}) == len(found)
    assert {quiz.kind for quiz in found} == set(Kind)
    assert {quiz.level for quiz in found} == set(Level)


def test_every_setting_is_in_the_guide() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert [name for name in SETTINGS if f"| `:{name}:` |" not in text] == []
