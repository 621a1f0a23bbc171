"""What lessons serve in the curricula of countries: items that lessons name by their ids."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict

from build_tools.catalogue.document import read_yaml
from build_tools.catalogue.facts import CATALOGUE
from build_tools.catalogue.texts import NotATextError, Text, in_language, text_of
from build_tools.pages.diagnostics import Code, Diagnostic, LessonError
from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.typography.rules import typeset

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from build_tools.pages.bundle import PageBundle
    from build_tools.pages.document import Document
    from build_tools.pages.model import Page

CURRICULA: Final = CATALOGUE / "curricula.yaml"

_ID: Final = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
_TEXTS: Final = ("country", "programme", "level", "theme")
_KEYS: Final = (*_TEXTS, "url")


class Reference(BaseModel):
    """An item of a curriculum in the words of one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    country: str
    programme: str
    level: str
    theme: str  #: what the lesson serves
    url: str  #: of the programme's text

    @property
    def place(self) -> str:
        """Where the theme stands."""
        return f"{self.country}, {self.programme}, {self.level}"


@dataclass(frozen=True)
class Item:
    """An item of a curriculum, in all languages."""

    texts: Mapping[str, Text]
    url: str

    def reference(self, language: str) -> Reference:
        """The item in a language; in the source's where it is not translated."""
        said = {}
        for key, text in self.texts.items():
            own = in_language(text, language)
            said[key] = (
                typeset(own, language)
                if own
                else typeset(in_language(text, SOURCE_LANGUAGE) or "", SOURCE_LANGUAGE)
            )
        return Reference(**said, url=self.url)


def read_curricula(root: Path) -> dict[str, Item]:
    """The items of a project by their ids; none where it has no such file.

    Raises LessonError with everything that is wrong.
    """
    if not (root / CURRICULA).is_file():
        return {}
    document = read_yaml(CURRICULA, root)
    if not isinstance(document.data, dict):
        raise LessonError(document.problem((), f"items are written `id: {{{', '.join(_KEYS)}}}`"))
    problems: list[Diagnostic] = []
    items = {name: _item(document, name, data, problems) for name, data in document.data.items()}
    if problems:
        raise LessonError(*problems)
    return items


def unknown_items(pages: Iterable[Page], items: Mapping[str, Item]) -> list[Diagnostic]:
    """What pages of the source language name and no curriculum has."""
    return [
        Diagnostic(
            page.path,
            page.declared_lines.get(name, 1),
            Code.FRONT_MATTER,
            f"`lesson.curriculum`: no item has the id “{name}”; they are in {CURRICULA.as_posix()}",
        )
        for page in pages
        for name in page.lesson.curriculum
        if name not in items
    ]


def with_curriculum(bundle: PageBundle, page: Page, items: Mapping[str, Item]) -> PageBundle:
    """The bundle of a page with what it serves, in the language of its text.

    ``page`` is the one of the source language, which names the items.
    """
    found = [
        items[name].reference(bundle.text_language).model_dump()
        for name in page.lesson.curriculum
        if name in items
    ]
    return bundle.model_copy(update={"curriculum": found})


def _item(document: Document, name: str, data: Any, problems: list[Diagnostic]) -> Item:
    def problem(key: str, message: str) -> None:
        problems.append(document.problem((name, key) if key else (name,), message))

    if not _ID.fullmatch(name):
        problem("", f"“{name}” is no id: small letters, digits, `.` and `-`")
    if not isinstance(data, dict):
        problem("", f"an item has {', '.join(_KEYS)}")
        return Item({}, "")
    for key in data.keys() - {*_KEYS}:
        problem(key, f"`{key}` is not known here; an item has {', '.join(_KEYS)}")
    texts: dict[str, Text] = {}
    for key in _TEXTS:
        try:
            texts[key] = text_of(data.get(key))
        except NotATextError as error:
            problem(key if key in data else "", f"`{key}`: {error}")
            continue
        if in_language(texts[key], SOURCE_LANGUAGE) is None:
            problem(key, f"`{key}` has no `{SOURCE_LANGUAGE}`")
    url = data.get("url")
    if not isinstance(url, str) or not url.startswith("https://"):
        problem("url" if "url" in data else "", "`url` is missing: an address with https://")
    return Item(texts, str(url))
