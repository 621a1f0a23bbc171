"""What a current section has to have in common with its source, beside sections and cells."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from babel.numbers import get_decimal_symbol

from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.pages.marks import Mark, MarkKind, between
from build_tools.translation.formulae import neutral

if TYPE_CHECKING:
    from collections.abc import Iterator

    from build_tools.pages.model import Heading, Page
    from build_tools.translation.state import Translation

#: Roles that are typography: each language has its own.
_TYPOGRAPHY = ("sup", "sub", "superscript", "subscript", "abbr", "kbd", "lang")
#: What is not compared here: those, and what the rooms of questions and diagrams compare.
_ELSEWHERE = frozenset(
    [
        *((MarkKind.ROLE, name) for name in _TYPOGRAPHY),
        (MarkKind.DIRECTIVE, "quiz"),
        (MarkKind.DIRECTIVE, "sankey"),
    ]
)
#: Roles with a text beside their target: ``text <target>``.
_TITLED = frozenset({"ref", "doc", "numref", "eq", "download", "any", "guide"})
#: Directives whose argument is no prose.
_ARGUMENT = frozenset({"when", "branches", "collections", "figure", "image", "code", "code-block"})
_TARGET = re.compile(r".*<([^<>]*)>\s*$", re.DOTALL)
_NAME = {
    MarkKind.FORMULA: "formula",
    MarkKind.LINK: "link",
    MarkKind.IMAGE: "image",
    MarkKind.FOOTNOTE: "footnote mark",
    MarkKind.NOTE: "footnote",
    MarkKind.TABLE: "table",
}


@dataclass(frozen=True)
class _Side:
    """One of two pages."""

    page: Page
    ids: dict[str, str]  #: the page's own ids of sections, with those that every language has

    def key(self, mark: Mark) -> tuple[str, str]:
        """What a mark has to have in common with its counterpart: what it is, and what of it."""
        if mark.kind is MarkKind.ROLE:
            return f"role {mark.name}", self._role(mark)
        if mark.kind is MarkKind.DIRECTIVE:
            argument = mark.target if mark.name in _ARGUMENT else ""
            return "directive", " ".join([mark.name, *argument.split()])
        if mark.kind is MarkKind.FORMULA:
            decimal = get_decimal_symbol(self.page.language.replace("-", "_"))
            return "formula", neutral(mark.target, decimal)
        if mark.kind is MarkKind.LINK:
            return "link", self._link(mark.target)
        if mark.kind is MarkKind.IMAGE:
            path = PurePosixPath(mark.target)
            return "image", "/".join(part for part in path.parts if part != self.page.language)
        return mark.kind.value, mark.target

    def _role(self, mark: Mark) -> str:
        if mark.name == "term":
            return ""  # each language has its own words
        if mark.name == "when":
            return " ".join(mark.target.partition("|")[0].split())
        if mark.name in _TITLED and (match := _TARGET.fullmatch(mark.target)):
            return match[1].strip()
        return " ".join(mark.target.split())

    def _link(self, target: str) -> str:
        if is_external(target):
            return target
        path, hash_, fragment = target.partition("#")
        if not path:
            fragment = self.ids.get(fragment, fragment)
        return f"{resolved(self.page.docname, path)}{hash_}{fragment}"


def is_external(target: str) -> bool:
    """Whether a link leads out of the site."""
    return bool(urlsplit(target).scheme) or target.startswith("//")


def resolved(docname: str, path: str) -> str:
    """The page or file that a relative path leads to, from the language's folder."""
    parts: list[str] = [] if path.startswith("/") else list(PurePosixPath(docname).parent.parts)
    for part in PurePosixPath(path.lstrip("/")).parts if path else (PurePosixPath(docname).name,):
        if part == "..":
            parts = parts[:-1] if parts and parts[-1] != ".." else [*parts, ".."]
        elif part != ".":
            parts.append(part)
    return "/".join(parts).removesuffix(".md")


def mark_problems(translation: Translation) -> list[Diagnostic]:
    """What is missing, added or changed in the sections that the lock calls current."""
    own = dict(
        zip(
            [heading.anchor for heading in translation.page.headings],
            translation.anchors,
            strict=True,
        )
    )
    ours, theirs = _Side(translation.source, {}), _Side(translation.page, own)
    problems: list[Diagnostic] = []
    for anchor in translation.current():
        source, heading = translation.pair(anchor)
        section = _Section(translation, ours, theirs, source, heading)
        problems += section.problems(links=anchor not in translation.moved)
    return problems


