"""Plain data from YAML: the parser in C is as strict and as exact as the one in Python."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from build_tools.pages import document
from build_tools.pages.diagnostics import LessonError
from build_tools.pages.document import parse_yaml

ROOT = Path(__file__).resolve().parents[2]


def test_both_parsers_give_the_same_data_on_the_same_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert document.FastLoader.__name__ == "CSafeLoader", "PyYAML was built without its parser in C"
    compared = 0
    catalogue = ROOT / "content" / "catalogue"
    names = ("terms.yaml", "sources.yaml", "spelling.yaml")
    for file in [*(catalogue / name for name in names), *catalogue.glob("diagrams/*.yaml")]:
        text = file.read_text(encoding="utf-8")
        fast = parse_yaml(text, file)
        with monkeypatch.context() as patch:
            patch.setattr(document, "FastLoader", yaml.SafeLoader)
            assert parse_yaml(text, file) == fast
        compared += len(fast.lines)
    assert compared > 3000


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 3, "not YAML"),
        ("a: 1\nb: c: 3\n", 2, "not YAML: mapping values are not allowed here"),
        ("a: 1\na: 2\n", 2, "stands twice"),
        ("a: &x 1\nb: *x\n", 1, "`&` and `*`"),
        ("a: !!python/name:os.system\n", 1, "tags"),
        ("a: " + 30 * "[" + 30 * "]", 1, "deep"),
        ("a: 2026-02-31\n", 1, "not YAML"),
        ("a: \x00\n", 1, "not YAML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(LessonError) as caught:
        parse_yaml(text, Path("x.yaml"))
    (problem,) = caught.value.diagnostics
    assert said in problem.message
    assert problem.line == line
