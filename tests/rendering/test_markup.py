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
        '<a class="reference internal" href="#t"><span class="xref std std-term">t</span></a>',
        '<a class="std-term" href="#t">t</a>',
    ),
    "a term with a formula": (
        '<a class="reference internal" href=""><span class="xref std std-term"><b>t</b></span></a>',
        '<a class="std-term" href=""><b>t</b></a>',
    ),
    "a page": ('<a href="p.html"><span class="std std-doc">p</span></a>', '<a href="p.html">p</a>'),
    "a section": (
        '<a href="#s"><span class="xref std std-ref">s</span></a>',
        '<a href="#s">s</a>',
    ),
    "a link": ('<a class="reference external" href="#s">s</a>', '<a href="#s">s</a>'),
    "a link with a class of its own": ('<a class="x reference" href="#s">s</a>',) * 2,
    "a value": ('<p><span class="glued">1.5 GeV</span></p>', "<p>1.5 GeV</p>"),
    "another span": ('<span class="held">x</span>', '<span class="held">x</span>'),
}


@pytest.mark.parametrize(("html", "expected"), CASES.values(), ids=CASES.keys())
def test_what_only_weighs_is_gone(html: str, expected: str) -> None:
    assert leaner(html) == expected
