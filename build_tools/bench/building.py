"""Builds: this project beside a plain ``sphinx-build`` with MyST-NB, in turn, on the same pages."""

from __future__ import annotations

import os
import shutil
import statistics
from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from build_tools.bench.corpus import add_language, languages, lesson_name, write_corpus, write_plain
from build_tools.bench.living import edits_in_live
from build_tools.bench.measure import CommandFailed, Measured, measure
from build_tools.bench.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from build_tools.bench.tools import Tools

#: Who is measured.
OURS, PLAIN1, PLAIN2 = "this project", "plain -j1", "plain -j2"

#: Plain builds with kernels side by side end at times in a race for ports; they are tried again.
_TRIES = 3


@dataclass
class Results:
    """Every run of every case of one corpus."""

    lessons: int
    languages: int
    runs: dict[str, dict[str, list[Measured]]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, case: str, who: str, measured: Measured) -> None:
        """Keep one run."""
        self.runs.setdefault(case, defaultdict(list))[who].append(measured)

    def median(self, case: str, who: str, figure: str) -> float | None:
        """The median of ``wall``, ``cpu`` or ``memory``; None where it was not measured."""
        runs = self.runs.get(case, {}).get(who)
        return statistics.median(getattr(run, figure) for run in runs) if runs else None

    def ratios(self, case: str, who: str, figure: str) -> list[float]:
        """``who`` over this project, run by run: in each pair the two were measured in turn."""
        ours = self.runs.get(case, {}).get(OURS, [])
        theirs = self.runs.get(case, {}).get(who, [])
        return [
            getattr(their, figure) / getattr(own, figure)
            for own, their in zip(ours, theirs, strict=False)
            if getattr(own, figure) and getattr(their, figure)
        ]


@dataclass(frozen=True)
class Corpus:
    """The same lessons as a project of this generator and as projects of plain Sphinx."""

    root: Path  #: of this generator
    plain: Path  #: a folder per language
    lessons: int
    tags: list[str]
    tools: Tools

    @classmethod
    def make(cls, folder: Path, tools: Tools, *, lessons: int, count: int) -> Corpus:
        """Write both into the new folder ``folder``."""
        tags = languages(count)
        root, plain = folder / "ours", folder / "plain"
        write_corpus(root, tools.project, lessons=lessons, tags=tags)
        write_plain(plain, root, tags)
        return cls(root, plain, lessons, tags, tools)

    def ours(self) -> Measured:
        """Build with this project, as far as something has to be built."""
        command = [self.tools.python, "-m", "build_tools.cli", "site"]
        return measure(command, cwd=self.root, env=self.tools.environment, confines=True)

    def built_by_plain(self, jobs: int, tags: Iterable[str]) -> Measured:
        """Build with plain Sphinx, one language after the other."""
        parts = [self._plain(jobs, tag) for tag in tags]
        return Measured(
            wall=sum(part.wall for part in parts),
            cpu=sum(part.cpu for part in parts),
            memory=max(part.memory for part in parts),
        )

    def _plain(self, jobs: int, tag: str) -> Measured:
        command: list[str | Path] = [self.tools.plain_python, "-m", "sphinx", "-q", f"-j{jobs}"]
        command += ["-b", "html", self.plain / tag, self._plain_output(tag)]
        for attempt in range(_TRIES):
            try:
                return measure(command, cwd=self.plain, env=self.tools.plain_environment)
            except CommandFailed:
                if attempt == _TRIES - 1:
                    raise
                shutil.rmtree(self._plain_output(tag), ignore_errors=True)
        raise AssertionError

    def _plain_output(self, tag: str) -> Path:
        return self.plain / "out" / tag

    def forget(self, *, keep_outputs: bool = False) -> None:
        """Remove all that this project built; ``keep_outputs``: but what programs put out."""
        for folder in [self.root / "site", *(self.root / "_build").glob("*")]:
            if keep_outputs and folder.name == "executed":
                continue
            if folder.is_dir():
                shutil.rmtree(folder)
            else:
                folder.unlink(missing_ok=True)

    def forget_plain(self) -> None:
        """Remove all that plain Sphinx built."""
        shutil.rmtree(self.plain / "out", ignore_errors=True)

    def edit(self, tag: str, old: str, new: str) -> None:
        """Replace a text in the first lesson of a language, on both sides."""
        for file in (
            self.root / "content" / tag / f"{lesson_name(0)}.md",
            self.plain / tag / f"{lesson_name(0)}.md",
        ):
            text = file.read_text(encoding="utf-8")
            if old not in text:
                raise ValueError(f"{file}: “{old}” is not there to be replaced")
            file.write_text(text.replace(old, new, 1), encoding="utf-8")


