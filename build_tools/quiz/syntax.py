"""From the text of a ``{quiz}`` directive to a question.

``docs/how-to/write-a-quiz.md`` shows the syntax. What is not as it says is told with its line; the
question is then left out.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.pages.markdown import DIRECTIVE, markdown
from build_tools.pages.space import ruled_lines
from build_tools.quiz.keyline import KeyLineError, number_key, text_key
from build_tools.quiz.model import (
    CHOICES,
    NUMBERS,
    Answer,
    Foreseen,
    Kind,
    Level,
    NumberKey,
    Option,
    Passage,
    Quiz,
    TextKey,
)
from build_tools.quiz.units import UnitError, worth

if TYPE_CHECKING:
    from pathlib import Path

    from markdown_it.token import Token

    from build_tools.pages.model import DirectiveUse

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SETTING = re.compile(r":([\w-]+):[ \t]*(.*)")
_MARKER = re.compile(r"\[([ xX]|\?[^\]]*)\](?:[ \t]+|$)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]+")
_QUOTE = re.compile(r"[ \t]*>[ \t]?")
_KEY = re.compile(r"=(?:[ \t]+|$)")
#: Code and formulae, in which brackets are no blanks; then a blank.
_BLANK = re.compile(r"(`+).*?\1|\$[^$]*\$|\[\[(?P<key>.*?)\]\]", re.DOTALL)
#: What a question can say of itself, in lines `:name: value`.
SETTINGS = ("type", "level", "objective", "figure", "space", "check", "unit-given")
_PARTS = ("hint", "explanation", "answer")
#: An answer that stands for every other one.
ANY_OTHER = "*"
_OPTIONS_OF_TRUTH = 2


@dataclass
class _Draft:
    """A question while it is read."""

    block: DirectiveUse
    path: Path
    language: str
    lines: list[str]
    problems: list[Diagnostic] = field(default_factory=list)
    settings: dict[str, tuple[str, int]] = field(default_factory=dict)
    prompt: list[tuple[int, int]] = field(default_factory=list)  #: line ranges, 0-based
    options: list[Option] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    hints: list[Passage] = field(default_factory=list)
    parts: dict[str, Passage] = field(default_factory=dict)
    last: list[Any] | None = None  #: the list whose last item takes the next feedback

    @property
    def kind(self) -> Kind:
        return Kind(self.settings["type"][0])

    def line(self, index: int) -> int:
        """The line of the author's file of a line of the block."""
        return self.block.content_line + index

    def problem(self, line: int, message: str) -> None:
        self.problems.append(Diagnostic(self.path, line, Code.QUIZ, message))


def read_quiz(
    block: DirectiveUse, path: Path, language: str
) -> tuple[Quiz | None, list[Diagnostic]]:
    """The question of a block, or what is wrong with it."""
    draft = _Draft(block, path, language, block.content.split("\n"))
    start = _settings(draft)
    if not draft.problems:
        _body(draft, start)
    if not draft.problems:
        _check(draft)
    if draft.problems:
        return None, draft.problems
    return _quiz(draft), draft.problems


def _settings(draft: _Draft) -> int:
    """Read the ``:key: value`` lines; returns the index of the first line behind them."""
    if not _NAME.fullmatch(draft.block.argument):
        draft.problem(
            draft.block.line,
            "a question has an id behind {quiz}: small letters, digits and hyphens, such as"
            " `z-peak-position`",
        )
    index = 0
    while index < len(draft.lines) and not draft.lines[index].strip():
        index += 1
    while index < len(draft.lines) and (match := _SETTING.fullmatch(draft.lines[index].rstrip())):
        name, value = match[1], match[2].strip()
        if name not in SETTINGS:
            known = ", ".join(SETTINGS)
            said = f"`:{name}:` is no option of a quiz; there are {known}"
            draft.problem(draft.line(index), said)
        elif name in draft.settings:
            draft.problem(draft.line(index), f"`:{name}:` is there twice; take one out")
        draft.settings[name] = (value, draft.line(index))
        index += 1
    for name, values in (("type", Kind), ("level", Level)):
        value, line = draft.settings.get(name, ("", draft.block.line))
        if value not in [member.value for member in values]:
            known = ", ".join(member.value for member in values)
            said = f"“{value}” is no {name}" if value else f"`:{name}:` is missing"
            draft.problem(line, f"{said}; there are {known}")
    _check_values(draft)
    return index


