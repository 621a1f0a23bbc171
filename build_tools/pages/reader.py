"""Reading a page: one pass of markdown-it over the author's file."""

from __future__ import annotations

import ast
import codecs
from dataclasses import dataclass, field
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from build_tools.pages.diagnostics import Code, Diagnostic, LessonError
from build_tools.pages.digests import (
    anchor,
    code_digest_text,
    links_digest,
    prose_digest_text,
    sha256,
)
from build_tools.pages.document import parse_yaml
from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.pages.markdown import DIRECTIVE, markdown
from build_tools.pages.marks import MarkKind, Marks, between, mark, mark_options
from build_tools.pages.model import CodeCell, DirectiveUse, Heading, Lesson, Page, Prose
from build_tools.pages.refusals import (
    MOST_PIECES,
    MOST_SECTIONS,
    Refusal,
    cell_refusals,
    literal_refusals,
    refusals,
    refusals_of_text,
)
from build_tools.pages.timing import timing_problems

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from markdown_it.token import Token

#: Nested Markdown that has no directives inside: its text is code, data or a term list.
_VERBATIM = frozenset({"code-cell", "toctree"})
#: Messages for one page; more help nobody.
_MOST_PROBLEMS = 30
#: Expressions in expressions; beyond, Python itself gives up when it compares them.
_DEEPEST_CODE = 80


@dataclass
class _Reading:
    """The state of reading one file."""

    path: Path
    docname: str
    lines: list[str]
    problems: list[Diagnostic]
    marks: Marks = field(default_factory=lambda: Marks([], []))
    pieces: int = 0

    def problem(self, line: int, code: Code, message: str) -> None:
        self.problems.append(Diagnostic(self.path, line, code, message))

    def weigh(self, tokens: Iterable[Token]) -> None:
        """Count what the page is made of, and say once when that is too much."""
        before = self.pieces
        self.pieces += sum(1 + len(token.children or ()) for token in tokens)
        if before <= MOST_PIECES < self.pieces:
            message = (
                f"this page has more than {MOST_PIECES:,} formulae, links, cells of tables and"
                " pieces of text; make several pages of it"
            )
            self.problem(1, Code.STRUCTURE, message)

    def refuse(self, found: Iterable[Refusal]) -> None:
        for line, code, message in found:
            self.problem(line, code, message)

    def stop(self) -> None:
        """Raise LessonError where anything is wrong: each thing once, from top to bottom."""
        problems = sorted(set(self.problems), key=lambda problem: problem.line)
        if len(problems) > _MOST_PROBLEMS:
            last = problems[_MOST_PROBLEMS]
            more = f"{len(problems) - _MOST_PROBLEMS} more problems from here on"
            problems[_MOST_PROBLEMS:] = [Diagnostic(self.path, last.line, last.code, more)]
        if problems:
            raise LessonError(*problems)


def decode(data: bytes, path: Path) -> str:
    """UTF-8 text of a file; raises LessonError with the line of the first byte that is not."""
    line, what = 1, "UTF-16, as Windows calls “Unicode”"
    if not _is_utf_16(data):
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            what = f"not UTF-8 (byte 0x{data[error.start]:02x})"
    raise LessonError(
        Diagnostic(path, line, Code.ENCODING, f"this file is {what}; save it as UTF-8")
    )


def _is_utf_16(data: bytes) -> bool:
    """Whether a text begins with its mark or, without one, with letters of two bytes."""
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or {0} in (
        set(data[:8:2]),
        set(data[1:9:2]),
    )


def read_page(root: Path, path: Path, *, language: str, docname: str) -> Page:
    """Read one page.

    ``root`` is the project, ``path`` the file relative to it. Raises LessonError with every problem
    found in the file; the page is then not built, others are.
    """
    return parse_page(
        decode((root / path).read_bytes(), path), path, language=language, docname=docname
    )


def parse_page(text: str, path: Path, *, language: str, docname: str) -> Page:
    """A page from its text; ``path`` is for messages. Raises LessonError as ``read_page``."""
    reading = _Reading(path, docname, text.split("\n"), [])
    reading.refuse(refusals_of_text(text))
    reading.stop()
    tokens = markdown(every_link=True).parse(text)
    reading.weigh(tokens)
    reading.stop()
    reading.refuse(refusals(docname, text, tokens))
    body_line, lesson, declared_lines = _front_matter(reading, tokens, language)
    blocks = _blocks(reading, tokens, body_line)
    directives = tuple(_directives(reading, tokens, 0))
    headings = _headings(reading, tokens, blocks)
    if not headings or headings[0].level != 1:
        line = headings[0].line if headings else 1
        reading.problem(line, Code.STRUCTURE, "a page starts with one `# Title`; add it")
    for heading in headings[1:]:
        if heading.level == 1:
            reading.problem(
                heading.line, Code.STRUCTURE, "a second `# Title`; use `##` for its sections"
            )
    page = Page(
        docname,
        language,
        path,
        lesson,
        declared_lines,
        blocks,
        headings,
        directives,
        tuple(sorted(reading.marks.found, key=lambda own: own.line)),
    )
    reading.problems += timing_problems(page)
    reading.stop()
    return page


