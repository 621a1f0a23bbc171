"""MyST as plain Markdown: numbers filled in, blocks as quotations, links made whole or left out."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from build_tools.localisation.expressions import ExpressionError, holds, page_values
from build_tools.localisation.numbers import format_glued
from build_tools.notebooks.questions import answered, asked
from build_tools.pages.markdown import DIRECTIVE, markdown
from build_tools.quiz.model import Quiz
from build_tools.teaching.model import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from build_tools.pages.bundle import PageBundle

#: A role, or a code span, in which nothing is a role.
_ROLE = re.compile(
    r"\{(?P<name>[\w:-]+)\}(?P<ticks>`+)(?P<text>.+?)(?P=ticks)(?!`)"
    r"|(?P<code>`+)(?!`).+?(?<!`)(?P=code)(?!`)",
    re.DOTALL,
)
#: ``text <target>``.
_TARGET = re.compile(r"^(?P<text>.*?)\s*<[^<>]*>$", re.DOTALL)
_LINK = re.compile(r"(?P<image>!?)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)\)")
_OPTION = re.compile(r"^:[\w-]+:")
#: Titles of MyST's own blocks, as messages of the interface catalogue.
_ASIDES = {"note": "Note", "tip": "Tip", "warning": "Warning", "important": "Important"}


@dataclass(frozen=True)
class _Fence:
    """A fence that stands on the page itself, not in a list or a quotation."""

    start: int  #: its first line, from 0
    end: int  #: the line behind it
    info: str
    content: str


@lru_cache(maxsize=4096)
def _fences(text: str) -> tuple[_Fence, ...]:
    """The fences of a text. The same text is asked for twice: with its answers and without."""
    if not any(mark in text for mark in ("```", "~~~", ":::")):
        return ()
    return tuple(
        _Fence(token.map[0], token.map[1], token.info.strip(), token.content)
        for token in markdown().parse(text)
        if token.type in {"fence", "colon_fence"} and not token.level and token.map is not None
    )


@dataclass(frozen=True)
class Prose:
    """How the prose of one page becomes plain Markdown.

    ``t`` puts a message of the interface into the page's language. Without ``site_url`` links to
    other pages of the site are left out, and their text stays. ``without`` are directives that are
    not wanted, such as solutions; a directive that has no form here is left out, too. With
    ``answers``, questions are answered.
    """

    bundle: PageBundle
    t: Callable[[str], str]
    site_url: str = ""
    without: frozenset[str] = frozenset()
    answers: bool = False

    def plain(self, text: str) -> str:
        """A piece of a page, as plain Markdown."""
        lines = text.split("\n")
        made: list[str] = []
        at = 0
        for fence in _fences(text):
            made.append(self._inline("\n".join(lines[at : fence.start])))
            made.append(self._fence(fence, "\n".join(lines[fence.start : fence.end])))
            at = fence.end
        made.append(self._inline("\n".join(lines[at:])))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(made)).strip("\n")

    def _fence(self, fence: _Fence, whole: str) -> str:
        match = DIRECTIVE.match(fence.info)
        if match is None:
            return whole
        name, argument = match[1], fence.info[match.end() :].strip()
        if name in self.without:
            return ""
        if name == "when":
            return self.plain(fence.content) if self._holds(argument) else ""
        if name in {"code", "code-block", "math"}:
            fences = ("$$", "$$") if name == "math" else (f"```{argument}", "```")
            return f"{fences[0]}\n{fence.content}{fences[1]}"
        if name == "quiz":
            return self._question(argument)
        return self._block(name, argument, fence.content)

    def _question(self, name: str) -> str:
        """A question; nothing where a stale translation asks what no longer holds."""
        if name not in self.bundle.quizzes:
            return ""
        quiz = Quiz.model_validate(self.bundle.quizzes[name])
        number = list(self.bundle.quizzes).index(name) + 1
        body = asked(quiz, self.plain)
        if self.answers:
            body = f"{body}\n\n{answered(quiz, self.plain, self.t)}".rstrip()
        return _quoted(self.t("Question {number}").format(number=number), body)

    def _block(self, name: str, argument: str, content: str) -> str:
        """A block as a quotation under its title; nothing when the name is not known."""
        titles = {block.name: block.title for block in BLOCKS} | _ASIDES
        title = self.t(titles[name]) if name in titles else ""
        argument = self._inline(argument)
        if name == "admonition":
            title = argument
        elif not title:
            return ""
        elif argument:
            title = self.t("{kind}: {title}").format(kind=title, title=argument)
        return _quoted(title, self.plain(_without_options(content)))

    def _holds(self, condition: str) -> bool:
        try:
            return holds(condition, page_values(self.bundle))
        except ExpressionError:
            return False  # the page itself tells its author

    def _inline(self, text: str) -> str:
        return _LINK.sub(self._link, _ROLE.sub(self._role, text))

    def _role(self, match: re.Match[str]) -> str:
        name, text = match["name"], match["text"]
        if name is None:
            return match[0]
        if name == "glued":
            glued = self.bundle.glued.get(text.strip())
            return format_glued(glued, self.bundle.text_language) if glued else "…"
        if name == "when":
            parts = text.split("|")
            chosen = parts[1:2] if self._holds(parts[0]) else parts[2:3]
            return self._inline("".join(chosen))
        if name == "math":
            return f"${text}$"
        if name == "lang":
            return f"*{text.partition('|')[2].strip()}*"
        target = _TARGET.match(text)
        return target["text"] if target and target["text"] else text

    def _link(self, match: re.Match[str]) -> str:
        target, _, anchor = match["target"].partition("#")
        if re.match(r"[a-z]+:", target):
            return match[0]
        if not self.site_url:
            return f"*{match['text']}*" if match["image"] else match["text"]
        folder = posixpath.dirname(f"{self.bundle.language}/{self.bundle.docname}")
        own = f"{self.bundle.language}/{self.bundle.docname}.html"
        path = posixpath.normpath(posixpath.join(folder, target)) if target else own
        path = re.sub(r"\.md$", ".html", path) + (f"#{anchor}" if anchor else "")
        return f"{match['image']}[{match['text']}]({self.site_url.rstrip('/')}/{path})"


def _quoted(title: str, body: str) -> str:
    lines = [f"**{title}**", "", *body.split("\n")]
    return "\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n"


def _without_options(content: str) -> str:
    lines = content.split("\n")
    while lines and _OPTION.match(lines[0]):
        lines.pop(0)
    return "\n".join(lines)
