"""The language switch: plain links that lead to the same section, without a script.

A page holds, for each other language, one link to each of its sections, in order, and one to the
page. The stylesheet ``switch.css`` shows the one whose section holds the ``:target``; it is written
by ``python -m build_tools.theme.switch`` because CSS cannot compare a class with a place.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote

from build_tools.theme.addresses import relative
from build_tools.theme.languages import own_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

#: sections that the stylesheet knows; in a longer page the last ones lead to the page's top
SECTIONS = 60
STYLESHEET = Path(__file__).parent / "static" / "switch.css"


@dataclass(frozen=True)
class Link:
    """One link of the switch."""

    href: str
    label: str  #: accessible name, in the link's language, beginning with the visible text


@dataclass(frozen=True)
class Choice:
    """One language of the switch; without links it is the page's own."""

    language: str
    name: str
    links: tuple[Link, ...] = ()


def section_class(order: int) -> str:
    """Class of the section that is the ``order``-th of its page, from 0."""
    return f"section-{order}"


def choices(
    docname: str,
    current: str,
    languages: Sequence[str],
    anchors: Sequence[str],
    translators: Callable[[str], Callable[[str], str]],
    *,
    absent: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> tuple[Choice, ...]:
    """The switch of one page.

    ``anchors`` are the ids of the page's sections, in order, the same in every language;
    ``absent`` are those that a language has not, for which the page is led to;
    ``translators(language)`` gives the message catalogue of a language.
    """
    return tuple(
        Choice(language, own_name(language))
        if language == current
        else Choice(
            language,
            own_name(language),
            _links(docname, language, anchors, translators(language), absent.get(language, ())),
        )
        for language in languages
    )


def _links(
    docname: str,
    language: str,
    anchors: Sequence[str],
    t: Callable[[str], str],
    absent: Sequence[str],
) -> tuple[Link, ...]:
    page, name = relative(docname, language), own_name(language)
    to_page = Link(page, t("{language}: this page").format(language=name))
    section_label = t("{language}: this section").format(language=name)
    # The first section is the whole page: the link to its top is the link to the page. That one
    # stands last, so that the stylesheet can hide it after one that it shows.
    return (
        *(
            to_page if anchor in absent else Link(f"{page}#{quote(anchor)}", section_label)
            for anchor in anchors[1:SECTIONS]
        ),
        to_page,
    )


def stylesheet(sections: int = SECTIONS) -> str:
    """The rules that choose which link is shown."""
    rules = [
        "/* Written by `python -m build_tools.theme.switch`. */",
        ".language-switch a:not(.to-page) { display: none; }",
    ]
    for order in range(1, sections):
        inside = f".{section_class(order)}"
        # The innermost section counts: what lies in a subsection belongs to the subsection.
        holds_target = (
            f"html:has({inside}:target, {inside} > :not(section):target, "
            f"{inside} > :not(section) :target)"
        )
        # A script that follows the reader needs only the link to the page, and says so.
        switch = f"{holds_target} .language-switch:not(.follows-reader)"
        rules.append(f"{switch} a:nth-child({order}) {{ display: inline-block; }}")
        rules.append(f"{switch} a:nth-child({order}) ~ .to-page {{ display: none; }}")
    return "\n".join(rules) + "\n"


if __name__ == "__main__":
    STYLESHEET.write_text(stylesheet(), encoding="utf-8")
