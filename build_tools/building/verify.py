"""Verify: run translated pages for real and compare with what was derived for them.

Never part of a build: a page from a translator is data there. For maintainers, on pages that they
have read.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from build_tools.execution.program import Program, ProgramCell
from build_tools.localisation.sentinel import Filling
from build_tools.pages import mime
from build_tools.pages.bundle import Glued, Status
from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.rendering.bundles import LocalOutputs
from build_tools.rendering.sheet import ShownCell

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from build_tools.building.localise import LocalPage
    from build_tools.building.read import Lessons
    from build_tools.execution.store import Executed
    from build_tools.pages.model import CodeCell


#: Longer values are cut in messages.
_LONG = 120


@dataclass
class Compared:
    """How much was compared."""

    pages: int = 0
    figures: int = 0
    tables: int = 0
    texts: int = 0
    values: int = 0
    stale: list[str] = field(default_factory=list)  #: pages that are out of date

    def __str__(self) -> str:
        text = (
            f"compared with real runs: pages {self.pages}, figures {self.figures},"
            f" tables {self.tables}, texts {self.texts}, values {self.values}"
        )
        if self.stale:
            text += f"; not compared, for they are out of date: {', '.join(self.stale)}"
        return text


def translated_programs(lessons: Lessons, pages: Sequence[LocalPage]) -> dict[str, Program]:
    """The programs of current translations that have cells, by a name of their own.

    Only pages whose every changed text is proven to be a label: what a translation hides in a text
    that is code is not run here either.
    """
    programs = {}
    for page in pages:
        language, docname = page.bundle.language, page.bundle.docname
        translation = lessons.translations.get(language, {}).get(docname)
        if translation is None or not translation.source.cells:
            continue
        paired = all(i is not None and i == j for i, j in translation.cells)
        if translation.status is Status.CURRENT and paired and page.proven:
            source = lessons.programs[docname]
            cells = tuple(
                ProgramCell(cell.source, original.tags)
                for cell, original in zip(translation.page.cells, source.cells, strict=True)
            )
            name = run_name(language, docname)
            programs[name] = Program(name, cells, source.samples)
    return programs


def compare_runs(
    pages: Sequence[LocalPage],
    lessons: Lessons,
    executed: Mapping[str, Executed],
    told: Collection[Path] = (),
) -> tuple[Compared, list[Diagnostic]]:
    """Compare each page's derived outputs and values with those of its own run.

    They must be equal to the last blank. A page that has cells, is up to date and was not run is a
    problem, unless it has one already (``told``).
    """
    compared, problems = Compared(), []
    for page in pages:
        bundle = page.bundle
        translation = lessons.translations.get(bundle.language, {}).get(bundle.docname)
        if translation is None or not translation.source.cells:
            continue
        if translation.status is not Status.CURRENT:
            compared.stale.append(f"{bundle.language}/{bundle.docname}")
            continue
        real = executed.get(run_name(bundle.language, bundle.docname))
        if real is None:
            if bundle.path not in told:
                message = "this page was not compared with a run of its own"
                problems.append(Diagnostic(bundle.path, 0, Code.CODE_DRIFT, message))
            continue
        compared.pages += 1
        code = tuple(cell.source for cell in translation.page.cells)
        results = replace(page.results, source=real, executed=real, filling=Filling({}), code=code)
        shown = [item for item in page.sheet if isinstance(item, ShownCell)]
        for cell, item in zip(bundle.cells, shown, strict=True):
            theirs = LocalOutputs(item, bundle.path, results, bundle.language).outputs
            if difference := _difference(cell.outputs, theirs):
                message = f"run for real, this cell puts out something else: {difference}"
                problems.append(Diagnostic(bundle.path, cell.line, Code.CODE_DRIFT, message))
            _count(compared, theirs)
        values = {name: Glued.model_validate(value) for name, value in real.glued.items()}
        compared.values += len(values)
        for name in sorted(values.keys() | bundle.glued.keys()):
            if values.get(name) != bundle.glued.get(name):
                line = _glue_line(translation.page.cells, name)
                message = f"run for real, this page glues another value as “{name}”"
                problems.append(Diagnostic(bundle.path, line, Code.CODE_DRIFT, message))
    return compared, problems


def _difference(derived: Sequence[dict[str, Any]], real: Sequence[dict[str, Any]]) -> str:
    """The first place where two cells' outputs differ, as a path into them with both sides."""
    if len(derived) != len(real):
        return f"{len(real)} outputs, where {len(derived)} were derived"
    for at, (own, other) in enumerate(zip(derived, real, strict=True)):
        if found := _first(own, other, f"output {at + 1}"):
            return found
    return ""


def _first(own: Any, other: Any, path: str) -> str:
    if own == other and type(own) is type(other):
        return ""
    if isinstance(own, dict) and isinstance(other, dict) and own.keys() == other.keys():
        pairs = [(own[key], other[key], f"{path}/{_pointed(key)}") for key in own]
    elif isinstance(own, list) and isinstance(other, list) and len(own) == len(other):
        pairs = [(a, b, f"{path}/{n}") for n, (a, b) in enumerate(zip(own, other, strict=True))]
    else:
        pairs = []
    for a, b, place in pairs:
        if found := _first(a, b, place):
            return found
    return f"{path}: {_short(other)}, where {_short(own)} was derived"


def _pointed(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _glue_line(cells: Sequence[CodeCell], name: str) -> int:
    """The line of the cell that names a value; 0 when none says it in so many letters."""
    return next((cell.line for cell in cells if f'"{name}"' in cell.source), 0)


def run_name(language: str, docname: str) -> str:
    """What the real run of a translated page is called."""
    return f"{docname} ({language})"


def _count(compared: Compared, outputs: Sequence[dict[str, Any]]) -> None:
    for output in outputs:
        data = output.get("data", {})
        compared.figures += mime.FIGURE in data
        compared.tables += mime.TABLE in data
        compared.texts += mime.FIGURE not in data and mime.TABLE not in data
