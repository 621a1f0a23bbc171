"""Bundles of pages: outputs put into the page's language, and what the page says of itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from build_tools.localisation.numbers import with_values
from build_tools.localisation.tidy import tidy, told
from build_tools.pages import mime, options
from build_tools.pages.bundle import Cell, Glued, PageBundle, Provenance, Section, Status
from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.rendering.sheet import Sheet, ShownCell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from build_tools.execution.store import Executed
    from build_tools.localisation.sentinel import Filling
    from build_tools.pages.model import Page


#: Tags of MyST-NB with which a cell, or what it put out, is not on the page.
_REMOVED = frozenset({"remove-cell", "remove_cell"})
_SILENT = _REMOVED | {"remove-output", "remove_output"}


@dataclass(frozen=True)
class Results:
    """The outputs that a page shows: the program's, and the tokens to put into the page's words."""

    source: Executed  #: what the source program put out
    executed: Executed  #: the same with tokens, when the page has labels of its own
    filling: Filling
    code: tuple[str, ...]  #: per cell, what the source page writes
    finish_figure: Callable[[dict[str, Any], str, str], dict[str, Any]]  #: language, label
    label: Callable[[Sequence[Provenance]], str]  #: what is written into a figure of these samples
    provenance: list[Provenance]

    @cached_property
    def glued(self) -> dict[str, Glued]:
        """The values for the prose, by name."""
        values = self.filling.fill(self.executed.glued)
        return {name: Glued.model_validate(value) for name, value in sorted(values.items())}


def make_bundle(
    page: Page,
    sheet: Sheet,
    results: Results,
    *,
    language: str,
    status: Status,
    sections: list[Section],
    lesson: dict[str, Any],
    alternates: dict[str, Status],
    absent: dict[str, list[str]],
) -> tuple[PageBundle, list[Diagnostic]]:
    """The bundle of a page in a language, and figures or tables that say nothing of themselves."""
    cells: list[Cell] = []
    problems: list[Diagnostic] = []
    figures, tables = 0, 0
    for item in sheet:
        if not isinstance(item, ShownCell):
            continue
        localised = LocalOutputs(item, page.path, results, language)
        tags = set(item.metadata.get("tags") or ())
        cells.append(Cell(line=item.line, outputs=localised.outputs, removed=bool(_REMOVED & tags)))
        if _SILENT & tags:
            continue
        figures += localised.counts[options.FIGURE]
        tables += localised.counts[options.TABLE]
        problems += localised.problems()
    bundle = PageBundle(
        docname=page.docname,
        language=language,
        text_language=page.language,
        status=status,
        path=page.path,
        title=page.title,
        sections=sections,
        cells=cells,
        glued=results.glued,
        samples=results.provenance,
        alternates=alternates,
        absent=absent,
        figures=figures,
        tables=tables,
        lesson=lesson,
    )
    return bundle, problems


class LocalOutputs:
    """The outputs of a cell in a language, and what its options lack."""

    def __init__(self, item: ShownCell, path: Path, results: Results, language: str) -> None:
        self._item = item
        self._path = path
        self._results = results
        self._language = language
        self._is_html = False
        self._said: list[tuple[str, options.Shown]] = []
        self.outputs: list[dict[str, Any]] = []
        self.counts = Counter[str]()

        filled = results.filling.fill(results.executed.cells[item.program_cell])
        originals = results.source.cells[item.program_cell]
        for output, original in zip(tidy(filled), originals, strict=True):
            self._add(output, original)

    def _add(self, own: dict[str, Any], original: dict[str, Any]) -> None:
        """Put one output into the language; a figure or table takes along what is said of it."""
        if own.get("output_type") == "error":
            code = self._results.code[self._item.program_cell]
            own = told(own, original, code, self._item.source)
        self.outputs.append(own)
        data = own.get("data", {})
        kind = _kind(data)
        if not kind:
            self._is_html |= "text/html" in data
            return
        said = options.shown(self._item.metadata, kind, self.counts[kind])
        self.counts[kind] += 1
        self._said.append((kind, said))
        own["metadata"] = {
            **own.get("metadata", {}),
            kind: {
                "alt": with_values(said.alt, self._results.glued, self._language),
                "caption": said.caption,
            }
            | ({"name": said.name} if said.name else {}),
        }
        if mime.FIGURE in data:
            label = self._results.label(_named(said.samples, self._results.provenance))
            figure = self._results.finish_figure(data[mime.FIGURE], self._language, label)
            own["data"] = {**data, mime.FIGURE: figure}

    def problems(self) -> Iterator[Diagnostic]:
        """What the cell's figures and tables need to be told in words, and are not."""
        for key in options.unknown_keys(self._item.metadata):
            known = (
                "a figure has alt, caption, name, samples and language-neutral; a table has caption"
            )
            yield self._problem(f"`{key}` in the cell's options is not known; {known}")
        if self._is_html:
            yield self._problem(
                "this cell shows HTML, which is in one language only; show a frame, a figure or a"
                " text in its place"
            )
        for kind, said in self._said:
            many = f" (one in a list for each of its {self.counts[kind]})"
            for key in ("alt", "caption") if kind == options.FIGURE else ("caption",):
                if not getattr(said, key):
                    yield self._problem(
                        f"this cell shows a {kind}; give it `{kind}: {{{key}: …}}` in the cell's"
                        f" options{many if self.counts[kind] > 1 else ''}"
                    )
            for sample in said.samples or ():
                if not _named((sample,), self._results.provenance):
                    yield self._problem(
                        f"`samples: {sample}` names no sample that the page declares under"
                        " `lesson:` `samples:`"
                    )

    def _problem(self, message: str) -> Diagnostic:
        return Diagnostic(self._path, self._item.line, Code.FIGURE, message)


def _kind(data: Mapping[str, Any]) -> str:
    """Whether an output is shown as a figure, as a table, or as neither."""
    if any(name in data for name in mime.FIGURES):
        return options.FIGURE
    return options.TABLE if mime.TABLE in data else ""


def _named(names: Sequence[str] | None, samples: Sequence[Provenance]) -> list[Provenance]:
    """The samples of these paths or folders; all of them when nothing is said."""
    return [
        sample
        for sample in samples
        if names is None
        or any(sample.path == name or sample.path.startswith(f"{name}/") for name in names)
    ]
