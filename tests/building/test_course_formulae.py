"""The font for formulae, cut down, has every character of every formula."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import cramjam
import pytest
from lxml import html

import build_tools.theme

if TYPE_CHECKING:
    from collections.abc import Iterator

FONT = Path(build_tools.theme.__file__).parent / "static" / "stix-two-math.woff2"
#: What a single letter becomes: first letter, and the first of the alphabet in italics.
ITALICS = (("A", 0x1D434), ("a", 0x1D44E), ("α", 0x1D6FC), ("Α", 0x1D6E2))


@pytest.fixture
def font(monkeypatch: pytest.MonkeyPatch) -> frozenset[str]:
    """The characters of the font."""
    brotli = ModuleType("brotli")
    brotli.decompress = lambda data: bytes(cramjam.brotli.decompress(data))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "brotli", brotli)
    # it looks for brotli when it is imported
    library: Any = importlib.import_module("fontTools.ttLib")
    return frozenset(map(chr, library.TTFont(FONT).getBestCmap()))


def characters(formula: Any) -> Iterator[str]:
    """What is drawn: single letters are italic unless they say otherwise."""
    for token in formula.iter("mi", "mn", "mo", "mtext"):
        text = "".join((token.text or "").split())
        if token.tag == "mi" and len(text) == 1 and token.get("mathvariant") != "normal":
            for first, italic in ITALICS:
                if first <= text <= chr(ord(first) + 25):
                    text = chr(italic + ord(text) - ord(first))
                    break
            text = text.replace("\U0001d455", "ℎ")  # its place among the italics is empty
        yield from text


def test_every_character_of_every_formula_is_in_the_font(
    course_site: Path, font: frozenset[str]
) -> None:
    missing: dict[str, str] = {}
    count = 0
    for page in sorted(course_site.rglob("*.html")):
        formula: Any
        for formula in html.document_fromstring(page.read_bytes()).iter("math"):
            count += 1
            for character in characters(formula):
                if character not in font:
                    missing[character] = f"{page.name}: {formula.text_content()}"
    assert count > 500
    assert missing == {}, "cut the font again: the command is in its licence file"
