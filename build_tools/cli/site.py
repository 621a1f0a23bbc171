"""``site``: build the site and say what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.building.build import Summary, build
from build_tools.building.project import Project
from build_tools.building.report import Report
from build_tools.building.why import histories

if TYPE_CHECKING:
    from collections.abc import Iterator


def site(*, verify: bool = False, why: str | None = None) -> int:
    """Build, or only say why a page ran; exit status 1 when anything is wrong."""
    project, report = Project.here(), Report()
    if why is not None:
        for history in histories(project, why or None):
            for line in history.lines():
                report.say(line)
        return 0
    summary = build(project, report, verify=verify)
    tell(summary, project, report)
    return 0 if summary.published else 1


def tell(summary: Summary, project: Project, report: Report) -> None:
    """The last lines: problems, what was done, where to look."""
    report.problems(summary.problems)
    for note in summary.notes:
        report.say(note)
    report.say(" · ".join(_facts(summary)))
    if summary.published:
        report.say(f"Open {(project.site / 'index.html').as_uri()} or run `nox -s serve`.")
    elif project.site.is_dir():
        report.say("The site was not replaced: site/ is the last good one.")
    else:
        report.say("No site was written.")


def _facts(summary: Summary) -> Iterator[str]:
    if summary.problems:
        count = len(set(summary.problems))
        yield f"{count} problem{'s' if count > 1 else ''}"
    yield ", ".join(f"{pages} pages in {name}" for name, pages in summary.pages.items())
    yield f"executed {len(summary.ran)}"
    reused = f"reused {len(summary.reused)}"
    yield f"{reused}, saved {_duration(sum(summary.reused.values()))}" if summary.reused else reused
    yield f"figures {summary.figures}, drew {summary.drawn}"
    yield f"rendered {', '.join(summary.rendered) or 'nothing'}"
    yield _duration(summary.seconds)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{seconds:.1f} s"
