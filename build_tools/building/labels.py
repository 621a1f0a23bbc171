"""Labels: which changed texts of the translations are labels, found out by sentinel runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from build_tools.execution.program import Program, ProgramCell
from build_tools.localisation.literals import changed_labels, labels_of
from build_tools.localisation.sentinel import (
    DEPENDS,
    Drift,
    Sentinels,
    choose,
    imitate,
    in_order,
    layouts,
    prove,
    rearranged,
    refused,
    suspects,
    template_source,
    unlike,
)
from build_tools.localisation.tidy import tidy
from build_tools.translation.borrowing import as_shown

if TYPE_CHECKING:
    from build_tools.building.execute import Outcome
    from build_tools.building.read import Lessons
    from build_tools.execution.failure import CellFailure
    from build_tools.execution.store import Executed
    from build_tools.localisation.literals import Label
    from build_tools.localisation.sentinel import Translations
    from build_tools.translation.state import Translation


@dataclass(frozen=True)
class Labelled:
    """What the sentinel runs showed of the labels of one page, by language.

    A language that changes labels is either in ``proven`` or in ``drifts``.
    """

    proven: dict[str, tuple[Sentinels, Executed]] = field(default_factory=dict)
    drifts: dict[str, list[Drift]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Template:
    """The source program with tokens in the place of labels."""

    sentinels: Sentinels
    program: Program


Run = Callable[[Mapping[str, Program]], "Outcome"]


class Labels:
    """The labels that translations change: of each page found out when they are asked for."""

    def __init__(self, lessons: Lessons) -> None:
        self._lessons = lessons
        self._pages: dict[str, PageWithLabels | None] = {}

    def template(self, docname: str) -> Program | None:
        """The page's program with a token in the place of each label; None without labels."""
        page = self._page(docname)
        return page.template if page else None

    def seen(self, docname: str, source: Executed, ran: Outcome) -> Labelled | None:
        """What the page's own run and that of its template showed; None while more must run."""
        page = self._page(docname)
        if page is None:
            return Labelled()
        if page.template and page.template.name not in ran.executed.keys() | ran.failures.keys():
            return None
        page.judge(source, ran)
        return None if page.open() else page.found

    def find(self, outcome: Outcome, run: Run) -> dict[str, Labelled]:
        """Where the labels of each page show up: one run of its source for all languages.

        A language whose labels that run leaves open gets one more, with tokens like its own texts.
        No run has anything of a translation in it. ``run`` gives the outcome of programs, by name;
        ``outcome`` is that of the pages' own, and pages that failed are left out.
        """
        pages = {
            docname: page
            for docname in self._lessons.programs
            if docname in outcome.executed and (page := self._page(docname))
        }
        ran = run({page.template.name: page.template for page in pages.values() if page.template})
        for docname, page in pages.items():
            page.judge(outcome.executed[docname], ran)
        alone = [(page, *own) for page in pages.values() for own in page.alone()]
        ran = run({template.program.name: template.program for _, _, template in alone})
        for page, language, template in alone:
            page.judge_alone(language, template, ran)
        return {docname: page.found for docname, page in pages.items()}

    def _page(self, docname: str) -> PageWithLabels | None:
        """None where no translation changes a label."""
        if docname not in self._pages:
            program, labels = self._lessons.programs[docname], _changed(self._lessons, docname)
            self._pages[docname] = PageWithLabels(docname, program, labels) if labels else None
        return self._pages[docname]


