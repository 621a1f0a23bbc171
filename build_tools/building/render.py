"""Render: stage the pages, then run Sphinx for the languages that changed, side by side."""

from __future__ import annotations

import hashlib
import json
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from build_tools.building.renderers import Renderers
from build_tools.pages.bundle import bundle_file
from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.pages.writing import write_whole
from build_tools.rendering.notebook import notebook_text
from build_tools.rendering.sphinx_run import Rendered, Rendering, html_folder, staged_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from build_tools.building.localise import LocalPage
    from build_tools.building.project import Project

#: Files in content/<language> that are no part of a page's folder as readers get it.
_NOT_STAGED = {".md", ".lock"}


def stage(project: Project, pages: Sequence[LocalPage], languages: Sequence[str]) -> None:
    """Write what Sphinx reads: a notebook and a bundle per page, and the pages' own images.

    What a deleted page left behind goes.
    """
    keep: set[Path] = set()
    for page in pages:
        bundle = page.bundle
        file = bundle_file(project.build, bundle.language, bundle.docname)
        write_whole(file, bundle.model_dump_json(indent=1))
        staged = staged_folder(project.build, bundle.language) / f"{bundle.docname}.md"
        write_whole(staged, notebook_text(page.sheet, bundle))
        keep |= {file, staged}
    for language in languages:
        # images of the source language first, so that a translated one replaces its own
        for origin in dict.fromkeys([languages[0], language]):
            keep |= _copy_images(project.root / "content" / origin, project, language)
        for folder in (
            staged_folder(project.build, language),
            project.build / "localised" / language,
        ):
            _remove_others(folder, keep)


def _copy_images(origin: Path, project: Project, language: str) -> set[Path]:
    kept = set()
    for file in sorted(origin.rglob("*")):
        if not file.is_file() or file.suffix in _NOT_STAGED or file.name.startswith("."):
            continue
        target = staged_folder(project.build, language) / file.relative_to(origin)
        kept.add(target)
        if not target.is_file() or target.read_bytes() != file.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    return kept


def _remove_others(folder: Path, keep: set[Path]) -> None:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file not in keep:
            file.unlink()


def stale_languages(project: Project, drawn: Mapping[str, Sequence[str]]) -> list[str]:
    """Languages whose staged pages, drawings or generator changed since they were rendered.

    ``drawn`` are the digests of each language's figures that are drawn.
    """
    return [
        language
        for language, figures in drawn.items()
        if _remembered(project, language) != _state(project, language, figures)
    ]


def _stamp(project: Project, language: str) -> Path:
    return project.build / "rendered" / f"{language}.json"


def _remembered(project: Project, language: str) -> dict[str, str]:
    try:
        state: dict[str, str] = json.loads(_stamp(project, language).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state


def _state(project: Project, language: str, drawn: Sequence[str]) -> dict[str, str]:
    """Digests of all that the pages of a language are rendered from."""
    return {
        "generator": generator_digest(project.root),
        "site_url": project.site_url,
        "drawings": hashlib.sha256("".join(drawn).encode()).hexdigest(),
        "pages": _tree_digest(staged_folder(project.build, language)),
        "catalogue": _tree_digest(project.root / "content" / "catalogue"),
    }


def render_languages(
    project: Project,
    drawn: Mapping[str, Sequence[str]],
    stale: frozenset[Path],
    advance: Callable[[str], None],
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Run Sphinx once per language, each in a process of its own; return its warnings.

    Those of the pages ``stale`` come second: a translation that its source has left behind may
    link to what is gone or ask for values that are no longer there, and that stops no one.

    Only the pages that changed are read again, unless the generator changed or nothing is
    remembered. A page knows its drawings, so a new one makes it new. A language is
    remembered as rendered only when nothing was wrong with it: Sphinx warns of a page only when it
    reads it, and what it warned of must be said again the next time.
    """
    problems: list[Diagnostic] = []
    excused: list[Diagnostic] = []
    states = {language: _state(project, language, own) for language, own in drawn.items()}
    renderings = []
    for language, state in states.items():
        before = _remembered(project, language)
        fresh = any(before.get(part) != state[part] for part in ("generator", "site_url"))
        if fresh:
            shutil.rmtree(html_folder(project.build, language), ignore_errors=True)
        _stamp(project, language).unlink(missing_ok=True)
        renderings.append(
            Rendering(project.root, project.build, language, fresh=fresh, site_url=project.site_url)
        )
    with Renderers() as renderers:
        for rendering, result in renderers.render(renderings):
            language = rendering.language
            done = result or _stopped(language)
            excused += (problem for problem in done.problems if problem.path in stale)
            found = [problem for problem in done.problems if problem.path not in stale]
            problems += found
            if not found:
                write_whole(_stamp(project, language), json.dumps(states[language]))
            advance(language)
    return problems, excused


def _stopped(language: str) -> Rendered:
    message = "Sphinx was stopped from outside, or memory ran out; run this again"
    return Rendered([Diagnostic(Path("content") / language, 0, Code.RENDER, message)])


@cache
def generator_digest(root: Path) -> str:
    """Digest of the code that makes pages: this package and the configuration."""
    package = _tree_digest(Path(__file__).parents[1])
    configuration = hashlib.sha256((root / "conf.py").read_bytes()).hexdigest()
    return hashlib.sha256(f"{package}{configuration}".encode()).hexdigest()


def _tree_digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(file.relative_to(folder).as_posix().encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
