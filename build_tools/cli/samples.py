"""``samples``: make the sample files of the lessons again."""

from __future__ import annotations

import importlib.util
import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

from build_tools.building.project import Project
from build_tools.building.report import Report
from build_tools.samples.error import SampleError
from build_tools.samples.produce import produce

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def samples(out: Path | None, *, validate: bool = False) -> int:
    """Produce every sample into a folder, by default ``content/samples``; a few minutes."""
    report = Report()
    if validate:
        return _validate(report, out)
    if importlib.util.find_spec("pythia8mc") is None:
        report.say("Pythia 8 is not installed here; `nox -s samples` installs it.")
        return 1
    with ExitStack() as stack:
        advance: list[Callable[[str], None]] = []

        def progress(what: str, _done: int, total: int) -> None:
            if not advance:
                advance.append(stack.enter_context(report.step("generating", total)))
            advance[0](what)

        try:
            project = Project.here()
            manifest = produce(
                out or project.samples,
                chunks=project.build / "samples",
                workers=os.cpu_count() or 1,
                progress=progress,
            )
        except SampleError as error:
            report.say(error.message)
            return 1
    for sample in manifest.samples:
        report.say(f"{sample.path}: {sample.events_kept} events, {sample.size // 1000} kB")
    return 0


def _validate(report: Report, out: Path | None) -> int:
    """Write the page that compares the samples with what was published and recorded."""
    if importlib.util.find_spec("matplotlib") is None:
        report.say("Matplotlib is not installed here; `nox -s samples -- --validate` installs it.")
        return 1
    from build_tools.samples.validation import validate  # noqa: PLC0415  # imports matplotlib

    project = Project.here()
    target = out or project.root / "docs" / "explanation"
    try:
        page = validate(project.samples, target, project.open_data_dir)
    except SampleError as error:
        report.say(error.message)
        return 1
    report.say(f"{page} is written")
    return 0
