"""What a person types for a page, a language or a section, and which one is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from build_tools.pages.digests import anchor
from build_tools.pages.languages import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from build_tools.pages.model import Page


class UnknownNameError(LookupError):
    """Raised for a name that means nothing here; says which there are."""


@dataclass(frozen=True)
class Typed:
    """A page as it was typed, taken apart."""

    docname: str
    language: str = ""  #: when a path named it
    section: str = ""  #: when ``#section`` stood behind


def take_apart(text: str, languages: Collection[str]) -> Typed:
    r"""The page that is meant by a docname, a file's path or an address, of any system.

    ``lessons/x``, ``lessons/x.md``, ``content\fr\lessons\x.md``, ``fr/lessons/x.html#section`` …
    """
    path, _, section = text.strip().strip("\"'").replace("\\", "/").partition("#")
    parts = [part for part in path.split("/") if part not in {"", "."}]
    language = ""
    for root in ("content", "site"):
        if root in parts[:-2]:
            place = len(parts) - 1 - parts[::-1].index(root)
            if parts[place + 1] in languages:
                parts = parts[place + 1 :]
    if len(parts) > 1 and parts[0] in languages:
        language, parts = parts[0], parts[1:]
    docname = re.sub(r"\.(md|html)$", "", "/".join(parts))
    return Typed(docname, language, section)


def _unknown(what: str, text: str, known: Iterable[str]) -> UnknownNameError:
    from difflib import get_close_matches  # noqa: PLC0415  only where a name is wrong

    known = sorted(known)
    near = get_close_matches(text, known, n=3, cutoff=0.5)
    if near:
        return UnknownNameError(f"no {what} “{text}”; do you mean {' or '.join(near)}?")
    return UnknownNameError(f"no {what} “{text}”; there are: {', '.join(known) or 'none'}")


def find_page(typed: Typed, known: Collection[str]) -> str:
    """The docname that is meant; its last part is enough where it is the only one such.

    Raises UnknownNameError, with those that are nearest.
    """
    if typed.docname in known:
        return typed.docname
    same = [name for name in known if name.rpartition("/")[2] == typed.docname]
    if len(same) == 1:
        return same[0]
    raise _unknown("page", typed.docname, known)


def find_language(language: str, known: Collection[str]) -> str:
    """The language that is meant; the only one there is, where none was named.

    Raises UnknownNameError, with those that there are.
    """
    others = [name for name in known if name != SOURCE_LANGUAGE]
    if not language and len(others) == 1:
        return others[0]
    if not others:
        message = (
            "there is no language to translate into yet; make a folder named by its tag, such as"
            " content/fr"
        )
        raise UnknownNameError(message)
    if not language:
        raise UnknownNameError(f"name a language behind the page: {', '.join(others)}")
    if language == SOURCE_LANGUAGE:
        message = f"“{language}” is the language that is translated from; name one of: "
        raise UnknownNameError(message + ", ".join(others))
    if language not in others:
        error = _unknown("language", language, others)
        raise UnknownNameError(f"{error}; a new one begins with a folder content/{language}")
    return language


def find_section(text: str, pages: Iterable[Page], known: Iterable[str] = ()) -> str:
    """The anchor that is meant by an id, ``#id`` or a heading, in the source or a translation.

    ``known`` are anchors of sections that the source no longer has. Raises UnknownNameError.
    """
    wanted = text.strip().removeprefix("#")
    pages = list(pages)
    anchors = {heading.anchor for page in pages[:1] for heading in page.headings} | {*known}
    if wanted in anchors:
        return wanted
    titles = {
        heading.text.casefold(): pages[0].headings[n].anchor
        for page in pages
        for n, heading in enumerate(page.headings[: len(pages[0].headings)])
    }
    if wanted.casefold() in titles:
        return titles[wanted.casefold()]
    if anchor(wanted) in anchors:
        return anchor(wanted)
    raise _unknown("section", wanted, anchors)
