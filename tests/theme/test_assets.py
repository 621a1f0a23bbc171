"""What pages load."""

from __future__ import annotations

import pytest

from build_tools.theme.assets import keep_script, without_icon_font


@pytest.mark.parametrize(
    ("filename", "expected"),
    [
        ("_static/lessons.js", True),
        ("_static/figures.js", True),
        ("_static/doctools.js", False),
        ("_static/scripts/sphinx-book-theme.js", False),
        ("https://cdn.example.org/mathjax.js", False),
        ("//cdn.example.org/mathjax.js", False),
        ("", False),
        (None, False),
    ],
)
def test_which_scripts_stay(filename: str | None, *, expected: bool) -> None:
    assert keep_script(filename) is expected


def test_the_icon_font_and_its_symbols_go_and_the_rest_stays() -> None:
    sheet = (
        "@font-face{font-family:Font Awesome\\ 7 Free;src:url(a.woff2)}"
        'html{--pst-icon-bell:"\\f0f3";--pst-color-a:red}p{color:red}'
    )
    assert without_icon_font(sheet) == 'html{--pst-icon-bell:"";--pst-color-a:red}p{color:red}'