@dataclass(frozen=True)
class _Section:
    """A section on both sides."""

    translation: Translation
    ours: _Side
    theirs: _Side
    source: Heading
    heading: Heading

    def problems(self, *, links: bool) -> Iterator[Diagnostic]:
        wanted = self._marks(self.ours, self.source)
        found = self._marks(self.theirs, self.heading)
        for what in sorted(wanted.keys() | found.keys()):
            if what in {"link", "image"} and not links:
                continue  # the source's lead elsewhere since
            missing, added = _without_common(wanted[what], found[what])
            if what == "link":
                missing, added = self._without_own_language(missing, added)
            for (_, own), (_, other) in zip(missing, added, strict=False):
                yield self._problem(
                    other.line,
                    f"{said(other)} is {said(own)} in the source ({self._at(own)});"
                    " make them agree",
                )
            for _, own in missing[len(added) :]:
                yield self._problem(
                    self.heading.line,
                    f"{said(own)} of the source ({self._at(own)}) is missing in this section",
                )
            if what == "role term":
                continue  # a word that one language has to explain may need no link in another
            for _, other in added[len(missing) :]:
                yield self._problem(
                    other.line,
                    f"{said(other)} is not in the source's section “{self.source.text}”"
                    f" ({self._at(self.source)}); take it out, or add it there first",
                )

    def _marks(self, side: _Side, heading: Heading) -> dict[str, list[tuple[str, Mark]]]:
        found: dict[str, list[tuple[str, Mark]]] = defaultdict(list)
        for mark in between(side.page.marks, heading.line, heading.end):
            if (mark.kind, mark.name) not in _ELSEWHERE:
                what, key = side.key(mark)
                found[what].append((key, mark))
        return found

    def _at(self, place: Mark | Heading) -> str:
        return f"{self.translation.source.path.as_posix()}:{place.line}"

    def _problem(self, line: int, message: str) -> Diagnostic:
        return Diagnostic(self.translation.page.path, line, Code.PARITY, message)

    def _without_own_language(
        self, missing: list[tuple[str, Mark]], added: list[tuple[str, Mark]]
    ) -> tuple[list[tuple[str, Mark]], list[tuple[str, Mark]]]:
        """Links to pages of the same site, where the address names the language it is in."""
        language = self.translation.page.language
        sites: dict[str, deque[int]] = defaultdict(deque)
        for place, (target, _) in enumerate(missing):
            sites[_site(target, self.translation.source.language)].append(place)
        paired, left = set(), []
        for target, mark in added:
            waiting = sites.get(_site(target, language)) if _names(target, language) else None
            if waiting:
                paired.add(waiting.popleft())
            else:
                left.append((target, mark))
        return [own for place, own in enumerate(missing) if place not in paired], left


def _without_common(
    ours: list[tuple[str, Mark]], theirs: list[tuple[str, Mark]]
) -> tuple[list[tuple[str, Mark]], list[tuple[str, Mark]]]:
    """What one side has and the other has not, in order, as often as it is there too often."""
    return _beyond(ours, theirs), _beyond(theirs, ours)


def _beyond(
    marks: list[tuple[str, Mark]], others: list[tuple[str, Mark]]
) -> list[tuple[str, Mark]]:
    there = Counter(key for key, _ in others)
    left = []
    for key, mark in marks:
        if there[key]:
            there[key] -= 1
        else:
            left.append((key, mark))
    return left


def _names(target: str, language: str) -> bool:
    """Whether an external address has its language in it: ``/fr/``, ``deed.fr``, ``lang=fr``."""
    return is_external(target) and language in re.split(r"[^a-z0-9-]", target.lower())


def _site(target: str, language: str) -> str:
    """The host of an external address, without its language."""
    host = urlsplit(target).hostname or ""
    return ".".join(part for part in host.split(".") if part not in {"www", language})


def said(mark: Mark) -> str:
    """A mark in words, for a message."""
    text = " ".join(mark.target.split())
    if mark.kind is MarkKind.ROLE:
        return f"`{{{mark.name}}}` of “{text}”"
    if mark.kind is MarkKind.DIRECTIVE:
        return f"the block `{{{mark.name}}}{f' {text}' if text else ''}`"
    if mark.kind is MarkKind.TABLE:
        return f"a table of {text}"
    return f"the {_NAME[mark.kind]} `{text}`"
