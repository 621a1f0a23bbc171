"""``translate``: what is missing or stale in each language, and recording what was done."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from build_tools.building.project import Project
from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.pages.pairing import read_pages
from build_tools.pages.writing import write_whole
from build_tools.translation.lock import (
    DIGEST_LENGTH,
    Entry,
    Lock,
    format_lock,
    lock_path,
    read_lock,
)
from build_tools.translation.state import compare

if TYPE_CHECKING:
    from build_tools.pages.model import Page


def translate(
    action: str | None, page: str = "", language: str = "", section: str | None = None
) -> int:
    """Show what there is to do, or record what was done."""
    if action == "done":
        return done(page, language, section)
    return status()


def status() -> int:
    """A table per language: each page missing, stale (which sections) or current."""
    project = Project.here()
    pages, problems = read_pages(project.root)
    console = Console(highlight=False)
    for language, own in pages.items():
        if language == SOURCE_LANGUAGE:
            continue
        lock = read_lock(project.root, language)
        table = Table("page", "state", "sections to do", title=language)
        for docname, source in pages[SOURCE_LANGUAGE].items():
            table.add_row(docname, *_row(source, own.get(docname), lock))
        console.print(table)
    for problem in problems:
        console.print(str(problem), style="red", markup=False)
    return 1 if problems else 0


def _row(source: Page, page: Page | None, lock: Lock) -> tuple[str, str]:
    if page is None:
        return "missing", "all"
    translation, problems = compare(source, page, lock)
    if problems:
        return "differs", "; ".join(str(problem) for problem in problems)
    order = [heading.anchor for heading in source.headings if heading.anchor in translation.stale]
    return translation.status.value, ", ".join(order)


def done(docname: str, language: str, section: str | None) -> int:
    """Record that a page, or one section of it, is translated from the source as it is now."""
    project = Project.here()
    pages, problems = read_pages(project.root)
    source = pages[SOURCE_LANGUAGE].get(docname)
    page = pages.get(language, {}).get(docname)
    if source is None or page is None:
        where = f"content/{SOURCE_LANGUAGE if source is None else language}/{docname}.md"
        related = [str(problem) for problem in problems if problem.path.as_posix() == where]
        print("\n".join(related) or f"{where}: there is no such page", file=sys.stderr)
        return 1
    sections = {heading.anchor: heading.digest[:DIGEST_LENGTH] for heading in source.headings}
    if section is not None and section not in sections:
        print(f"no section “{section}”; there are: {', '.join(sections)}", file=sys.stderr)
        return 1
    before = read_lock(project.root, language)
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    entries = {
        name: entry
        for name, entry in before.entries.items()
        if not name.startswith(f"{docname}#") or name.split("#")[1] in sections
    }
    for anchor, digest in sections.items():
        old = before.get(docname, anchor)
        if section in {None, anchor} and (old is None or old.digest != digest):
            entries[f"{docname}#{anchor}"] = Entry(digest, today)
    lock = Lock(entries)
    _, found = compare(source, page, lock)
    if found:
        # a page that does not fit its source must not be called current
        print("\n".join(map(str, found)), file=sys.stderr)
        return 1
    write_whole(lock_path(project.root, language), format_lock(lock))
    return 0