class PageWithLabels:
    """The labels of one page while it is found out about them."""

    source: Executed  #: what the page's own program put out, once that is judged

    def __init__(self, docname: str, program: Program, labels: Translations) -> None:
        self.docname, self.program = docname, program
        self.found = Labelled(drifts=refused(labels))
        self.labels = {own: labels[own] for own in labels if own not in self.found.drifts}
        self.sentinels = choose(self.labels)
        self.others = frozenset(
            label.text
            for n, cell in enumerate(program.cells)
            for label in labels_of(n, cell.source)
            if label not in self.sentinels.literals
        )
        self.judged = False
        self.hard: Executed | None = None  #: the common run, when it is proven
        self.drawn = frozenset(range(len(program.cells)))  #: cells with pictures it left open
        self.common = self._template(f"{docname} (labels)", self.sentinels) if self.labels else None

    @property
    def template(self) -> Program | None:
        """The program with a token in the place of each label, for all languages together."""
        return self.common.program if self.common else None

    def _template(self, name: str, sentinels: Sentinels) -> _Template:
        cells = tuple(
            ProgramCell(template_source(n, cell.source, sentinels), cell.tags)
            for n, cell in enumerate(self.program.cells)
        )
        return _Template(sentinels, Program(name, cells, self.program.samples))

    def judge(self, source: Executed, ran: Outcome) -> None:
        """Take what the common run has proven, once."""
        if self.judged:
            return
        self.judged, self.source, template = True, source, self.common
        if template is None:
            return
        if drifts := self._speaks_against(template, ran, padded=False):
            self._give_up(drifts, ran.executed.get(template.program.name))
            return
        self.hard = ran.executed[template.program.name]
        for language in self.labels:
            if not unlike(language, self.sentinels, self.others):
                self._accept(language, self.sentinels, self.hard)

    def _give_up(self, drifts: list[Drift], hard: Executed | None) -> None:
        """Leave a language open only where more than layout and order may be another's doing."""
        if hard is not None:
            self.drawn = layouts(_all(hard), _all(self.source), self.sentinels)
        (language, *others) = self.labels
        if others:
            return
        if hard is None or not rearranged(_all(hard), _all(self.source), self.sentinels):
            self.found.drifts[language] = drifts

    def open(self) -> list[str]:
        """Languages of which it is not known yet what their labels change."""
        known = self.found.proven.keys() | self.found.drifts.keys()
        return [language for language in self.labels if language not in known]

    def alone(self) -> list[tuple[str, _Template]]:
        """Languages that are still open, each with a template of its own."""
        cells = [cell.source for cell in self.program.cells]
        return [
            (language, self._template(name, imitate(language, self.labels[language], cells)))
            for language in self.open()
            for name in [f"{self.docname} (labels, {language})"]
        ]

    def judge_alone(self, language: str, template: _Template, ran: Outcome) -> None:
        """Take what the run for one language shows, or say what its labels change."""
        if self.hard is None:
            drifts = self._speaks_against(template, ran, padded=True)
            if not drifts and not in_order(language, template.sentinels):
                labels = tuple(template.sentinels.literals)
                drifts = [Drift(labels[0].cell, labels, DEPENDS)]
        else:
            drifts = self._speaks_differently(language, template, ran, self.hard)
        if drifts:
            self.found.drifts[language] = drifts
        else:
            self._accept(language, template.sentinels, ran.executed[template.program.name])

    def _speaks_against(self, template: _Template, ran: Outcome, *, padded: bool) -> list[Drift]:
        """Where the run differs from the source's when the source's texts are put back."""
        name, sentinels = template.program.name, template.sentinels
        if name in ran.failures:
            return [_failed(ran.failures[name], sentinels)]
        own = ran.executed[name]
        if drifts := _renamed(sentinels, own, self.source):
            return drifts
        drawn = self.drawn if padded else frozenset()
        return prove(_all(own), _all(self.source), sentinels, padded=padded, drawn=drawn)

    def _speaks_differently(
        self, language: str, template: _Template, ran: Outcome, hard: Executed
    ) -> list[Drift]:
        """Where texts that coincide in a language change what is put out."""
        name, sentinels = template.program.name, template.sentinels
        if name in ran.failures:
            return [_failed(ran.failures[name], sentinels)]
        ours = sentinels.in_language(language).fill(_all(ran.executed[name]))
        theirs = self.sentinels.in_language(language).fill(_all(hard))
        reason = "with these texts, of which some are equal here, the program puts out other things"
        return [
            Drift(cell, suspects(cell, self.sentinels), reason)
            for cell, (own, other) in enumerate(zip(ours, theirs, strict=True))
            if tidy(own) != tidy(other)
        ]

    def _accept(self, language: str, sentinels: Sentinels, executed: Executed) -> None:
        filling = sentinels.in_language(language)
        filling.fill(_all(executed))
        if not filling.quoted | filling.unclear:
            self.found.proven[language] = sentinels, executed
            return
        labels = tuple(
            label
            for name in sorted(filling.quoted or filling.unclear)
            for label in sentinels.tokens[name].labels
        )
        reason = "Python shows a text with ' in other quotation marks; write ’"
        if not filling.quoted:
            reason = "its letters beyond ASCII are shown in a way that cannot be told"
        self.found.drifts[language] = [Drift(labels[0].cell, labels, reason)]


def _all(executed: Executed) -> list[list[dict[str, Any]]]:
    return [*executed.cells, [executed.glued]]


def _renamed(sentinels: Sentinels, own: Executed, source: Executed) -> list[Drift]:
    """Labels that are the name of a glued value."""
    names = own.glued.keys() - source.glued.keys()
    labels = tuple(
        label
        for token, meant in sentinels.tokens.items()
        if any(token in name for name in names)
        for label in meant.labels
    )
    reason = "it is a name that the prose asks for"
    return [Drift(labels[0].cell, labels, reason)] if labels else []


def _failed(failure: CellFailure, sentinels: Sentinels) -> Drift:
    told = sentinels.in_source().fill(str(failure))
    reason = f"with another text the program stops: {told}"
    return Drift(failure.cell, suspects(failure.cell, sentinels), reason)


def _changed(lessons: Lessons, docname: str) -> Translations:
    """Language → labels that its page changes, in cells that are the source's otherwise."""
    return {
        language: labels
        for language, own in lessons.translations.items()
        if docname in own and (labels := labels_changed(own[docname]))
    }


def labels_changed(translation: Translation) -> dict[Label, str]:
    """The labels that a translation changes, in cells of it that are shown and are the source's."""
    found: dict[Label, str] = {}
    shown = as_shown(translation)
    for i, j in shown.cells:
        if i is not None and j is not None:
            own, other = shown.source.cells[i], shown.page.cells[j]
            found |= changed_labels(i, own.source, other.source)
    return found
