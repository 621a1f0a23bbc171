"""One Sphinx build: the staged pages of one language become HTML."""

from __future__ import annotations

import io
import os
import re
import traceback
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from build_tools.pages.bundle import load_bundle
from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.rendering import lean

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_WARNING = re.compile(
    r"^(?:(?P<place>.+?)(?::(?P<line>\d+))?: )?(?:WARNING|ERROR|CRITICAL|SEVERE): (?P<message>.*)$"
)
#: Folders of a language's tree that lie beside the trees in the site, once for all languages.
SHARED = ("_static/", "_images/", "_downloads/")
#: The kind that Sphinx puts behind a warning.
_KIND = re.compile(r"(?: \[[\w.-]+\])+$")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Rendering:
    """What to render, and where."""

    root: Path
    build: Path
    language: str
    fresh: bool  #: read every page again, because nothing is there or the generator changed
    changed: frozenset[str] = frozenset()  #: pages to read again, where not every page is
    around: frozenset[str] = frozenset()  #: pages to write again, at least
    site_url: str = ""  #: address at which the site will be published, when known
    repository: str = ""  #: address of the project's repository, when known
    mail: str = ""  #: address to which readers may write, when known


@dataclass
class Rendered:
    """What Sphinx did."""

    problems: list[Diagnostic] = field(default_factory=list)
    read: list[str] = field(default_factory=list)  #: pages
    written: list[str] = field(default_factory=list)  #: pages
    #: pages whose warnings must be told again, or None when that cannot be said page by page
    troubled: frozenset[str] | None = frozenset()
    #: files that pages are made from, besides their own and their drawings → those pages
    sources: dict[Path, list[str]] = field(default_factory=dict)


def staged_folder(build: Path, language: str) -> Path:
    """Where the staged pages of a language lie."""
    return build / "pages" / language


def html_folder(build: Path, language: str) -> Path:
    """Where Sphinx writes the pages of a language."""
    return build / "html" / language


def prepare(rendering: Rendering, warnings: io.StringIO) -> Sphinx:
    """Make all ready to render a language, but for the pages: that is the half of a small edit.

    To be called in a process of its own, since Sphinx keeps state in its modules, and once in it.
    """
    lean.leave_out_execution()
    lean.leave_out_builders()
    from sphinx.application import Sphinx  # noqa: PLC0415  heavy, and only wanted in the child

    return Sphinx(
        srcdir=staged_folder(rendering.build, rendering.language),
        confdir=rendering.root,
        outdir=html_folder(rendering.build, rendering.language),
        doctreedir=rendering.build / "doctrees" / rendering.language,
        buildername="html",
        confoverrides={
            "language": rendering.language,
            "lessons_build": str(rendering.build),
            "lessons_site_url": rendering.site_url,
            "lessons_repository": rendering.repository,
            "lessons_mail": rendering.mail,
        },
        status=None,
        warning=warnings,
        freshenv=rendering.fresh,
    )


def render(rendering: Rendering, prepared: tuple[Sphinx, io.StringIO] | None = None) -> Rendered:
    """Run Sphinx; what it warns of comes as problems of the authors' files."""
    lean.leave_out_execution()
    from sphinx.util.docutils import docutils_namespace, patch_docutils  # noqa: PLC0415  heavy

    warnings = prepared[1] if prepared else io.StringIO()
    done = Rendered()
    try:
        with patch_docutils(rendering.root), docutils_namespace():
            app = prepared[0] if prepared else prepare(rendering, warnings)
            builder: Any = app.builder
            builder.wanted, builder.fresh = rendering.changed, rendering.fresh
            builder.around = rendering.around
            app.build()
            done.read, done.written = builder.pages_read, sorted(builder.pages_written)
            done.sources = _sources(app, rendering)
    except Exception as error:  # noqa: BLE001  whatever an extension raises is told, not thrown
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        message = f"Sphinx stopped: {type(error).__name__}: {error} (at {place})"
        done.problems = [*_problems(warnings.getvalue(), rendering)[0], _whole(rendering, message)]
        done.troubled = None
        return done
    done.problems, done.troubled = _problems(warnings.getvalue(), rendering)
    return done


def _sources(app: Sphinx, rendering: Rendering) -> dict[Path, list[str]]:
    """Files that directives read: of the catalogue, for one."""
    own = (
        staged_folder(rendering.build, rendering.language).resolve(),
        (rendering.root / app.config.lessons_drawings).resolve(),
    )

    @cache  # what pages are made from lies in few folders
    def folder(name: str) -> tuple[Path, bool]:
        place = Path(app.srcdir, name).resolve()
        return place, any(place.is_relative_to(above) for above in own)

    found: dict[Path, list[str]] = {}
    for docname, files in sorted(app.env.dependencies.items()):
        for file in sorted(map(str, files)):
            above, name = os.path.split(file)
            place, is_own = folder(above)
            if not is_own:
                found.setdefault(place / name, []).append(docname)
    return found


def _whole(rendering: Rendering, message: str) -> Diagnostic:
    return Diagnostic(Path("content") / rendering.language, 0, Code.RENDER, message)


def _problems(text: str, rendering: Rendering) -> tuple[list[Diagnostic], frozenset[str] | None]:
    """Sphinx's warnings, each with the place in the author's file, and the pages that have any.

    None in place of the pages when a warning is of no page.
    """
    found: list[Diagnostic] = []
    pages: set[str | None] = set()
    for line in _ANSI.sub("", text).splitlines():
        match = _WARNING.match(line)
        if match:
            pages.add(_docname(match["place"] or "", rendering))
            path = _authors_file(match["place"] or "", rendering)
            number = int(match["line"] or 0)
            message = _KIND.sub("", match["message"])
            found.append(Diagnostic(path, number, Code.RENDER, message))
        elif found and line.strip():
            last = found[-1]
            message = f"{last.message} {line.strip()}"
            found[-1] = Diagnostic(last.path, last.line, last.code, message)
    named = frozenset(name for name in pages if name is not None)
    return sorted(set(found)), named if len(named) == len(pages) else None


def _docname(place: str, rendering: Rendering) -> str | None:
    """The page that a warning is of; None when it is of something else."""
    staged = staged_folder(rendering.build, rendering.language)
    path = Path(place)
    if path.suffix != ".md" or not path.is_relative_to(staged):
        return None
    return path.relative_to(staged).with_suffix("").as_posix()


def _authors_file(place: str, rendering: Rendering) -> Path:
    """The page that an author knows: ``_build/pages/fr/x.md`` is ``content/fr/x.md``.

    A page that is not translated is the source language's.
    """
    if not place:
        return Path("content") / rendering.language
    docname = _docname(place, rendering)
    if docname is None:
        path = Path(place)
        return path.relative_to(rendering.root) if path.is_relative_to(rendering.root) else path
    try:
        return load_bundle(rendering.build, rendering.language, docname).path
    except FileNotFoundError:
        return Path("content") / rendering.language / f"{docname}.md"
