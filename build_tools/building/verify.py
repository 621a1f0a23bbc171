"""Verify: run translated pages for real and compare with what was derived for them.

Never part of a build: a page from a translator is data there. For maintainers, on pages that they
have read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from build_tools.execution.program import Program, ProgramCell
from build_tools.figures.model import with_locale
from build_tools.localisation.sentinel import folded
from build_tools.pages import mime
from build_tools.pages.bundle import Glued, Status
from build_tools.pages.diagnostics import Code, Diagnostic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from build_tools.building.localise import LocalPage
    from build_tools.building.read import Lessons
    from build_tools.execution.store import Executed


@dataclass
class Compared:
    """How much was compared."""

    pages: int = 0
    figures: int = 0
    tables: int = 0
    texts: int = 0
    values: int = 0

    def __str__(self) -> str:
        return (
            f"compared with real runs: pages {self.pages}, figures {self.figures},"
            f" tables {self.tables}, texts {self.texts}, values {self.values}"
        )


def translated_programs(lessons: Lessons) -> dict[str, Program]:
    """The programs of all current translations that have cells, by a name of their own."""
    programs = {}
    for language, own in lessons.translations.items():
        for docname, translation in own.items():
            source = lessons.programs.get(docname)
            if source is None or not source.cells or translation.status is not Status.CURRENT:
                continue
            cells = tuple(
                ProgramCell(cell.source, original.tags)
                for cell, original in zip(translation.page.cells, source.cells, strict=True)
            )
            name = run_name(language, docname)
            programs[name] = Program(name, cells, source.samples)
    return programs


def compare_runs(
    pages: Sequence[LocalPage], executed: Mapping[str, Executed]
) -> tuple[Compared, list[Diagnostic]]:
    """Compare each page's derived outputs and values with those of its own run."""
    compared, problems = Compared(), []
    for page in pages:
        bundle = page.bundle
        real = executed.get(run_name(bundle.language, bundle.docname))
        if real is None:
            continue
        compared.pages += 1
        for cell, outputs in zip(bundle.cells, real.cells, strict=True):
            theirs = [_finished(output, bundle.language) for output in outputs]
            if folded(cell.outputs) != folded(theirs):
                message = "run for real, this cell puts out something else than was derived for it"
                problems.append(Diagnostic(bundle.path, cell.line, Code.CODE_DRIFT, message))
            _count(compared, theirs)
        glued = {name: Glued.model_validate(value) for name, value in real.glued.items()}
        compared.values += len(glued)
        for name in sorted(glued.keys() | bundle.glued.keys()):
            if glued.get(name) != bundle.glued.get(name):
                message = f"run for real, this page glues another value as “{name}”"
                problems.append(Diagnostic(bundle.path, 0, Code.CODE_DRIFT, message))
    return compared, problems


def run_name(language: str, docname: str) -> str:
    """What the real run of a translated page is called."""
    return f"{docname} ({language})"


def _finished(output: dict[str, Any], language: str) -> dict[str, Any]:
    data = output.get("data", {})
    if mime.FIGURE not in data:
        return output
    return {**output, "data": {**data, mime.FIGURE: with_locale(data[mime.FIGURE], language)}}


def _count(compared: Compared, outputs: Sequence[dict[str, Any]]) -> None:
    for output in outputs:
        data = output.get("data", {})
        compared.figures += mime.FIGURE in data
        compared.tables += mime.TABLE in data
        compared.texts += mime.FIGURE not in data and mime.TABLE not in data
