"""``translate``: what there is to do in each language, and doing it."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from build_tools.building.desk import desk
from build_tools.building.project import Project
from build_tools.cli.translate_place import Place
from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.pages.reader import decode
from build_tools.pages.writing import write_whole
from build_tools.translation.history import NoHistoryError, Version, before
from build_tools.translation.lock import format_lock, lock_path
from build_tools.translation.model import PageState, SectionState
from build_tools.translation.names import find_language
from build_tools.translation.recording import declare_harmless, forget, record
from build_tools.translation.start import skeleton
from build_tools.translation.view import COMMAND

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.translation.model import Desk, Language, Page

_STYLE = {
    PageState.CURRENT: "green",
    PageState.DIFFERS: "red",
    PageState.UNREADABLE: "red",
    PageState.ORPHANED: "red",
}
#: What is said of a section behind its title; of one that is out of date, nothing.
_SAID = {
    SectionState.UNRECORDED: " (not recorded)",
    SectionState.UNTRANSLATED: " (not begun)",
    SectionState.MISSING: " (not here yet)",
    SectionState.GONE: " (no longer in the source)",
}
#: Titles of sections that a row names before it counts.
_NAMED = 6


def translate(
    action: str | None,
    page: str = "",
    language: str = "",
    section: str | None = None,
    *,
    json: bool = False,
    all_languages: bool = False,
    quick: bool = False,
    report: Path | None = None,
) -> int:
    """Do what was asked for; returns the exit status."""
    project = Project.here()
    if action == "start":
        return start(Place.find(project, page, language))
    if action == "diff":
        from build_tools.cli.translate_diff import diff  # noqa: PLC0415  what this action needs

        return diff(Place.find(project, page, language, section))
    if action == "done" and all_languages:
        return harmless(Place.of_source(project, page, section or language))
    if action == "done":
        return done(Place.find(project, page, language, section))
    if action == "check":
        from build_tools.cli.translate_check import check  # noqa: PLC0415  what this action needs

        return check(project, json=json, quick=quick, folder=report)
    return status(project, language or "", json=json)


def status(project: Project, language: str, *, json: bool) -> int:
    """A table per language: each page, its state, its words and its sections to do."""
    found = desk(project)
    if language:
        known = [own.language for own in found.languages]
        language = find_language(language, [SOURCE_LANGUAGE, *known])
        only = [own for own in found.languages if own.language == language]
        found = found.model_copy(update={"languages": only})
    if json:
        print(found.as_json(), end="")
    else:
        show(found, Console(highlight=False))
    errors = [finding for finding in found.everything() if finding.error]
    return 1 if errors else 0


def show(found: Desk, console: Console) -> None:
    """Print the tables, what is wrong, and what to type next."""
    if not found.languages:
        find_language("", [found.source])  # says how to begin one
    for language in found.languages:
        console.print(_table(language))
        for finding in language.findings:
            console.print(str(finding), style="red" if finding.error else "yellow", markup=False)
        if language.next:
            console.print(f"Next: {language.next}\n", markup=False, style="bold", soft_wrap=True)
        else:
            console.print("Nothing to do.\n")
    of_pages = [own for one in found.languages for page in one.pages for own in page.findings]
    for finding in [*found.findings, *of_pages]:
        style = "red" if finding.error else "yellow"
        console.print(str(finding), style=style, markup=False, soft_wrap=True)


def _table(language: Language) -> Table:
    to_do = f"{language.words_to_do} of {language.words} words to do"
    table = Table("page", "state", title=f"{language.name} ({language.language}): {to_do}")
    table.add_column("words to do", justify="right")
    table.add_column("sections to do", overflow="fold")
    for page in language.pages:
        words = str(page.words_to_do) if page.words_to_do else ""
        state = page.state.value
        table.add_row(page.page, state, words, _sections(page), style=_STYLE.get(page.state))
    return table


def _sections(page: Page) -> str:
    if not page.begun:
        return "all"
    if page.state is PageState.ORPHANED:
        return f"there is no {page.source_path}: rename {page.path} as its source, or delete it"
    titles = [f"{own.title}{_SAID.get(own.state, '')}" for own in page.to_do]
    if len(titles) > _NAMED:
        titles = [*titles[: _NAMED - 1], f"… and {len(titles) - _NAMED + 1} more"]
    if not titles and page.next.startswith(f"{COMMAND} done"):
        return "the source's sections stand in another order"
    wrong = sum(finding.error for finding in page.findings)
    if wrong:
        titles.insert(0, f"{wrong} to mend, see below")
    return "\n".join(titles)


def start(place: Place) -> int:
    """Make the file of a page: the source's structure, its words as comments."""
    if place.file.exists():
        relative = place.file.relative_to(place.project.root).as_posix()
        print(f"{relative}: is there already, and stays as it is", file=sys.stderr)
        return 1
    lock = place.lock()
    kept = forget(lock, place.docname)
    if kept != lock:  # of a page that was here once; nothing of this one is translated
        write_whole(lock_path(place.project.root, place.language), format_lock(kept))
    source = place.project.root / place.source.path
    write_whole(place.file, skeleton(decode(source.read_bytes(), place.source.path)))
    relative = place.file.relative_to(place.project.root).as_posix()
    print(
        f"{relative}: made; write your words below each comment, and look at it with"
        f" `nox -s live`. When a section is translated:\n"
        f"  {COMMAND} done {place.docname} {place.language} SECTION"
    )
    return 0


def done(place: Place) -> int:
    """Record that a page, or one section of it, is translated from the source as it is now."""
    page, lock = place.translated(), place.lock()
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    new, problems = record(place.source, page, lock, place.section, today)
    if problems:
        # a page that does not fit its source must not be called current
        print("\n".join(map(str, problems)), file=sys.stderr)
        print("Nothing was recorded.", file=sys.stderr)
        if not place.section:
            command = f"{COMMAND} done {place.docname} {place.language} SECTION"
            print(f"What is done can be recorded by itself: {command}", file=sys.stderr)
        return 1
    write_whole(lock_path(place.project.root, place.language), format_lock(new))
    before_, after = lock.entries, new.entries
    count = sum(before_.get(name) != entry and "#" in name for name, entry in after.items())
    print(f"{place.docname} ({place.language}): {_counted(count)} recorded")
    return 0


def _counted(count: int) -> str:
    return f"{count} section{'' if count == 1 else 's'}"


def harmless(place: Place) -> int:
    """Declare a change of the source harmless, in every language that was current before it."""
    source = place.source
    headings = [own for own in source.headings if place.section in {None, own.anchor}]
    try:
        text = decode((place.project.root / source.path).read_bytes(), source.path)
        now = Version("", "", text, source.headings)
        find = before(place.project.root, source.path, now)
    except NoHistoryError as error:
        print(
            f"{error}, so nobody can tell which languages were current before the change; record"
            f" each with `{COMMAND} done {place.docname} LANGUAGE SECTION`",
            file=sys.stderr,
        )
        return 1
    declared = {}
    for language in place.languages():
        if (place.docname, language) in place.translations():
            declared[language] = declare_harmless(source, place.lock(language), headings, find)
    for language, own in declared.items():
        write_whole(lock_path(place.project.root, language), format_lock(own.lock))
        said = ", ".join(own.renewed) or "nothing was out of date"
        print(f"{language}: current again: {said}" if own.renewed else f"{language}: {said}")
        if own.left:
            print(f"{language}: out of date before it already, and left so: {', '.join(own.left)}")
        if own.new:
            print(f"{language}: new, or another text than before: translate {', '.join(own.new)}")
    if not declared:
        print(f"{place.docname} is not translated yet")
    return 0