def _check_values(draft: _Draft) -> None:
    objective, line = draft.settings.get("objective", ("1", 0))
    if not objective.isdecimal() or not int(objective):
        draft.problem(line, "`:objective:` is the number of an objective of the page, from 1")
    space, line = draft.settings.get("space", ("", 0))
    if space:
        try:
            ruled_lines(space)
        except ValueError as error:
            draft.problem(line, f"`:space:`: {error}")
    for name in ("check", "figure"):
        value, line = draft.settings.get(name, ("-", 0))
        if not value:
            draft.problem(line, f"`:{name}:` is empty")


def _body(draft: _Draft, start: int) -> None:
    tokens = markdown().parse("\n" * start + "\n".join(draft.lines[start:]))
    for n, token in enumerate(tokens):
        if token.level or token.map is None or token.nesting < 0:
            continue
        begin, end = token.map
        if token.type in {"fence", "colon_fence"} and _part(draft, token):
            draft.last = None
        elif token.type == "bullet_list_open" and _is_options(draft, tokens, n):
            _list(draft, tokens, n)
        elif token.type == "blockquote_open":
            _feedback(draft, begin, end)
        elif token.type == "paragraph_open":
            _paragraph(draft, begin, end)
        elif token.type == "heading_open" and token.markup == "=":
            draft.problem(draft.line(end - 1), "`=` stands alone; write the answer behind it")
        else:
            _prompt(draft, begin, end)


def _prompt(draft: _Draft, begin: int, end: int) -> None:
    """Lines of the prompt, which comes before all else."""
    if draft.options or draft.answers or draft.hints or draft.parts:
        draft.problem(
            draft.line(begin),
            "this text stands behind the answers; put it before them, or into a block"
            " `{explanation}`",
        )
    draft.prompt.append((begin, end))


def _part(draft: _Draft, token: Token) -> bool:
    """A block that belongs to the question: hint, explanation or answer."""
    match = DIRECTIVE.match(token.info.strip())
    if not match or match[1] not in _PARTS or token.map is None:
        return False
    name, line = match[1], draft.line(token.map[0])
    passage = _trimmed(token.content.split("\n"), line + 1)
    if not passage.text:
        draft.problem(line, f"this {name} is empty")
    elif name == "hint":
        draft.hints.append(passage)
    elif name in draft.parts:
        draft.problem(line, f"a second {name}; a question has one")
    draft.parts[name] = passage
    if name == "hint":
        del draft.parts[name]
    return True


def _trimmed(lines: list[str], line: int) -> Passage:
    """A passage without empty lines around it."""
    while lines and not lines[0].strip():
        lines, line = lines[1:], line + 1
    return Passage(text="\n".join(lines).rstrip(), line=line)


def _items(tokens: list[Token], start: int) -> list[tuple[int, int, int]]:
    """Items of a list: (position of its first child, first line, line after the last)."""
    found = []
    for n in range(start + 1, len(tokens)):
        token = tokens[n]
        if token.type == "bullet_list_close" and token.level == tokens[start].level:
            break
        if token.type == "list_item_open" and token.level == tokens[start].level + 1 and token.map:
            found.append((n + 1, token.map[0], token.map[1]))
    return found


def _marker(draft: _Draft, line: int) -> re.Match[str] | None:
    item = _ITEM.match(draft.lines[line])
    return _MARKER.match(draft.lines[line], item.end()) if item else None


def _is_options(draft: _Draft, tokens: list[Token], start: int) -> bool:
    return any(_marker(draft, begin) for _, begin, _ in _items(tokens, start))


def _list(draft: _Draft, tokens: list[Token], start: int) -> None:
    for first, begin, end in _items(tokens, start):
        marker = _marker(draft, begin)
        if marker is None and not draft.options and not draft.answers:
            # a list of the prompt: Markdown makes one list of both
            _prompt(draft, begin, end)
            continue
        if marker is None:
            said = "an option starts with `[x]`, `[ ]` or `[? condition]`"
            draft.problem(draft.line(begin), said)
            continue
        quote = next(
            (
                token.map
                for token in tokens[first:]
                if token.type == "blockquote_open"
                and token.map
                and token.map[0] < end
                and token.level == tokens[first].level
            ),
            None,
        )
        until = quote[0] if quote else end
        head = draft.lines[begin][marker.end() :]
        body = textwrap.dedent("\n".join(draft.lines[begin + 1 : until]))
        text = Passage(text=f"{head}\n{body}".strip(), line=draft.line(begin))
        _option(draft, marker[1], text)
        if quote:
            _feedback(draft, *quote)
            if any(line.strip() for line in draft.lines[quote[1] : end]):
                draft.problem(
                    draft.line(quote[1]), "an option ends with its feedback; put this text before"
                )


