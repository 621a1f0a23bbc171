"""Stylesheets keep what the site can meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from build_tools.publishing.slim import slim

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
