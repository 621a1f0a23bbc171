"""The lock after a person said that something is translated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from build_tools.translation.alignment import section_at
from build_tools.translation.lock import DIGEST_LENGTH, Entry, Lock
from build_tools.translation.state import compare
from build_tools.translation.untranslated import unwritten_problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from build_tools.pages.diagnostics import Diagnostic
    from build_tools.pages.model import Heading, Page


def record(
    source: Page, page: Page, lock: Lock, section: str | None, day: str
) -> tuple[Lock, list[Diagnostic]]:
    """The lock with a page, or one section of it, recorded; and what speaks against it.

    Sections that are recorded as they are keep their day. The lines of sections that the source no
    longer has go once the whole page is current.
    """
    docname = source.docname
    entries = dict(lock.entries)
    before, _ = compare(source, page, lock)
    unwritten = [
        problem
        for problem in unwritten_problems(before)
        if section is None or before.anchors[section_at(page, problem.line)] == section
    ]
    if unwritten:
        return lock, unwritten
    for heading in source.headings:
        old = lock.get(docname, heading.anchor)
        new = Entry.of(heading, day)
        if section in {None, heading.anchor} and (
            old is None or (old.digest, old.links) != (new.digest, new.links)
        ):
            entries[f"{docname}#{heading.anchor}"] = new
    if section is not None and section not in {own.anchor for own in source.headings}:
        entries.pop(f"{docname}#{section}", None)  # the source has it no longer, nor has this page
    doubts = {
        name: doubt
        for name, doubt in lock.doubts.items()
        if name not in entries and name != f"{docname}#{section}"
    }
    new_lock = Lock(entries, doubts)
    whole = _with_outline(source, new_lock, day)
    translation, problems = compare(source, page, new_lock)
    # one section says nothing of where the others stand
    in_place = translation.headings == tuple(range(len(source.headings)))
    if section is None or (in_place and not translation.stale and _levels(source) == _levels(page)):
        new_lock = whole
        _, problems = compare(source, page, new_lock)
    return new_lock, problems


def forget(lock: Lock, docname: str) -> Lock:
    """The lock without anything of a page."""
    return Lock(
        {name: own for name, own in lock.entries.items() if name.partition("#")[0] != docname},
        {name: own for name, own in lock.doubts.items() if name.partition("#")[0] != docname},
    )


def _levels(page: Page) -> list[int]:
    return [heading.level for heading in page.headings]


def _with_outline(source: Page, lock: Lock, day: str) -> Lock:
    docname = source.docname
    anchors = {heading.anchor for heading in source.headings}
    entries = {
        name: entry
        for name, entry in lock.entries.items()
        if not name.startswith(f"{docname}#") or name.partition("#")[2] in anchors
    }
    old = entries.get(docname)
    if old is None or old.digest != source.outline[:DIGEST_LENGTH]:
        entries[docname] = Entry(source.outline[:DIGEST_LENGTH], day)
    doubts = {
        name: doubt for name, doubt in lock.doubts.items() if name.partition("#")[0] != docname
    }
    return replace(lock, entries=entries, doubts=doubts)


@dataclass(frozen=True)
class Declared:
    """What a declaration that a change of the source is harmless did to one language."""

    lock: Lock
    renewed: list[str]  #: sections that were current before the change, and are again
    left: list[str]  #: sections that were out of date before it already, and stay so
    new: list[str]  #: sections that are new, or have another text than before, and stay so


def declare_harmless(
    source: Page,
    lock: Lock,
    headings: list[Heading],
    before: Callable[[Heading], Heading | None],
) -> Declared:
    """Record sections as they are now, where the last change found them current.

    ``before`` gives a section as it was before its last change, None for one that was not there.
    The day of a line stays: nobody translated anything. The outline is recorded only where nothing
    but the ids of these sections has changed in it: a section that was added, moved or taken away
    is not harmless.
    """
    entries = dict(lock.entries)
    renewed: dict[str, str] = {}  # id now → id before
    left, new = [], []
    for heading in headings:
        entry = lock.get(source.docname, heading.anchor)
        if entry and entry.digest == heading.digest[:DIGEST_LENGTH]:
            continue
        old = before(heading)
        found = lock.get(source.docname, old.anchor) if old else None
        if old is None:
            new.append(heading.anchor)
        elif found and found.digest == old.digest[:DIGEST_LENGTH]:
            if old.anchor not in {own.anchor for own in source.headings}:
                del entries[f"{source.docname}#{old.anchor}"]
            entries[f"{source.docname}#{heading.anchor}"] = Entry.of(heading, found.day)
            renewed[heading.anchor] = old.anchor
        else:
            left.append(heading.anchor)
    outline = lock.entries.get(source.docname)
    was = [replace(own, anchor=renewed.get(own.anchor, own.anchor)) for own in source.headings]
    if outline and outline.digest == replace(source, headings=tuple(was)).outline[:DIGEST_LENGTH]:
        entries[source.docname] = Entry(source.outline[:DIGEST_LENGTH], outline.day)
    return Declared(replace(lock, entries=entries), list(renewed), left, new)