def _option(draft: _Draft, marker: str, text: Passage) -> None:
    condition = marker[1:].strip() if marker.startswith("?") else ""
    if not text.text:
        draft.problem(text.line, "this option has no text")
    elif marker.startswith("?") and not condition:
        draft.problem(text.line, "`[?]` needs a condition, such as `[? mass > 80]`")
    elif draft.kind in CHOICES:
        draft.options.append(
            Option(text=text, right=marker in "xX", condition=condition, line=text.line)
        )
        draft.last = draft.options
    elif draft.kind in NUMBERS | {Kind.TEXT}:
        if marker != " ":
            draft.problem(text.line, "the right answer of this question is a line `= …`")
            return
        key = None if text.text == ANY_OTHER else _key(draft, text.text, text.line)
        draft.answers.append(Answer(key=key, right=False, line=text.line))
        draft.last = draft.answers
    else:
        draft.problem(text.line, f"a question of type {draft.kind.value} has no options")


def _feedback(draft: _Draft, begin: int, end: int) -> None:
    lines = [_QUOTE.sub("", line, count=1) for line in draft.lines[begin:end]]
    passage = _trimmed(lines, draft.line(begin))
    if draft.last is None:
        draft.problem(passage.line, "feedback (`>`) stands under the option that it is about")
        return
    last = draft.last[-1]
    if last.feedback is not None:
        draft.problem(passage.line, "a second feedback for one option; join them")
    draft.last[-1] = last.model_copy(update={"feedback": passage})


def _paragraph(draft: _Draft, begin: int, end: int) -> None:
    """A paragraph: prompt, keys (``= …``), or prompt and then keys."""
    first = next((n for n in range(begin, end) if _KEY.match(draft.lines[n])), end)
    if first > begin:
        _prompt(draft, begin, first)
    for n in range(first, end):
        match = _KEY.match(draft.lines[n])
        if not match:
            draft.problem(draft.line(n), "a key is one line; leave an empty line behind it")
            return
        if draft.kind not in NUMBERS | {Kind.TEXT}:
            draft.problem(
                draft.line(n), f"a question of type {draft.kind.value} has no key line `= …`"
            )
            return
        key = _key(draft, draft.lines[n][match.end() :].strip(), draft.line(n))
        if key is not None and draft.answers and any(answer.right for answer in draft.answers):
            draft.problem(draft.line(n), "a second key; a question has one line `= …`")
        draft.answers.append(Answer(key=key, right=True, line=draft.line(n)))
        draft.last = draft.answers


def _key(draft: _Draft, text: str, line: int) -> NumberKey | TextKey | None:
    try:
        if draft.kind is Kind.TEXT:
            return text_key(text, line)
        return number_key(text, line, draft.language)
    except KeyLineError as error:
        draft.problem(line, str(error))
        return None


def _blanks(draft: _Draft, prompt: Passage) -> tuple[NumberKey | TextKey, ...]:
    found: list[NumberKey | TextKey] = []
    for match in _BLANK.finditer(prompt.text):
        if match["key"] is None:
            continue
        line = prompt.line + prompt.text.count("\n", 0, match.start())
        text = match["key"].strip()
        try:
            if text.startswith("="):
                found.append(number_key(text[1:].strip(), line, draft.language))
            else:
                found.append(text_key(text, line))
        except KeyLineError as error:
            draft.problem(line, str(error))
    rest = _BLANK.sub(lambda m: "\n" * m[0].count("\n"), prompt.text)
    for n, text in enumerate(rest.split("\n")):
        if "[[" in text or "]]" in text:
            draft.problem(prompt.line + n, "this blank is not closed; write `[[answer]]`")
    return tuple(found)


