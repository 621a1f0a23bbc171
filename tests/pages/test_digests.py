"""Digests must not depend on who computes them."""

from __future__ import annotations

import pytest

from build_tools.pages.digests import (
    anchor,
    code_digest_text,
    links_digest,
    prose_digest_text,
)

CODE = """\
# why
def f(x, y=[]):
    return f"{x:>{10}} of {y['a']}" + 'b'  # what

print( f(
    1,  # one
))
"""
TOKENS = (
    "def f ( x , y = [ ] ) : NEWLINE INDENT return f\"{x:>{10}} of {y['a']}\" + 'b' NEWLINE"
    " DEDENT print ( f ( 1 , ) ) NEWLINE"
)


def test_code_is_the_same_tokens_for_every_version_of_python() -> None:
    # written out, because every version that runs this test must find these very tokens
    assert code_digest_text(CODE).replace("\n", " ") == TOKENS


@pytest.mark.parametrize(
    ("old", "new"),
    [("# why\n", ""), ("  # what", ""), ("print( f(", "print(f("), ("\n\n", "\n\n\n\n")],
)
def test_comments_and_layout_do_not_count(old: str, new: str) -> None:
    assert old in CODE
    assert code_digest_text(CODE.replace(old, new)) == code_digest_text(CODE)


@pytest.mark.parametrize(("old", "new"), [("1,", "2,"), ("'b'", "'c'"), (" of ", " in ")])
def test_code_counts(old: str, new: str) -> None:
    assert old in CODE
    assert code_digest_text(CODE.replace(old, new)) != code_digest_text(CODE)


def test_what_is_not_python_is_folded_text() -> None:
    assert code_digest_text("a = (\n  1") == "a = ( 1"


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Pourquoi chercher un pic ?", "pourquoi-chercher-un-pic"),
        ("Désintégration", "desintegration"),
        ("H → ZZ*", "h-zz"),
        ("→", "section"),
    ],
)
def test_anchors_are_plain(heading: str, expected: str) -> None:
    assert anchor(heading) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[a](x.md)", "[a](y.md#z)"),
        ("[a](x.md)", '[a](<y z.md> "t")'),
        ("![a](x.png)", "![a](y_(1).png)"),
        ("<https://a.org>", "<https://b.org>"),
        ("[a]: https://a.org", "[a]: https://b.org"),
        ("a b", "a\n  b"),
        ("a\nb", "a\n% c\nb"),
        ("- a", "- a\n  % c"),
    ],
)
def test_where_links_lead_comments_and_blanks_do_not_count(old: str, new: str) -> None:
    assert prose_digest_text(old) == prose_digest_text(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[a](x.md)", "[b](x.md)"),
        ("`f[a](x)`", "`f[a](y)`"),
        ("$f[a](x)$", "$f[a](y)$"),
        ("50% of a", "50% of b"),
        ("[a] (x)", "[a] (y)"),
    ],
)
def test_words_code_and_formulae_count(old: str, new: str) -> None:
    assert prose_digest_text(old) != prose_digest_text(new)


def test_where_links_lead_has_a_digest_of_its_own() -> None:
    assert links_digest([]) == ""
    assert links_digest(["b", "a"]) == links_digest(["a", "b"]) != links_digest(["a"])
