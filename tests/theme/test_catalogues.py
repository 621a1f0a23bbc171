"""The interface in French is complete, and compiled when it changed."""

from __future__ import annotations

import ast
import os
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from build_tools.dataset.model import KINDS, OBJECTS
from build_tools.publishing.publish import NOTICE
from build_tools.teaching.model import BLOCKS
from build_tools.theme.catalogues import DOMAIN, SOURCES, compile_catalogues, translator

BUILD_TOOLS = Path(__file__).parents[2] / "build_tools"


def messages_in_use() -> dict[str, str]:
    """Message → a place where it is used, over the whole generator."""
    found = {block.title: "teaching/model.py" for block in BLOCKS} | {NOTICE: "publish.py"}
    found |= dict.fromkeys((*KINDS.values(), *OBJECTS.values()), "dataset/model.py")
    for file in BUILD_TOOLS.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="_" | "t" | "say"), args=[said]):
                    either = [said.body, said.orelse] if isinstance(said, ast.IfExp) else [said]
                    for own in either:
                        if isinstance(own, ast.Constant) and isinstance(own.value, str):
                            found[own.value] = f"{file.name}:{node.lineno}"
    for file in BUILD_TOOLS.rglob("templates/**/*.html"):
        with file.open("rb") as stream:
            for line, _, message, _ in babel_extract(stream, ["t"], [], {}):
                found[str(message)] = f"{file.name}:{line}"
    return found


def french() -> dict[str, str]:
    with (SOURCES / "fr" / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as stream:
        return {str(entry.id): str(entry.string) for entry in read_po(stream) if entry.id}


def test_every_message_has_a_french_translation() -> None:
    used, translated = messages_in_use(), french()
    assert len(used) > 50
    assert {place: text for text, place in used.items() if not translated.get(text)} == {}


def test_no_translation_is_left_of_a_message_that_went() -> None:
    assert set(french()) <= set(messages_in_use())


def test_french_keeps_the_places_for_values() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    translated = french()
    with_places = [message for message in translated if places(message)]
    assert len(with_places) >= 4
    for message in with_places:
        assert places(message) == places(translated[message])


def test_french_has_its_own_spaces_and_apostrophes() -> None:
    for translation in french().values():
        assert " :" not in translation
        assert "'" not in translation


def test_a_catalogue_is_compiled_once_and_again_when_it_changed(tmp_path: Path) -> None:
    sources, target = tmp_path / "sources", tmp_path / "compiled"
    po = sources / "fr" / "LC_MESSAGES" / "lessons.po"
    po.parent.mkdir(parents=True)

    def write(translation: str, day: int) -> None:
        po.write_text(f'msgid "File"\nmsgstr "{translation}"\n', encoding="utf-8")
        os.utime(po, (day, day))

    write("Fichier", day=0)
    assert translator("fr", compile_catalogues(target, sources))("File") == "Fichier"
    mo = target / "fr" / "LC_MESSAGES" / "lessons.mo"
    first = mo.stat().st_mtime_ns
    compile_catalogues(target, sources)
    assert mo.stat().st_mtime_ns == first
    write("Dossier", day=2**33)
    compile_catalogues(target, sources)
    assert mo.read_bytes().count(b"Dossier") == 1
    assert [path.name for path in mo.parent.iterdir()] == ["lessons.mo"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_message_without_translation_stays_english(tmp_path: Path, language: str) -> None:
    assert translator(language, compile_catalogues(tmp_path))("Search") == "Search"