def run_all(
    folder: Path,
    tools: Tools,
    browser: Path,
    *,
    lessons: int,
    count: int,
    runs: int,
    plain1: bool,
    cold_only: bool,
    say: Callable[[str], None],
) -> Results:
    """Every case, ``runs`` times, this project and plain Sphinx in turn.

    Large corpora take plain Sphinx hours: ``cold_only`` leaves out all but the builds that begin
    with nothing.
    """
    corpus = Corpus.make(folder, tools, lessons=lessons, count=count)
    results = Results(lessons, count)
    keep = Keeper(results, say)
    for _ in range(runs):
        corpus.forget()
        keep("cold", OURS, corpus.ours)
        for who, jobs in ((PLAIN1, 1), (PLAIN2, 2)):
            if jobs > 1 or plain1:
                corpus.forget_plain()
                keep("cold", who, partial(corpus.built_by_plain, jobs, corpus.tags))
    if cold_only:
        return results
    for _ in range(runs):
        corpus.forget(keep_outputs=True)
        keep("outputs kept", OURS, corpus.ours)
    for _ in range(max(runs, 3)):
        keep("nothing changed", OURS, corpus.ours)
        keep("nothing changed", PLAIN2, lambda: corpus.built_by_plain(2, corpus.tags))
    _edits(corpus, keep, runs)
    say(f"{lessons} × {count} · edits in live")
    edits_in_live(corpus, results, browser, max(runs, 3))
    _further_languages(folder, corpus, keep)
    return results


def _edits(corpus: Corpus, keep: Keeper, runs: int) -> None:
    """One page's prose in a translation, then one page's code in every language."""
    tag = corpus.tags[-1]
    text = WORDS[tag].sentences[0]
    for turn in range(max(runs, 3)):
        corpus.edit(tag, text, text := f"{WORDS[tag].sentences[0]} ({turn})")
        keep("prose edit", OURS, corpus.ours)
        # plain Sphinx builds the one language in which something changed, if one tells it
        keep("prose edit", PLAIN2, lambda: corpus.built_by_plain(2, [tag]))
    old = "< 5)"
    for turn in range(max(runs, 3)):
        new = f"< {6 + turn})"
        for each in corpus.tags:
            corpus.edit(each, old, new)
        old = new
        keep("code edit", OURS, corpus.ours)
        keep("code edit", PLAIN2, lambda: corpus.built_by_plain(2, corpus.tags))


def _further_languages(folder: Path, corpus: Corpus, keep: Keeper) -> None:
    """A built course is translated for the first time; one in every language gets one more."""
    further = languages(len(corpus.tags) + 1)
    for case, tags in (("first translation", further[:2]), ("a further language", further)):
        root, plain, tag = folder / case / "ours", folder / case / "plain", tags[-1]
        write_corpus(root, corpus.tools.project, lessons=corpus.lessons, tags=tags[:-1])
        less = Corpus(root, plain, corpus.lessons, tags[:-1], corpus.tools)
        less.ours()
        add_language(root, corpus.lessons, tag)
        keep(case, OURS, less.ours)
        write_plain(plain, root, [tag])
        keep(case, PLAIN1, partial(less.built_by_plain, 1, [tag]))


class Keeper:
    """Keeps what was measured, and says it."""

    def __init__(self, results: Results, say: Callable[[str], None]) -> None:
        self._results, self._say = results, say

    def __call__(self, case: str, who: str, work: Callable[[], Measured]) -> None:
        """Do the work, once."""
        load = os.getloadavg()[0]
        measured = work()
        self._results.add(case, who, measured)
        self._say(
            f"{self._results.lessons} × {self._results.languages} · {case} · {who}:"
            f" {measured.wall:.1f} s, CPU {measured.cpu:.1f} s, {measured.memory:.0f} MB"
            f" (load before {load:.1f})"
        )