def parse_headings(text: str, path: Path) -> tuple[Heading, ...]:
    """The headings of a page, even of one that would not be built: of an old version, say."""
    reading = _Reading(path, "", text.split("\n"), [])
    tokens = markdown().parse(text)
    start = tokens[0].map[1] if tokens and tokens[0].type == "front_matter" and tokens[0].map else 0
    blocks = _blocks(reading, tokens, start)
    tuple(_directives(reading, tokens, 0))
    return _headings(reading, tokens, blocks)


def _front_matter(
    reading: _Reading, tokens: list[Token], language: str
) -> tuple[int, Lesson, dict[str, int]]:
    """Line on which the body starts (0-based), the lesson block, the lines of what it names."""
    if not tokens or tokens[0].type != "front_matter":
        reading.problem(
            1, Code.FRONT_MATTER, "a page starts with `---`, `file_format: mystnb`, `---`"
        )
        return 0, Lesson(), {}
    token = tokens[0]
    assert token.map is not None  # noqa: S101  block tokens have lines
    end = token.map[1]
    try:
        document = parse_yaml(token.content, reading.path, 2, Code.FRONT_MATTER)
    except LessonError as error:
        reading.problems += error.diagnostics
        return end, Lesson(), {}
    data, lines = document.data or {}, document.lines
    if not isinstance(data, dict) or data.get("file_format") != "mystnb":
        reading.problem(1, Code.FRONT_MATTER, "`file_format: mystnb` is missing")
        return end, Lesson(), {}
    for key in sorted(set(data) - {"file_format", "lesson"}):
        reading.problem(
            lines.get((key,), 1),
            Code.FRONT_MATTER,
            f"`{key}` is not known here; a page has `file_format` and `lesson` only",
        )
    if "lesson" in data and language != SOURCE_LANGUAGE:
        reading.problem(
            lines.get(("lesson",), 1),
            Code.FRONT_MATTER,
            f"`lesson` stands in content/{SOURCE_LANGUAGE}/{reading.docname}.md for every language;"
            " take it out here",
        )
    try:
        lesson = Lesson.model_validate(data.get("lesson") or {})
    except ValidationError as error:
        for item in error.errors():
            where = ("lesson", *item["loc"])
            reading.problem(
                lines.get(where, lines.get(("lesson",), 1)),
                Code.FRONT_MATTER,
                f"`{'.'.join(map(str, where))}`: {item['msg']}",
            )
        lesson = Lesson()
    declared_lines = {
        name: lines.get(("lesson", key, n), 1)
        for key, names in (
            ("samples", lesson.samples),
            ("prerequisites", lesson.prerequisites),
            ("curriculum", lesson.curriculum),
        )
        for n, name in enumerate(names)
    }
    declared_lines |= {
        f"#{section}": lines.get(("lesson", "timing", section), 1) for section in lesson.timing
    }
    return end, lesson, declared_lines


def _is_cell(token: Token) -> bool:
    return (
        token.type == "fence" and token.level == 0 and token.info.strip().startswith("{code-cell}")
    )


def _blocks(reading: _Reading, tokens: list[Token], body_line: int) -> tuple[Prose | CodeCell, ...]:
    blocks: list[Prose | CodeCell] = []
    start = body_line
    for token in tokens:
        if not _is_cell(token) or token.map is None:
            continue
        blocks.extend(_prose(reading.lines, start, token.map[0]))
        blocks.append(_cell(reading, token))
        start = token.map[1]
    blocks.extend(_prose(reading.lines, start, len(reading.lines)))
    return tuple(blocks)


def _prose(lines: list[str], start: int, end: int) -> Iterator[Prose]:
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    if start < end:
        yield Prose("\n".join(lines[start:end]), start + 1)


def _cell(reading: _Reading, token: Token) -> CodeCell:
    """A cell from its fence: options as a ``---`` block or ``:key: value`` lines, then code."""
    assert token.map is not None  # noqa: S101
    line = token.map[0] + 1
    lines = token.content.split("\n")
    options, used = "", 0
    if lines and lines[0].strip() == "---":
        used = next((n for n, text in enumerate(lines[1:], 1) if text.strip() == "---"), 0) + 1
        options = "\n".join(lines[1 : used - 1])
    else:
        while used < len(lines) and lines[used].startswith(":"):
            used += 1
        options = "\n".join(text[1:] for text in lines[:used])
    metadata: Any = {}
    try:
        first = line + (2 if lines[0].strip() == "---" else 1)
        metadata = parse_yaml(options, reading.path, first, Code.FRONT_MATTER).data or {}
    except LessonError as error:
        for problem in error.diagnostics:
            message = (
                f"the cell's options are {problem.message} (a text with a colon in it stands"
                " between quotes)"
                if problem.message.startswith("not YAML")
                else problem.message
            )
            reading.problem(problem.line, problem.code, message)
    if not isinstance(metadata, dict):
        reading.problem(line, Code.FRONT_MATTER, "the cell's options are `key: value` lines")
        metadata = {}
    while used < len(lines) and not lines[used].strip():
        used += 1
    source = "\n".join(lines[used:]).rstrip()
    cell = CodeCell(source, line, line + 1 + used, metadata)
    reading.refuse(cell_refusals(reading.docname, metadata, source, line, cell.code_line))
    _check_python(reading, cell)
    return cell