def split_blanks(text: str) -> list[str]:
    """The pieces of a prompt around its blanks: one more than there are blanks."""
    pieces, position = [], 0
    for match in _BLANK.finditer(text):
        if match["key"] is not None:
            pieces.append(text[position : match.start()])
            position = match.end()
    return [*pieces, text[position:]]


def _prompt_passage(draft: _Draft) -> Passage:
    if not draft.prompt:
        return Passage(text="", line=draft.block.line)
    begin, end = draft.prompt[0][0], draft.prompt[-1][1]
    return _trimmed(draft.lines[begin:end], draft.line(begin))


def _check(draft: _Draft) -> None:
    """What each kind of question needs."""
    kind, line = draft.kind, draft.block.line
    prompt = _prompt_passage(draft)
    if not prompt.text:
        draft.problem(line, "this question asks nothing; write its prompt before the answers")
    if kind in CHOICES:
        _check_options(draft)
    if kind in NUMBERS | {Kind.TEXT} and not any(answer.right for answer in draft.answers):
        draft.problem(line, "this question has no key; add a line such as `= 91.2 ± 0.5 GeV`")
    foreseen: list[Foreseen] = [*draft.options, *draft.answers]
    for item in foreseen:
        if item.feedback is None and not item.right:
            draft.problem(
                item.line,
                "a wrong answer needs feedback: under it, `> ` and why someone would think so",
            )
    _check_units(draft)
    if kind is Kind.BLANKS and not _blanks(draft, prompt) and not draft.problems:
        draft.problem(line, "this text has no blank; write `[[answer]]` in it")
    if kind is Kind.DISCUSSION and "answer" not in draft.parts:
        draft.problem(line, "a discussion needs a model answer, in a block `{answer}`")
    if kind is not Kind.DISCUSSION and "answer" in draft.parts:
        draft.problem(
            draft.parts["answer"].line - 1, "`{answer}` is for discussions; use `{explanation}`"
        )
    if kind is Kind.READ_PLOT and "figure" not in draft.settings:
        draft.problem(line, "`:figure:` is missing: the name of the figure to read")


def _check_units(draft: _Draft) -> None:
    """A foreseen mistake is in a unit of the same kind as the key."""
    keys = [(answer, answer.key) for answer in draft.answers]
    units = [key.unit for answer, key in keys if answer.right and isinstance(key, NumberKey)]
    for answer, key in keys:
        if isinstance(key, NumberKey) and key.unit and units and units[0]:
            try:
                worth(key.unit, units[0])
            except UnitError as error:
                draft.problem(answer.line, str(error))


def _check_options(draft: _Draft) -> None:
    """Enough options, and a right one; what conditions decide is seen when they are computed."""
    kind, options, line = draft.kind, draft.options, draft.block.line
    if len(options) < _OPTIONS_OF_TRUTH:
        draft.problem(line, "this question needs at least two options, `- [x] …` and `- [ ] …`")
        return
    if kind is Kind.TRUE_FALSE and len(options) != _OPTIONS_OF_TRUTH:
        draft.problem(options[2].line, "true-false has two options: first true, then false")
    right = [option for option in options if option.right]
    computed = any(option.condition for option in options)
    if not right and not computed:
        draft.problem(line, "no option is right; mark it `[x]`")
    if kind is not Kind.MULTIPLE and len(right) > 1:
        draft.problem(
            right[1].line,
            "a second right option, where one can be chosen; use `:type: multiple`, or mark one",
        )


def _quiz(draft: _Draft) -> Quiz:
    prompt = _prompt_passage(draft)

    def setting(name: str) -> str:
        return draft.settings.get(name, ("", 0))[0]

    return Quiz(
        name=draft.block.argument,
        kind=draft.kind,
        level=Level(setting("level")),
        language=draft.language,
        line=draft.block.line,
        objective=int(setting("objective")) if setting("objective") else None,
        figure=setting("figure"),
        space=setting("space"),
        check=setting("check"),
        unit_given="unit-given" in draft.settings,
        prompt=prompt,
        options=tuple(draft.options),
        answers=tuple(draft.answers),
        blanks=_blanks(draft, prompt) if draft.kind is Kind.BLANKS else (),
        hints=tuple(draft.hints),
        explanation=draft.parts.get("explanation"),
        model_answer=draft.parts.get("answer"),
    )
