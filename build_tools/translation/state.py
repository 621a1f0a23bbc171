"""The state of each translated page, computed from the page, its source and the lock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from build_tools.pages.bundle import Status
from build_tools.pages.model import is_borrowed
from build_tools.translation.alignment import align_sections, section_at
from build_tools.translation.drift import cell_problems, heading_problems
from build_tools.translation.lock import DIGEST_LENGTH
from build_tools.translation.outline import outline_kept, pair_headings
from build_tools.translation.parity import mark_problems
from build_tools.translation.untranslated import untranslated_headings

if TYPE_CHECKING:
    from build_tools.pages.diagnostics import Diagnostic
    from build_tools.pages.model import Heading, Page
    from build_tools.translation.lock import Lock


@dataclass(frozen=True)
class Translation:
    """A translated page beside its source."""

    source: Page
    page: Page
    stale: frozenset[str]  #: anchors of source sections that changed since, or were never recorded
    anchors: tuple[str, ...]  #: per heading of the translation, the id that it carries
    cells: tuple[tuple[int | None, int | None], ...]  #: aligned (source, translation) positions
    #: per heading of the translation, the position of the source's
    headings: tuple[int | None, ...] = ()
    outline: bool = True  #: the source has the sections, in the order, that were translated
    #: anchors of sections that are not stale, but whose links lead elsewhere in the source since
    moved: frozenset[str] = frozenset()
    #: positions of the translation's headings in whose sections nobody has written anything yet
    untranslated: frozenset[int] = frozenset()
    #: positions of headings, and what follows them, that are the source's: see ``borrowing``
    borrowed: frozenset[int] = frozenset()

    @property
    def status(self) -> Status:
        """Current when no section is stale, and the source has the sections it had."""
        return Status.STALE if self.stale or not self.outline else Status.CURRENT

    def stale_headings(self) -> tuple[bool, ...]:
        """Per heading of the translation, whether its source section changed since, or is gone."""
        return tuple(
            not self.outline if i is None else self.source.headings[i].anchor in self.stale
            for i in self.headings
        )

    def in_order(self) -> list[tuple[int | None, int | None]]:
        """Every section of both pages in the source's order: positions in both, None for none."""
        there = set(self.headings)
        pairs: list[tuple[int | None, int | None]] = []
        done = 0
        for j, i in enumerate(self.headings):
            if i is not None:
                pairs += [(k, None) for k in range(done, i) if k not in there]
                done = i + 1
            pairs.append((i, j))
        return pairs + [(k, None) for k in range(done, len(self.source.headings)) if k not in there]

    def begun(self, lock: Lock) -> bool:
        """Whether somebody has written something on the page, or recorded it."""
        return bool(lock.anchors(self.source.docname)) or len(self.untranslated) < len(
            self.headings
        )

    def excused(self, line: int) -> bool:
        """Whether a line of the translation stands in a section that need not fit the source."""
        return is_borrowed(line) or self.stale_headings()[section_at(self.page, line)]

    def place_of(self, anchor: str) -> Heading | None:
        """The translation's heading of a section of the source; None where it has none."""
        for heading, own in zip(self.page.headings, self.anchors, strict=True):
            if own == anchor:
                return heading
        return None

    def pair(self, anchor: str) -> tuple[Heading, Heading]:
        """A section that both pages have: the source's heading and the translation's."""
        j = self.anchors.index(anchor)
        i = self.headings[j]
        assert i is not None  # noqa: S101  else the anchor would not be the source's
        return self.source.headings[i], self.page.headings[j]

    def narrowed(self, anchor: str) -> tuple[Page, Page]:
        """Both pages with this section alone: its heading and its directives."""
        return tuple(  # type: ignore[return-value]  # of two
            replace(
                page,
                headings=(heading,),
                directives=tuple(
                    use for use in page.directives if heading.line <= use.line < heading.end
                ),
            )
            for page, heading in zip((self.source, self.page), self.pair(anchor), strict=True)
        )

    def same_program(self) -> bool:
        """Whether every section with code is the one that was translated."""
        return self.outline and not any(
            heading.cells and heading.anchor in self.stale for heading in self.source.headings
        )

    def current(self) -> list[str]:
        """Anchors of the sections that both pages have and that the lock calls current."""
        return [
            self.source.headings[i].anchor
            for i in self.headings
            if i is not None and self.source.headings[i].anchor not in self.stale
        ]


def compare(source: Page, page: Page, lock: Lock) -> tuple[Translation, list[Diagnostic]]:
    """The state of a translation, and what is wrong with it in sections called current.

    A section that the source's author changed, added or took away since is never a problem.
    """
    stale, moved = set(), set()
    for heading in source.headings:
        entry = lock.get(source.docname, heading.anchor)
        if entry is None or entry.digest != heading.digest[:DIGEST_LENGTH]:
            stale.add(heading.anchor)
        elif entry.links != heading.links:
            moved.add(heading.anchor)
    headings = pair_headings(source, page, lock)
    sections = align_sections(source, page, headings)
    translation = Translation(
        source,
        page,
        frozenset(stale),
        _anchors(source, page, headings),
        tuple(pair for pairs in sections for pair in pairs),
        tuple(headings),
        outline_kept(source, lock),
        frozenset(moved),
        untranslated_headings(source, page, headings, lock),
    )
    problems = heading_problems(translation) if translation.outline else []
    if not problems:
        problems = [*cell_problems(translation), *mark_problems(translation)]
    return translation, sorted(problems)


def recorded(translation: Translation) -> Translation:
    """The same, as if all of it had been recorded."""
    return replace(translation, stale=frozenset(), moved=frozenset(), outline=True)


def _anchors(source: Page, page: Page, headings: list[int | None]) -> tuple[str, ...]:
    """Ids for the translation's headings: the source's; its own where the source has no such."""
    theirs = {heading.anchor for heading in source.headings}
    return tuple(
        source.headings[i].anchor
        if i is not None
        else f"{heading.anchor}-{page.language}"
        if heading.anchor in theirs
        else heading.anchor
        for heading, i in zip(page.headings, headings, strict=True)
    )
