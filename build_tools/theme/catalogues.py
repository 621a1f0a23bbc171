"""Interface strings: the ``lessons`` catalogue, compiled from its .po files."""

from __future__ import annotations

import gettext
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.typography import rules

if TYPE_CHECKING:
    from collections.abc import Callable

DOMAIN = "lessons"
#: the .po files, ``<language>/LC_MESSAGES/lessons.po``
SOURCES = Path(__file__).parent.parent / "locale"


def compile_catalogues(target: Path, sources: Path = SOURCES) -> Path:
    """Write a .mo file below ``target`` for each .po file that is newer; returns ``target``.

    The messages are typeset as their language is.
    """
    typeset_since = Path(rules.__file__).stat().st_mtime
    for po in sorted(sources.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        mo = target / po.relative_to(sources).with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= max(po.stat().st_mtime, typeset_since):
            continue
        mo.parent.mkdir(parents=True, exist_ok=True)
        with po.open("rb") as stream:
            catalogue = read_po(stream)
        for message in catalogue:
            if message.id and isinstance(message.string, str):
                language = po.relative_to(sources).parts[0]
                message.string = rules.typeset(message.string, language)
        # Each language's build compiles them all, perhaps at the same time: whole files only.
        with NamedTemporaryFile(dir=mo.parent, delete=False) as whole:
            write_mo(whole, catalogue)
        Path(whole.name).replace(mo)
    return target


def translator(language: str, compiled: Path) -> Callable[[str], str]:
    """The function that puts an English message into ``language``; as it is where unknown."""
    return gettext.translation(DOMAIN, compiled, [language], fallback=True).gettext


def is_translated(language: str, compiled: Path) -> bool:
    """Whether the words of the interface exist in a language: they are written in English."""
    return language == SOURCE_LANGUAGE or bool(gettext.find(DOMAIN, compiled, [language]))
