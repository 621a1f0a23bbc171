"""Pages without Sphinx's spans."""

from __future__ import annotations

import pytest

from build_tools.rendering.markup import leaner

CASES = {
    "code": (
        '<code class="docutils literal notranslate"><span class="pre">a</span> b</code>',
        '<code class="literal">a b</code>',
    ),
    "a cell": ('<div class="cell tag_x docutils container">', '<div class="cell tag_x">'),
    # scripts and style sheets ask for terms
    "a term": (
        '<a href="#t"><span class="xref std std-term">t</span></a>',
        '<a href="#t"><span class="std-term">t</span></a>',
    ),
    "a page": ('<a href="p.html"><span class="std std-doc">p</span></a>', '<a href="p.html">p</a>'),
    "a section": (
        '<a href="#s"><span class="xref std std-ref">s</span></a>',
        '<a href="#s">s</a>',
    ),
    "another span": ('<span class="held">x</span>', '<span class="held">x</span>'),
}


@pytest.mark.parametrize(("html", "expected"), CASES.values(), ids=CASES.keys())
def test_what_only_weighs_is_gone(html: str, expected: str) -> None:
    assert leaner(html) == expected
