"""Whether every place that a link names, ``page.md#place``, is there, in every language."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.pages.marks import MarkKind
from build_tools.pages.options import FIGURE
from build_tools.translation.parity import is_external, resolved

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from build_tools.pages.model import Page
    from build_tools.translation.state import Translation

#: An option of a block that gives its figure a name.
_NAMED = re.compile(r"^:?name: *(\S+)", re.MULTILINE)

Pages = dict[str, dict[str, "Page"]]  #: language → docname → page


def fragment_problems(
    pages: Pages, translations: Mapping[str, Mapping[str, Translation]]
) -> list[Diagnostic]:
    """Links that name a place which their page does not have; not in stale sections."""
    problems = []
    for language, own in pages.items():
        states = translations.get(language, {})
        places = {
            docname: _places(page, source, states.get(docname))
            for docname, source in pages[SOURCE_LANGUAGE].items()
            for page in [own.get(docname, source)]
        }
        for docname, page in own.items():
            state = states.get(docname)
            for line, target, fragment in _links(page):
                known = places.get(target)
                excused = state is not None and (state.excused(line) or _moved(state, line))
                if known is None or fragment in known or excused:
                    continue
                near = get_close_matches(fragment, sorted(known), n=1)
                message = f"there is no “#{fragment}” on {own.get(target, page).path.as_posix()}"
                message += f"; is it “#{near[0]}”?" if near else ""
                problems.append(Diagnostic(page.path, line, Code.PARITY, message))
    return problems


def _moved(state: Translation, line: int) -> bool:
    above = [n for n, heading in enumerate(state.page.headings) if heading.line <= line]
    return bool(above) and state.anchors[above[-1]] in state.moved


def _links(page: Page) -> Iterator[tuple[int, str, str]]:
    """Line, page and fragment of every link to a place of a page."""
    for mark in page.marks:
        if mark.kind is MarkKind.LINK and not is_external(mark.target) and "#" in mark.target:
            path, _, fragment = mark.target.partition("#")
            if fragment and (not path or path.endswith(".md")):
                yield mark.line, resolved(page.docname, path), fragment


def _places(page: Page, source: Page, state: Translation | None) -> set[str]:
    """Ids on a page: of headings, figures, questions."""
    found = {heading.anchor for heading in page.headings}
    if state:
        # sections that it has not are shown in the source's words
        found |= set(state.anchors) | {heading.anchor for heading in source.headings}
    found |= {f"quiz-{use.argument}" for use in source.quizzes}
    for cell in source.cells:
        given = cell.metadata.get(FIGURE)
        for one in given if isinstance(given, list) else [given]:
            if isinstance(one, dict) and one.get("name"):
                found.add(f"figure-{one['name']}")
    for use in source.directives:
        found |= {f"figure-{name}" for name in _NAMED.findall(use.content)}
    return found
