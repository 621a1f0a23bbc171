"""How long each section of a lesson takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.pages.diagnostics import Code, Diagnostic

if TYPE_CHECKING:
    from build_tools.pages.model import Page


def timing_problems(page: Page) -> list[Diagnostic]:
    """What is wrong with ``lesson.timing``: no such section, no minutes, or not the duration."""
    timing = page.lesson.timing
    if not timing:
        return []
    sections = {heading.anchor for heading in page.headings if heading.level == 2}  # noqa: PLR2004
    problems = []
    for anchor, minutes in timing.items():
        line = page.declared_lines.get(f"#{anchor}", 1)
        if anchor not in sections:
            known = ", ".join(sorted(sections)) or "none"
            message = f"`lesson.timing`: no section has the id `{anchor}`; there are: {known}"
            problems.append(Diagnostic(page.path, line, Code.FRONT_MATTER, message))
        elif minutes <= 0:
            message = f"`lesson.timing`: `{anchor}` takes {minutes} minutes; write a number above 0"
            problems.append(Diagnostic(page.path, line, Code.FRONT_MATTER, message))
    total, duration = sum(timing.values()), page.lesson.duration
    if not problems and total != duration:
        line = page.declared_lines.get(f"#{next(iter(timing))}", 1)
        message = (
            f"`lesson.timing` adds up to {total} minutes, but `lesson.duration` is"
            f" {duration or 'not given'}; make them agree"
        )
        problems.append(Diagnostic(page.path, line, Code.FRONT_MATTER, message))
    return problems
