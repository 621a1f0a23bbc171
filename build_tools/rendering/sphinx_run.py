"""One Sphinx build: the staged pages of one language become HTML."""

from __future__ import annotations

import io
import re
import traceback
from dataclasses import dataclass
from pathlib import Path

from build_tools.pages.bundle import load_bundle
from build_tools.pages.diagnostics import Code, Diagnostic

_WARNING = re.compile(
    r"^(?:(?P<place>.+?)(?::(?P<line>\d+))?: )?(?:WARNING|ERROR|CRITICAL|SEVERE): (?P<message>.*)$"
)
#: The kind that Sphinx puts behind a warning.
_KIND = re.compile(r"(?: \[[\w.-]+\])+$")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Rendering:
    """What to render, and where."""

    root: Path
    build: Path
    language: str
    fresh: bool  #: read every page again, because the generator itself changed
    site_url: str = ""  #: address at which the site will be published, when known


def staged_folder(build: Path, language: str) -> Path:
    """Where the staged pages of a language lie."""
    return build / "pages" / language


def html_folder(build: Path, language: str) -> Path:
    """Where Sphinx writes the pages of a language."""
    return build / "html" / language


def render(rendering: Rendering) -> list[Diagnostic]:
    """Run Sphinx; return its warnings as problems of the authors' files.

    Made to be run in a process of its own: Sphinx keeps state in its modules.
    """
    from sphinx.application import Sphinx  # noqa: PLC0415  heavy, and only wanted in the child
    from sphinx.util.docutils import docutils_namespace, patch_docutils  # noqa: PLC0415

    staged = staged_folder(rendering.build, rendering.language)
    warnings = io.StringIO()
    try:
        with patch_docutils(rendering.root), docutils_namespace():
            app = Sphinx(
                srcdir=staged,
                confdir=rendering.root,
                outdir=html_folder(rendering.build, rendering.language),
                doctreedir=rendering.build / "doctrees" / rendering.language,
                buildername="html",
                confoverrides={
                    "language": rendering.language,
                    "lessons_build": str(rendering.build),
                    "lessons_site_url": rendering.site_url,
                },
                status=None,
                warning=warnings,
                freshenv=rendering.fresh,
            )
            app.build()
    except Exception as error:  # noqa: BLE001  whatever an extension raises is told, not thrown
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        message = f"Sphinx stopped: {type(error).__name__}: {error} (at {place})"
        return [*_problems(warnings.getvalue(), rendering), _whole(rendering, message)]
    return _problems(warnings.getvalue(), rendering)


def _whole(rendering: Rendering, message: str) -> Diagnostic:
    return Diagnostic(Path("content") / rendering.language, 0, Code.RENDER, message)


def _problems(text: str, rendering: Rendering) -> list[Diagnostic]:
    """Sphinx's warnings, each with the place in the author's file."""
    found: list[Diagnostic] = []
    for line in _ANSI.sub("", text).splitlines():
        match = _WARNING.match(line)
        if match:
            path = _authors_file(match["place"] or "", rendering)
            number = int(match["line"] or 0)
            message = _KIND.sub("", match["message"])
            found.append(Diagnostic(path, number, Code.RENDER, message))
        elif found and line.strip():
            last = found[-1]
            message = f"{last.message} {line.strip()}"
            found[-1] = Diagnostic(last.path, last.line, last.code, message)
    return sorted(set(found))


def _authors_file(place: str, rendering: Rendering) -> Path:
    """The page that an author knows: ``_build/pages/fr/x.md`` is ``content/fr/x.md``.

    A page that is not translated is the source language's.
    """
    if not place:
        return Path("content") / rendering.language
    path = Path(place)
    staged = staged_folder(rendering.build, rendering.language)
    try:
        relative = path.relative_to(staged)
    except ValueError:
        try:
            return path.relative_to(rendering.root)
        except ValueError:
            return path
    docname = relative.with_suffix("").as_posix()
    try:
        return load_bundle(rendering.build, rendering.language, docname).path
    except FileNotFoundError:
        return Path("content") / rendering.language / relative
