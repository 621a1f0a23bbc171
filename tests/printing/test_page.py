"""What a page has for paper."""

from __future__ import annotations

from build_tools.printing.page import qr_code, with_line_marks


def test_each_line_of_longer_code_is_marked() -> None:
    html = '<div class="highlight"><pre><span></span>a\n<span class="n">b</span>\n\nc\n</pre></div>'
    assert with_line_marks(html) == (
        '<div class="highlight"><pre><span></span>'
        '<i></i>a\n<i></i><span class="n">b</span>\n<i></i>\n<i></i>c\n</pre></div>'
    )


def test_a_single_line_needs_no_number() -> None:
    html = '<div class="highlight"><pre><span></span>a\n</pre></div>'
    assert with_line_marks(html) == html


def test_the_code_of_an_address_is_a_drawing_with_room_around_it() -> None:
    code = qr_code("https://lessons.example/en/lessons/z-boson.html")
    assert code.startswith('<svg aria-hidden="true" viewBox="0 0 ')
    assert "M4 4.5h7" in code  # the first finder pattern, behind four empty squares
    assert "style" not in code
    assert len(code) < 2500
