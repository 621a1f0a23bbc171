"""``site``: build the site and say what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.building.lock import alone
from build_tools.building.project import Project
from build_tools.building.report import Report
from build_tools.building.unchanged import build_if_changed
from build_tools.pages.writing import write_whole

if TYPE_CHECKING:
    from build_tools.building.summary import Summary


def site(*, verify: bool = False, why: str | None = None, json: bool = False) -> int:
    """Build, or only say why a page ran; exit status 1 when anything is wrong.

    With ``json`` the summary is all that is said. It is always written to ``_build/summary.json``.
    """
    project, report = Project.here(), Report(quiet=json)
    if why is not None:
        from build_tools.building.why import histories  # noqa: PLC0415  loads what reads pages

        for history in histories(project, why or None):
            for line in history.lines():
                report.say(line)
        return 0
    with alone(project, "site"):
        summary = build_if_changed(project, report, verify=verify, last=True)
        text = summary.as_json()
        write_whole(project.build / "summary.json", text)
    if json:
        print(text, end="")
    else:
        tell(summary, project, report)
    return 0 if summary.published else 1


def tell(summary: Summary, project: Project, report: Report) -> None:
    """The last lines: problems, what was done, where to look."""
    report.problems(summary.problems)
    for note in summary.notes:
        report.say(note)
    if summary.problems:
        count = len(summary.problems)
        report.say(f"{count} problem{'s' if count > 1 else ''}")
    for line in summary.lines():
        report.say(line)
    if summary.published:
        report.say(f"Open {(project.site / 'index.html').as_uri()} or run `nox -s serve`.")
    elif project.site.is_dir():
        report.say("The site was not replaced: site/ is the last good one.")
    else:
        report.say("No site was written.")
