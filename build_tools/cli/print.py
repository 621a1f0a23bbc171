"""``print``: worksheets, teachers' editions and booklets as PDF, of the site as it is now."""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING

from build_tools.building.lock import alone
from build_tools.building.printing import NoSuchLessonError, Wanted, print_sheets
from build_tools.building.project import Project
from build_tools.building.report import Report
from build_tools.building.summary import duration
from build_tools.building.unchanged import build_if_changed
from build_tools.cli.site import tell
from build_tools.printing.model import Edition, Paper
from build_tools.printing.press import PressError

if TYPE_CHECKING:
    from collections.abc import Sequence


def print(  # noqa: A001  the verb's name
    lesson: Sequence[str] = (),
    lang: Sequence[str] = (),
    edition: Sequence[str] = (),
    paper: Sequence[str] = (),
) -> int:
    """Build the site where something changed, then print it; exit status 1 when anything is wrong.

    What is left out is not narrowed down: every lesson, every language, every edition.
    """
    project, report = Project.here(), Report()
    wanted = Wanted(
        lesson,
        lang,
        [Edition(name) for name in edition],
        [Paper(name) for name in paper] or [Paper.A4],
    )
    with alone(project, "print"):
        summary = build_if_changed(project, report, last=True)
        if not summary.published:
            tell(summary, project, report)
            report.say("Nothing was printed: the site has to be built first.")
            return 1
        try:
            printed = print_sheets(project, report, list(summary.pages), wanted)
        except (NoSuchLessonError, PressError) as error:
            return _failed(str(error))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            return _failed("the disk is full. Make room, and run this again")
    count = len(printed.files)
    report.say(f"{count} PDF files in {duration(printed.seconds)}, in {project.site}:")
    for path in printed.files:
        report.say(f"  {path}")
    return 0


def _failed(why: str) -> int:
    sys.stderr.write(f"Nothing was printed: {why}\n")
    return 1
