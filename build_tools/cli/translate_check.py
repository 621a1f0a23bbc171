"""``translate check``: everything that is wrong with translations, for a person and for CI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.building.build import localised
from build_tools.building.desk import desk
from build_tools.building.lock import alone
from build_tools.building.proofreading import project_word_problems
from build_tools.building.report import Report
from build_tools.pages.writing import write_whole
from build_tools.translation.report import as_markdown

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.building.project import Project
    from build_tools.pages.diagnostics import Diagnostic


def check(project: Project, *, json: bool, quick: bool, folder: Path | None) -> int:
    """Say what is wrong; exit status 1 when anything is. What is missing or stale is not wrong."""
    report = Report(quiet=json)
    more: list[Diagnostic] = project_word_problems(project.root)
    if not quick:
        with alone(project, "translate"):
            more += localised(project, report)[1]
    found = desk(project, more)
    if folder:
        write_whole(folder / "translation.json", found.as_json())
        write_whole(folder / "translation.md", as_markdown(found))
    findings = found.everything()
    errors = sum(finding.error for finding in findings)
    if json:
        print(found.as_json(), end="")
        return 1 if errors else 0
    for finding in findings:
        report.console.print(str(finding), style="red" if finding.error else "yellow", markup=False)
    pages = sum(len(own.pages) for own in found.languages)
    said = f"{errors} problem{'' if errors == 1 else 's'}" if errors else "nothing wrong"
    report.say(f"{pages} pages of {len(found.languages)} languages: {said}")
    return 1 if errors else 0