def _check_python(reading: _Reading, cell: CodeCell) -> None:
    try:
        tree = ast.parse(cell.source)
        if _depth(tree) > _DEEPEST_CODE:
            message = f"more than {_DEEPEST_CODE} expressions inside one another; take it apart"
            reading.problem(cell.code_line, Code.CODE, message)
        reading.refuse(literal_refusals(tree, cell.code_line))
    except (RecursionError, MemoryError, ValueError):
        reading.problem(cell.code_line, Code.CODE, "this cell is too deep to read; take it apart")
    except SyntaxError as error:
        number = error.lineno or 1
        text = cell.source.split("\n")[number - 1].strip()
        line = cell.code_line + number - 1
        if text.startswith(("%", "!")) or text.endswith("?"):
            message = f"`{text}` is IPython syntax; cells are plain Python"
        else:
            message = f"this cell is not Python: {error.msg}"
        reading.problem(line, Code.CODE, message)


def _depth(tree: ast.AST) -> int:
    """Levels of a syntax tree, counted without recursion."""
    depth, level = 0, [tree]
    while level:
        depth += 1
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return depth


def _directives(reading: _Reading, tokens: list[Token], offset: int) -> Iterator[DirectiveUse]:
    """Directives in order, those inside other directives too."""
    if offset and reading.problems:
        return  # what is refused, such as blocks without end, is not followed
    mark(tokens, offset, markdown(), reading.marks)
    for token in tokens:
        if token.type not in {"fence", "colon_fence"} or token.map is None:
            continue
        line = offset + token.map[0] + 1
        match = DIRECTIVE.match(token.info.strip())
        if not match:
            continue
        name = match.group(1)
        argument = token.info.strip()[match.end() :].strip()
        yield DirectiveUse(name, line, argument, token.content, line + 1)
        if name not in _VERBATIM:
            inside = markdown().parse(token.content)
            reading.weigh(inside)
            yield from _directives(reading, inside, line)


def _headings(
    reading: _Reading, tokens: list[Token], blocks: tuple[Prose | CodeCell, ...]
) -> tuple[Heading, ...]:
    places: list[tuple[int, int, str]] = []
    for n, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map is not None:
            inline = tokens[n + 1]
            text = "".join(
                child.content for child in inline.children or () if child.type != "softbreak"
            )
            places.append((token.map[0] + 1, int(token.tag[1]), text))
    cells = [block for block in blocks if isinstance(block, CodeCell)]
    for cell in cells:
        mark_options(cell.metadata, cell.line, markdown(), reading.marks)
    if len(places) > MOST_SECTIONS:
        much = f"{len(places):,} headings, and {MOST_SECTIONS} at most are read"
        message = f"this page has {much}; make several pages of it"
        reading.problem(places[MOST_SECTIONS][0], Code.STRUCTURE, message)
        places = places[:MOST_SECTIONS]
    found = tuple(reading.marks.found)
    headings: list[Heading] = []
    taken: set[str] = set()
    for n, (line, level, text) in enumerate(places):
        end = places[n + 1][0] if n + 1 < len(places) else len(reading.lines) + 1
        inside = tuple(k for k, cell in enumerate(cells) if line <= cell.line < end)
        name = _free(anchor(text), taken)
        taken.add(name)
        digest = _section_digest(reading.lines, line, end, [cells[k] for k in inside])
        words = sum(many for place, many in reading.marks.words if line <= place < end)
        links = links_digest(
            own.target
            for own in between(found, line, end)
            if own.kind in {MarkKind.LINK, MarkKind.IMAGE}
        )
        headings.append(Heading(text, level, line, name, digest, inside, end, links, words))
    return tuple(headings)


def _free(name: str, taken: Collection[str]) -> str:
    """An id that no heading above has: its own, or that with a number."""
    others = (f"{name}-{number}" for number in count(2))
    return next(own for own in chain([name], others) if own not in taken)


def _section_digest(lines: list[str], start: int, end: int, cells: list[CodeCell]) -> str:
    prose: list[str] = []
    position = start
    parts: list[str] = []
    for cell in cells:
        prose = lines[position - 1 : cell.line - 1]
        parts += [prose_digest_text("\n".join(prose)), code_digest_text(cell.source)]
        options = repr(sorted((str(k), repr(v)) for k, v in cell.metadata.items()))
        parts.append(prose_digest_text(options))
        position = cell.code_line + cell.source.count("\n") + 2
    parts.append(prose_digest_text("\n".join(lines[position - 1 : end - 1])))
    return sha256("\0".join(parts))
