"""What a page asks for: ``{sankey}`` with its options and its body, as they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from myst_parser.parsers.options import TokenizeError, options_to_items

from build_tools.catalogue.facts import FACTS, SOURCES, Facts, read_facts
from build_tools.pages.diagnostics import Code, Diagnostic, LessonError
from build_tools.pages.document import parse_yaml
from build_tools.sankey.model import Diagram, NoSuchPathError
from build_tools.sankey.reading import find_data, missing_texts, read_diagram, read_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from build_tools.pages.bundle import Glued
    from build_tools.pages.document import Document
    from build_tools.pages.model import DirectiveUse

DIRECTIVE: Final = "sankey"
OPTIONS: Final = ("highlight", "focus", "depth", "alt", "caption")
_SAID: Final = ("alt", "caption")
"""What is written anew in every language; all else must be the source's."""
_DEEPEST: Final = 9
_ARROW: Final = re.compile(r"\s*(?:>|→)\s*")


@dataclass(frozen=True)
class Request:
    """One ``{sankey}`` of a page."""

    path: Path  #: the page
    line: int  #: of the opening fence
    target: str  #: data file; empty when the data are the body
    options: Mapping[str, str]
    body: str
    body_line: int

    @property
    def highlight(self) -> tuple[str, ...]:
        """The nodes of the path to bring out."""
        return path_of(self.options.get("highlight", ""))

    def problem(self, message: str) -> Diagnostic:
        """A problem of the directive itself."""
        return Diagnostic(self.path, self.line, Code.CATALOGUE, message)

    @property
    def identity(self) -> tuple[object, ...]:
        """What a translation has in common with its source."""
        same = {key: " ".join(text.split()) for key, text in self.options.items()}
        for key in _SAID:
            same.pop(key, None)
        return self.target, tuple(sorted(same.items())), " ".join(self.body.split())


@dataclass(frozen=True)
class Shown:
    """A diagram as a page shows it."""

    diagram: Diagram
    highlight: tuple[str, ...]
    facts: Facts
    files: tuple[Path, ...]  #: that it was made from, relative to the project


def path_of(text: str) -> tuple[str, ...]:
    """The names along a path that is written ``H > WW > lvlv``."""
    return tuple(name for name in _ARROW.split(text.strip()) if name)


def read_request(use: DirectiveUse, path: Path) -> Request:
    """The request of a directive. Raises LessonError for options that cannot be read."""
    lines = use.content.split("\n")
    if lines and lines[0].strip() == "---":
        end = next((n for n, text in enumerate(lines[1:], 1) if text.strip() == "---"), len(lines))
        options, used = "\n".join(lines[1:end]), end + 1
    else:
        used = next(
            (n for n, text in enumerate(lines) if not re.match(r":[\w-]+:|\s+\S", text)), len(lines)
        )
        options = "\n".join(re.sub(r"^:", "", text) for text in lines[:used])
    try:
        items, _ = options_to_items(options)
    except TokenizeError as error:
        message = f"the options cannot be read: {error}"
        raise LessonError(Diagnostic(path, use.line, Code.CATALOGUE, message)) from None
    while used < len(lines) and not lines[used].strip():
        used += 1
    return Request(
        path,
        use.line,
        use.argument,
        dict(items),
        "\n".join(lines[used:]).rstrip(),
        use.content_line + used,
    )


def requests_of(
    directives: tuple[DirectiveUse, ...], path: Path
) -> tuple[list[Request], list[Diagnostic]]:
    """The diagrams that a page asks for, and what is wrong with how it does."""
    requests: list[Request] = []
    problems: list[Diagnostic] = []
    for use in directives:
        if use.name == DIRECTIVE:
            try:
                requests.append(read_request(use, path))
            except LessonError as error:
                problems += error.diagnostics
    return requests, problems


def resolve(root: Path, request: Request, language: str, glued: Mapping[str, Glued]) -> Shown:
    """Find, read and cut the diagram of a request. Raises LessonError with all that is wrong."""
    problems = [
        request.problem(f"`{key}` is not known here; there are {', '.join(OPTIONS)}")
        for key in request.options
        if key not in OPTIONS
    ]
    problems += [
        request.problem(f"this diagram needs `{key}`, a sentence or two in the page's language")
        for key in _SAID
        if not request.options.get(key, "").strip()
    ]
    try:
        document = _document(root, request)
        facts = facts_of(root)
        diagram = read_diagram(document, facts, glued)
        problems += missing_texts(document, diagram, language)
        diagram = _cut(diagram, request)
    except LessonError as error:
        raise LessonError(*problems, *error.diagnostics) from None
    if problems:
        raise LessonError(*problems)
    files = [*sorted((root / FACTS).glob("*.csv")), root / SOURCES]
    own = () if document.path == request.path else (document.path,)
    return Shown(
        diagram, request.highlight, facts, (*own, *(file.relative_to(root) for file in files))
    )


def _document(root: Path, request: Request) -> Document:
    if bool(request.target) == bool(request.body):
        message = (
            "the data come from a file or from the body, not from both"
            if request.target
            else "name a data file, or write `nodes` and `links` as the body"
        )
        raise LessonError(request.problem(message))
    if request.body:
        return parse_yaml(request.body, request.path, request.body_line)
    try:
        return read_file(find_data(root, request.target), root)
    except (PermissionError, FileNotFoundError) as error:
        raise LessonError(request.problem(str(error))) from None


def _cut(diagram: Diagram, request: Request) -> Diagram:
    """The part of the diagram that is shown; the highlighted path must be in it."""
    depth = request.options.get("depth", str(_DEEPEST))
    try:
        if "focus" in request.options:
            diagram = diagram.below(request.options["focus"].strip())
        if not (depth.isascii() and depth.isdigit() and 1 <= int(depth) <= _DEEPEST):
            message = f"`depth` is a number from 1 to {_DEEPEST}"
            raise LessonError(request.problem(message))
        diagram = diagram.down_to(int(depth))
        diagram.path(request.highlight)
    except NoSuchPathError as error:
        raise LessonError(request.problem(f"{error} in the part that is shown")) from None
    if not diagram.links:
        focus = request.options["focus"].strip()
        raise LessonError(request.problem(f"nothing leaves “{focus}”; focus on another node"))
    return diagram


def facts_of(root: Path) -> Facts:
    """The facts of a project, read again when a file of them changed. Raises LessonError."""
    files = [*sorted((root / FACTS).glob("*.csv")), root / SOURCES]
    stamps = tuple((file.name, file.stat().st_mtime_ns) for file in files if file.is_file())
    return _facts(root, stamps)


@lru_cache(maxsize=4)
def _facts(root: Path, _stamps: tuple[tuple[str, int], ...]) -> Facts:
    return read_facts(root)
