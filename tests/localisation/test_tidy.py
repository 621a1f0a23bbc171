"""Errors and warnings without the places of the machine that ran them."""

from __future__ import annotations

import pytest

from build_tools.localisation.tidy import error_line, matching_line, tidy, told

TRACEBACK = [
    "-" * 75,
    "ValueError                                Traceback (most recent call last)",
    "Cell In[3], line 2\n      1 x = 1\n----> 2 f(x)\n",
    "Cell In[2], line 1, in f(x)\n----> 1 def f(x): raise ValueError(x)\n",
    "ValueError: 1",
]
ERROR = {"output_type": "error", "ename": "ValueError", "evalue": "1", "traceback": TRACEBACK}


def test_an_error_is_told_with_the_line_as_the_page_shows_it() -> None:
    assert error_line(ERROR) == 2
    shown = "# un commentaire\nx = 1\nf(x)  # ici"
    output = told(ERROR, ERROR, "x = 1\nf(x)", shown)
    assert output["traceback"] == ["line 3:  f(x)  # ici", "ValueError: 1"]


def test_an_error_without_a_line_is_its_message() -> None:
    output = told(ERROR, {**ERROR, "traceback": []}, "f(x)", "f(x)")
    assert output["traceback"] == ["ValueError: 1"]


@pytest.mark.parametrize(("line", "there"), [(1, 1), (2, 4), (3, 5)])
def test_lines_are_matched_through_the_syntax(line: int, there: int) -> None:
    source = 'x = "a"\nprint(x)\ny = 2'
    shown = 'x = "b"\n\n# ceci\nprint(x)\ny = 2'
    assert matching_line(source, shown, line) == there


def test_warnings_lose_path_and_code() -> None:
    text = (
        "/a/ipykernel_12/345.py:2: UserWarning: watch out\n  warnings.warn(text)\nnext\n"
        "/a b/site-packages/x.py:1: RuntimeWarning: divide by zero\n  return a / b\n"
    )
    (output,) = tidy([{"output_type": "stream", "name": "stderr", "text": text}])
    assert output["text"] == "UserWarning: watch out\nnext\nRuntimeWarning: divide by zero\n"


def test_what_is_printed_is_left_alone() -> None:
    stream = {"output_type": "stream", "name": "stdout", "text": "x.py:2: UserWarning: a\n  b\n"}
    assert tidy([stream]) == [stream]
