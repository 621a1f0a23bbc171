"""Render: stage the pages, then run Sphinx for the languages that changed, side by side."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from build_tools.building.memory import StagedPage
from build_tools.building.stock import files_below, status
from build_tools.figures.model import drawing_path
from build_tools.pages.bundle import AROUND, DOWNLOADS, OUTPUTS, bundle_file, download_file
from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.pages.markdown import PICTURES
from build_tools.pages.writing import write_whole
from build_tools.rendering.notebook import notebook_text
from build_tools.rendering.sphinx_run import Rendered, Rendering, html_folder, staged_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from build_tools.building.localise import LocalPage
    from build_tools.building.project import Project
    from build_tools.building.renderers import Renderers, SeenPages
    from build_tools.building.stock import Stock


def stage(
    project: Project, pages: Sequence[LocalPage], figures: Callable[[LocalPage], list[str]]
) -> list[StagedPage]:
    """Write what Sphinx reads of each page: a notebook and a bundle.

    ``figures`` gives the digests of a page's figures.
    """
    staged = []
    for page in pages:
        bundle = page.bundle
        text = notebook_text(page.sheet, bundle)
        file = bundle_file(project.build, bundle.language, bundle.docname)
        notebook = staged_folder(project.build, bundle.language) / f"{bundle.docname}.md"
        # the notebook has the outputs
        write_whole(file, bundle.model_dump_json(indent=1, exclude=OUTPUTS))
        write_whole(notebook, text)
        downloads = [
            download_file(project.build, bundle.language, own.path) for own in bundle.downloads
        ]
        staged.append(
            StagedPage(
                bundle.without_outputs(),
                hashlib.sha256(text.encode()).hexdigest(),
                tuple(figures(page)),
                {path: status(path) for path in (file, notebook, *downloads)},
            )
        )
    return staged


def tidy(project: Project, stock: Stock, pages: Sequence[StagedPage]) -> None:
    """Stage the pages' own images, and take away what pages that are gone left behind."""
    keep = {path for page in pages for path in page.files}
    languages = dict.fromkeys(page.bundle.language for page in pages)
    for language in languages:
        folder = staged_folder(project.build, language)
        for name, origin in _images(stock, language, next(iter(languages))).items():
            target = folder / name
            keep.add(target)
            source = project.root / "content" / origin / name
            if not target.is_file() or target.read_bytes() != source.read_bytes():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
    for top in ("pages", "localised", "html", "doctrees", DOWNLOADS):
        for folder in (project.build / top).glob("*"):
            if folder.name not in languages:
                shutil.rmtree(folder)
    for language in languages:
        for folder in (
            staged_folder(project.build, language),
            project.build / "localised" / language,
            project.build / DOWNLOADS / language,
        ):
            for file in set(files_below(folder) if folder.is_dir() else ()) - keep:
                file.unlink()


def _images(stock: Stock, language: str, source: str) -> dict[str, str]:
    """Files that lie beside the pages of a language → the language that they are taken from."""
    found = {}
    # images of the source language first, so that a translated one replaces its own
    for origin in dict.fromkeys([source, language]):
        for path in stock.content:
            folder, _, name = path.partition("/")
            hidden = any(step.startswith(".") for step in name.split("/"))
            if folder == origin and not hidden and Path(name).suffix.lower() in PICTURES:
                found[name] = origin
    return found


