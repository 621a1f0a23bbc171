# ruff: noqa: E501  pairs in one line each
"""MyST as plain Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.notebooks.prose import Prose
from build_tools.pages.bundle import Glued, PageBundle, Status


def prose(site_url: str = "", without: frozenset[str] = frozenset()) -> Prose:
    bundle = PageBundle(
        docname="lessons/z",
        language="fr",
        text_language="fr",
        status=Status.CURRENT,
        path=Path("content/fr/lessons/z.md"),
        title="Z",
        glued={"mass": Glued(value=91.2, unit="GeV"), "big": Glued(value=True)},
    )
    return Prose(bundle, lambda text: {"Note": "Remarque"}.get(text, text), site_url, without)


@pytest.mark.parametrize(
    ("myst", "plain"),
    [
        ("Plain *text*, $x$.", "Plain *text*, $x$."),
        ("A mass of {glued}`mass`.", "A mass of 91,2\u00a0GeV."),
        ("## About {glued}`mass`", "## About 91,2\u00a0GeV"),
        ("Write `{glued}`, or `` {glued}`mass` ``.", "Write `{glued}`, or `` {glued}`mass` ``."),
        ("The {term}`Z boson`, {term}`bosons <boson>`.", "The Z boson, bosons."),
        ("It is {when}``big|large {term}`x`|small``.", "It is large x."),
        ("It is {when}`not big|large|small`.", "It is small."),
        ("Un {lang}`en|jet`.", "Un *jet*."),
        ("[There](../a.md#b) and [here](https://example.org/).", "There and [here](https://example.org/)."),
        ("![a picture](a.png)", "*a picture*"),
        ("```python\n{glued}`mass`\n```", "```python\n{glued}`mass`\n```"),
        (":::{when} big\nA {glued}`mass`.\n:::", "A 91,2\u00a0GeV."),
        (":::{when} mass > 100\nA.\n:::\n\nB", "B"),
        ("```{toctree}\na\n```", ""),
        (":::{quiz} q\n- [x] a\n:::", ""),
        (":::{note}\n:class: x\nSee {glued}`mass`.\n:::", "> **Remarque**\n>\n> See 91,2\u00a0GeV."),
        (":::{admonition} About {glued}`mass`\nA.\n:::", "> **About 91,2\u00a0GeV**\n>\n> A."),
    ],
)  # fmt: skip
def test_a_page_becomes_plain(myst: str, plain: str) -> None:
    assert prose().plain(myst) == plain


def test_blocks_stand_in_blocks() -> None:
    myst = "::::{exercise} Look\nDo.\n\n:::{hint}\nNear {glued}`mass`.\n:::\n::::"
    assert prose().plain(myst) == (
        "> **Exercise: Look**\n>\n> Do.\n>\n> > **Hint**\n> >\n> > Near 91,2\u00a0GeV."
    )
    assert "Hint" not in prose(without=frozenset({"hint"})).plain(myst)


def test_links_are_whole_where_the_site_has_an_address() -> None:
    own = prose("https://example.org/site/")
    assert own.plain("[a](../index.md) [b](x.md#y) [c](#z) ![d](d.png)") == (
        "[a](https://example.org/site/fr/index.html) [b](https://example.org/site/fr/lessons/x.html#y)"
        " [c](https://example.org/site/fr/lessons/z.html#z)"
        " ![d](https://example.org/site/fr/lessons/d.png)"
    )
