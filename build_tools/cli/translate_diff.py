"""``translate diff``: what changed in the source, and what the translation says."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from build_tools.pages.reader import decode
from build_tools.translation.difference import Change, marked, word_changes
from build_tools.translation.history import NoHistoryError, find_text, is_shallow
from build_tools.translation.model import SectionState
from build_tools.translation.state import compare
from build_tools.translation.view import COMMAND, page_view

if TYPE_CHECKING:
    from build_tools.cli.translate_place import Place
    from build_tools.translation.lock import Lock
    from build_tools.translation.model import Section

#: Columns from which two texts stand side by side.
_WIDE = 100
_STYLE = {Change.SAME: "", Change.OUT: "red strike", Change.IN: "green bold"}
_HEAD = {
    SectionState.STALE: "changed since it was translated",
    SectionState.UNRECORDED: "translated, but never recorded",
    SectionState.UNTRANSLATED: "not translated yet",
    SectionState.MISSING: "not in the translation yet",
    SectionState.GONE: "no longer in the source: take it out",
    SectionState.CURRENT: "current",
}


def diff(place: Place) -> int:
    """Print each section that is out of date: the source then and now, and the translation."""
    page, lock = place.translated(), place.lock()
    translation, _ = compare(place.source, page, lock)
    root = place.project.root
    view = page_view(
        translation,
        lock,
        source_text=decode((root / place.source.path).read_bytes(), place.source.path),
        text=decode((root / page.path).read_bytes(), page.path),
    )
    sections = [
        own
        for own in view.sections
        if (own.anchor == place.section if place.section else own.to_do)
    ]
    console = Console(highlight=False)
    for section in sections:
        _show(place, lock, section, console)
    if not sections:
        console.print(f"{place.docname} ({place.language}): every section is current")
    return 0


def _show(place: Place, lock: Lock, section: Section, console: Console) -> None:
    title = f"{section.title} (#{section.anchor}): {_HEAD[section.state]}"
    console.rule(Text(title, style="bold"), align="left")
    changes = [(Change.SAME, section.source_text)]
    entry = lock.get(place.docname, section.anchor)
    if entry and section.state is SectionState.STALE:
        try:
            found = find_text(place.project.root, place.source.path, entry.digest)
        except NoHistoryError as error:
            _note(console, f"The old text cannot be shown: {error}.")
        else:
            if found:
                version, old = found
                changes = word_changes(old, section.source_text)
                _note(console, f"Since commit {version.commit} of {version.day}:")
            else:
                why = "only the newest commits are here" if is_shallow(place.project.root) else ""
                why = why or "no commit has the text that the lock names"
                _note(console, f"The old text cannot be shown: {why}.")
    if console.is_terminal and "NO_COLOR" not in os.environ:
        said = Text.assemble(*((text, _STYLE[change]) for change, text in changes))
    else:
        said = Text(marked(changes))
    own = Text(section.text or "(nothing yet)")
    heads = (f"{place.source.path.as_posix()}:{section.source_line}", _where(place, section))
    if console.is_terminal and console.width >= _WIDE:
        table = Table(*heads, expand=True, show_lines=False)
        table.add_row(said, own)
        console.print(table)
    else:
        for head, text in zip(heads, (said, own), strict=True):
            console.print(head, style="bold", markup=False)
            console.print(text, soft_wrap=True)
            console.print()
    if section.to_do:
        _note(
            console,
            f"When it is done: {COMMAND} done {place.docname} {place.language} {section.anchor}",
        )


def _where(place: Place, section: Section) -> str:
    path = f"content/{place.language}/{place.docname}.md"
    return f"{path}:{section.line}" if section.line else path


def _note(console: Console, text: str) -> None:
    console.print(text, style="italic", markup=False, soft_wrap=True)
