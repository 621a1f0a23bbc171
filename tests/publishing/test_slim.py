"""Stylesheets keep what the site can meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from build_tools.publishing.slim import slim, slim_page

if TYPE_CHECKING:
    from pathlib import Path

NAMES = frozenset({"a", "b", "section"})

CASES = {
    "class on a page": (".a{x:y}", ".a{x:y}"),
    "class on no page": (".z{x:y}", ""),
    "one of two selectors": (".z,.a b{x:y}", ".a b{x:y}"),
    "an id on no page": ("#z{x:y}", ""),
    "both classes needed": (".a.z{x:y}.a .b{x:y}", ".a .b{x:y}"),
    "elements and attributes": ('p,[href=".z"]{x:y}', 'p,[href=".z"]{x:y}'),
    "in parentheses, in doubt": (".a:not(.z, :is(.y)){x:y}", ".a:not(.z, :is(.y)){x:y}"),
    "one of several": ("p:is(.z, .a:not(.z)) i{x:y}", "p:is(.z, .a:not(.z)) i{x:y}"),
    "none of several": ("p:has(> .z, .y :is(.a)) .a{x:y}", ""),
    "a place": (".a:nth-child(2n):has(.b)::before{x:y}", ".a:nth-child(2n):has(.b)::before{x:y}"),
    "a group": ("@media print{.z{x:y}.a{x:y}}", "@media print{.a{x:y}}"),
    "an empty group": ("@media print{.z{x:y}}p{x:y}", "p{x:y}"),
    "other at-rules": (
        '@charset "UTF-8";@font-face{src:url(z)}@keyframes z{0%{x:y}to{x:z}}',
        '@charset "UTF-8";@font-face{src:url(z)}@keyframes z{0%{x:y}to{x:z}}',
    ),
    "nested rules": (".a{x:y;.z{x:y}}.z{.a{x:y}}", ".a{x:y;.z{x:y}}"),
    "a number is no class": (".a{margin:.5rem}p{top:-.5em}", ".a{margin:.5rem}p{top:-.5em}"),
    "comments": ("/* .a{ */p{x:y}", "p{x:y}"),
    "licences": ("/*! MIT */p{x:y}", "p{x:y}/*! MIT */"),
}


@pytest.mark.parametrize(("stylesheet", "expected"), CASES.values(), ids=CASES.keys())
def test_rules(stylesheet: str, expected: str) -> None:
    assert slim(stylesheet, NAMES) == expected


def test_classes_that_a_script_sets_are_kept(site: Path) -> None:
    (sheet,) = site.glob("_static/*.css")
    assert sheet.read_text() == ".cell{color:red}"


PAGES = {
    "between blocks": ("<ul>\n <li>a</li>\n <li> b </li>\n</ul>", "<ul><li>a</li><li>b</li></ul>"),
    "between words": ("<p>a\n<b>b</b>\n<i>c</i> d</p>", "<p>a\n<b>b</b>\n<i>c</i> d</p>"),
    "around buttons": ("<p><input> <button>a</button></p>", "<p><input> <button>a</button></p>"),
    "code": ("<p>a</p>\n<pre>\n  <b>x</b>\n</pre>\n<p>", "<p>a</p><pre>\n  <b>x</b>\n</pre><p>"),
    "what is typed": ("<p> <textarea> <p> </textarea>", "<p><textarea> <p> </textarea>"),
    "a script": ("<head>\n<script>a <p> b</script>\n", "<head><script>a <p> b</script>\n"),
    "a table": (
        "<table><tbody>\n<tr><th>a</th><td>b</td></tr>\n<tr><td>c</td></tr>\n</tbody></table>",
        "<table><tbody><tr><th>a<td>b<tr><td>c</tbody></table>",
    ),
    "the last cell": ("<td>a</td></table>", "<td>a</td></table>"),
    "a drawing": ('<svg xmlns="http://www.w3.org/2000/svg" width="1"/>', '<svg width="1"/>'),
    "names that only begin alike": ("<li></li> <path> <tdx> ", "<li></li><path> <tdx> "),
}


@pytest.mark.parametrize(("page", "expected"), PAGES.values(), ids=PAGES.keys())
def test_pages_lose_what_is_not_shown(page: str, expected: str) -> None:
    assert slim_page(page) == expected