@dataclass
class _State:
    """What a language was rendered from, part by part."""

    root: str = ""  #: the project's folder
    generator: str = ""
    pages: dict[str, str] = field(default_factory=dict)  #: docname → digest; empty: had a problem
    around: dict[str, str] = field(default_factory=dict)  #: docname → digest of what is around it
    files: dict[str, str] = field(default_factory=dict)  #: images → digest
    #: other files that pages are made from → digest, those pages
    sources: dict[str, tuple[str, list[str]]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> _State:
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return cls()


def plan(project: Project, stock: Stock, pages: Sequence[StagedPage]) -> dict[str, _Plan]:
    """Language → what to render of it, for those that changed since they were rendered."""
    by_language: dict[str, list[StagedPage]] = {}
    for page in pages:
        by_language.setdefault(page.bundle.language, []).append(page)
    plans = {}
    for language, own in by_language.items():
        images = _images(stock, language, next(iter(by_language)))
        now = _State(
            str(project.root.resolve()),
            hashlib.sha256(f"{stock.generator}{stock.shared}".encode()).hexdigest(),
            {page.bundle.docname: _page_digest(project, page) for page in own},
            {page.bundle.docname: _around_digest(page) for page in own},
            {name: stock.content[f"{origin}/{name}"] for name, origin in images.items()},
        )
        before = _State.read(_stamp(project, language))
        made = _Plan(language, now, fresh=True)
        if now.generator == before.generator and _is_there(project, language, before.pages):
            made = _Plan(language, now, _changed(project, stock, language, before, now))
            made.around = frozenset(
                name for name, digest in now.around.items() if before.around.get(name) != digest
            )
            now.sources = before.sources
            same = now.pages == before.pages and now.files == before.files
            if same and not made.changed | made.around:
                continue
            # Sphinx begins anew in another folder, and knows nothing then of what it wrote here
            made.fresh = now.root != before.root
        plans[language] = made
    return plans


@dataclass
class _Plan:
    """What to render of a language."""

    language: str
    state: _State
    changed: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    fresh: bool = False


def _page_digest(project: Project, page: StagedPage) -> str:
    """Of all that a page is rendered from: its staged file, and whether its figures are drawn."""
    drawn = [drawing_path(project.drawings, digest).is_file() for digest in page.figures]
    made_from = json.dumps([page.digest, list(page.figures), drawn])
    return hashlib.sha256(made_from.encode()).hexdigest()


def _around_digest(page: StagedPage) -> str:
    """Of what is shown around a page, for which it must be written again, but not read."""
    return hashlib.sha256(page.bundle.model_dump_json(include=AROUND).encode()).hexdigest()


def _is_there(project: Project, language: str, pages: Mapping[str, str]) -> bool:
    """Whether what was rendered has not been deleted since."""
    html = html_folder(project.build, language)
    doctrees = project.build / "doctrees" / language
    return (doctrees / "environment.pickle").is_file() and all(
        (html / f"{docname}.html").is_file() for docname in pages
    )


def _changed(
    project: Project, stock: Stock, language: str, before: _State, now: _State
) -> frozenset[str]:
    """Pages that must be read again."""
    changed = {
        docname
        for docname, digest in now.pages.items()
        if before.pages.get(docname) != digest or not digest
    }
    for path, (digest, docnames) in before.sources.items():
        if stock.digest(Path(path)) != digest:
            changed |= set(docnames) & now.pages.keys()
    # what came or went is read about on pages that name it
    names = {Path(docname).name for docname in now.pages.keys() ^ before.pages.keys()} | {
        Path(name).name
        for name in now.files.keys() | before.files.keys()
        if now.files.get(name) != before.files.get(name)
    }
    if names:
        folder = staged_folder(project.build, language)
        for docname in now.pages.keys() - changed:
            text = (folder / f"{docname}.md").read_text(encoding="utf-8")
            if any(name in text or quote(name) in text for name in names):
                changed.add(docname)
    return frozenset(changed)


def _stamp(project: Project, language: str) -> Path:
    return project.build / "rendered" / f"{language}.json"


def render_languages(
    project: Project,
    stock: Stock,
    plans: Mapping[str, _Plan],
    renderers: Renderers,
    advance: Callable[[str], None],
) -> Iterator[tuple[str, Rendered, SeenPages]]:
    """Run Sphinx once per language, each in a process of its own, which looks at the pages too.

    A page with a warning is remembered as one that must be read again: Sphinx warns of a page only
    when it reads or writes it, and what it warned of must be said again the next time.
    """
    wanted = []
    for language, own in plans.items():
        if own.fresh:
            for top in ("html", "doctrees"):
                shutil.rmtree(project.build / top / language, ignore_errors=True)
        # gone until it is done: a run that is stopped is no run
        _stamp(project, language).unlink(missing_ok=True)
        whole = rendering(project, language, fresh=own.fresh)
        wanted.append(replace(whole, changed=own.changed, around=own.around))
    for done, result in renderers.render(wanted):
        language = done.language
        rendered, seen = result or (_stopped(language), {})
        if rendered.troubled is not None:
            state = plans[language].state
            state.pages |= dict.fromkeys(rendered.troubled & state.pages.keys(), "")
            state.sources = {
                str(path): (stock.digest(path), docnames)
                for path, docnames in rendered.sources.items()
            }
            write_whole(_stamp(project, language), json.dumps(vars(state)))
        advance(language)
        yield language, rendered, seen


def rendering(
    project: Project,
    language: str,
    *,
    fresh: bool = False,
) -> Rendering:
    """What a process is told that renders a language, but for the pages."""
    return Rendering(
        project.root,
        project.build,
        language,
        fresh=fresh,
        site_url=project.site_url,
        repository=project.repository,
        mail=project.mail,
    )


def _stopped(language: str) -> Rendered:
    message = "Sphinx was stopped from outside, or memory ran out; run this again"
    problem = Diagnostic(Path("content") / language, 0, Code.RENDER, message)
    return Rendered([problem], troubled=None)
