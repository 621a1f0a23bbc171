"""The languages of the site: one folder of ``content/`` each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: The language that lessons are written in first; its cells are the program.
SOURCE_LANGUAGE = "en"

_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*")


def language_name(tag: str, reader: str = "") -> str:
    """The name of a language in the reader's, or in itself: ``anglais`` for (en, fr)."""
    from babel import Locale  # noqa: PLC0415  takes a while, and not all who are here ask for names

    name = Locale.parse(tag, sep="-").get_display_name(Locale.parse(reader or tag, sep="-"))
    return name or tag


def site_languages(content: Path) -> list[str]:
    """Languages that have a folder in ``content``, the source language first.

    A folder counts when its name is a language tag that Babel knows (``fr``, ``pt-br``), so adding
    a language to the site is adding a folder.
    """
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  as above

    found = []
    for folder in sorted(content.iterdir()):
        if not (folder.is_dir() and _TAG.fullmatch(folder.name)):
            continue
        try:
            Locale.parse(folder.name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
        found.append(folder.name)
    return sorted(found, key=lambda tag: (tag != SOURCE_LANGUAGE, tag))
