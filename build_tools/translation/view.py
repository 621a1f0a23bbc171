"""A page as a translator sees it: section by section, source and translation side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.pages.languages import SOURCE_LANGUAGE, language_name
from build_tools.translation.alignment import section_at
from build_tools.translation.model import (
    Finding,
    Language,
    Page,
    PageState,
    Section,
    SectionState,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from build_tools.pages.model import Heading
    from build_tools.pages.model import Page as Read
    from build_tools.translation.lock import Lock
    from build_tools.translation.state import Translation

#: What is typed before every action.
COMMAND = "nox -s translate --"


def page_view(
    translation: Translation,
    lock: Lock,
    *,
    findings: Iterable[Finding] = (),
    source_text: str = "",
    text: str = "",
) -> Page:
    """A translated page with the state of its sections, in the source's order.

    ``findings`` are those of the page's file; ``source_text`` and ``text`` the two files, for views
    that show them.
    """
    source, page = translation.source, translation.page
    found = sorted(findings, key=lambda own: own.line)

    def section(i: int | None, j: int | None) -> Section:
        own = None if i is None else source.headings[i]
        other = None if j is None else page.headings[j]
        heading = other or own
        assert heading is not None  # noqa: S101  one of them is given
        anchor = own.anchor if own else translation.anchors[j or 0]
        entry = lock.get(source.docname, anchor)
        if own is None:
            state = SectionState.GONE
        elif own.anchor not in translation.stale and other is not None:
            state = SectionState.CURRENT
        elif other is None:
            state = SectionState.MISSING
        elif j in translation.untranslated:
            state = SectionState.UNTRANSLATED
        else:
            state = SectionState.STALE if entry else SectionState.UNRECORDED
        return Section(
            anchor=anchor,
            title=heading.text,
            source_title=own.text if own else "",
            level=heading.level,
            state=state,
            day=entry.day if entry else "",
            words=own.words if own else 0,
            source_line=own.line if own else 0,
            line=other.line if other else 0,
            findings=[] if j is None else [f for f in found if _at(page, f) == j],
            source_text=_text(source_text, own),
            text=_text(text, other),
        )

    sections = [section(i, j) for i, j in translation.in_order()]
    return Page(
        page=source.docname,
        title=page.title,
        path=page.path.as_posix(),
        source_path=source.path.as_posix(),
        state=_state(translation, sections, found),
        words=sum(own.words for own in sections),
        words_to_do=sum(own.words for own in sections if own.to_do),
        sections=sections,
        findings=found,
        next=_next(translation, sections, found),
    )


def _text(text: str, heading: Heading | None) -> str:
    lines = text.split("\n")
    return "\n".join(lines[heading.line - 1 : heading.end - 1]).rstrip() if heading else ""


def _at(page: Read, finding: Finding) -> int:
    """The section that a finding is about; that of the whole file is about the first."""
    return section_at(page, finding.line)


def _state(
    translation: Translation, sections: Sequence[Section], found: Sequence[Finding]
) -> PageState:
    if any(finding.error for finding in found):
        return PageState.DIFFERS
    if all(own.state is SectionState.UNTRANSLATED for own in sections):
        return PageState.UNTRANSLATED
    if any(own.to_do for own in sections) or not translation.outline:
        return PageState.STALE
    return PageState.CURRENT


def _next(translation: Translation, sections: Sequence[Section], found: Sequence[Finding]) -> str:
    where = f"{translation.source.docname} {translation.page.language}"
    if any(finding.error for finding in found):
        return f"{COMMAND} check"
    states = {own.state for own in sections if own.to_do}
    if states == {SectionState.UNTRANSLATED}:
        return f"nox -s live -- {translation.page.language}/{translation.source.docname}"
    if states:
        return f"{COMMAND} {'done' if states == {SectionState.UNRECORDED} else 'diff'} {where}"
    # the source's author moved sections about, or took one away that is not here either
    return "" if translation.outline else f"{COMMAND} done {where}"


def missing_view(source: Read, language: str) -> Page:
    """A page that nobody has begun to translate."""
    sections = [
        Section(
            anchor=own.anchor,
            title=own.text,
            source_title=own.text,
            level=own.level,
            state=SectionState.MISSING,
            words=own.words,
            source_line=own.line,
        )
        for own in source.headings
    ]
    words = sum(own.words for own in sections)
    return Page(
        page=source.docname,
        title=source.title,
        path=f"content/{language}/{source.docname}.md",
        source_path=source.path.as_posix(),
        state=PageState.MISSING,
        words=words,
        words_to_do=words,
        sections=sections,
        next=f"{COMMAND} start {source.docname} {language}",
    )


def broken_view(
    docname: str, language: str, state: PageState, findings: Iterable[Finding], words: int = 0
) -> Page:
    """A page that has no source, or that cannot be read."""
    return Page(
        page=docname,
        title="",
        path=f"content/{language}/{docname}.md",
        source_path=f"content/{SOURCE_LANGUAGE}/{docname}.md",
        state=state,
        words=words,
        words_to_do=words,
        findings=sorted(findings, key=lambda own: own.line),
        next=f"{COMMAND} check" if state is PageState.UNREADABLE else "",
    )


def language_view(tag: str, pages: Sequence[Page], findings: Iterable[Finding] = ()) -> Language:
    """A language with its pages; what to type first is to mend, then to renew, then to begin."""
    urgent = [PageState.UNREADABLE, PageState.DIFFERS, PageState.STALE, PageState.UNTRANSLATED]
    first = sorted(
        (page for page in pages if page.next),
        key=lambda page: (
            urgent.index(page.state) if page.state in urgent else len(urgent),
            page.page,
        ),
    )
    return Language(
        language=tag,
        name=language_name(tag),
        words=sum(page.words for page in pages),
        words_to_do=sum(page.words_to_do for page in pages),
        pages=list(pages),
        findings=list(findings),
        next=first[0].next if first else "",
    )


def moved_findings(translation: Translation) -> list[Finding]:
    """Notes on links that lead elsewhere in the source since the section was translated."""
    found = []
    for anchor in translation.current():
        if anchor not in translation.moved:
            continue
        own, other = translation.pair(anchor)
        message = (
            f"a link of this section leads elsewhere in the source"
            f" ({translation.source.path.as_posix()}:{own.line}) since it was translated; let it"
            f" lead there too, then `{COMMAND} done {translation.source.docname}"
            f" {translation.page.language} {anchor}`"
        )
        problem = Diagnostic(translation.page.path, other.line, Code.PARITY, message)
        found.append(Finding.of(problem, error=False))
    return found
