"""A question as plain Markdown, with or without its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.quiz.model import CHOICES
from build_tools.quiz.syntax import split_blanks
from build_tools.quiz.wording import key_text, letter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from build_tools.quiz.model import Quiz

#: Where something is to be filled in.
_BLANK = "……………"


def asked(quiz: Quiz, plain: Callable[[str], str]) -> str:
    """What a question asks, and the options that it offers; ``plain`` is the page's Markdown."""
    options = "\n".join(
        f"- {letter(number)}. {plain(option.text.text)}".replace("\n", "\n  ")
        for number, option in enumerate(quiz.options)
    )
    prompt = plain(_BLANK.join(split_blanks(quiz.prompt.text)))
    return f"{prompt}\n\n{options}".rstrip()


def answered(quiz: Quiz, plain: Callable[[str], str], t: Callable[[str], str]) -> str:
    """The right answer of a question and why; empty for one that has none."""
    right = "; ".join(_right(quiz))
    parts = [f"**{t('Right answer:')}** {right}"] if right else []
    parts += [plain(own.text) for own in (quiz.model_answer, quiz.explanation) if own is not None]
    return "\n\n".join(parts)


def _right(quiz: Quiz) -> Iterator[str]:
    if quiz.kind in CHOICES:
        yield ", ".join(letter(n) for n, option in enumerate(quiz.options) if option.right)
    for key in quiz.blanks or ([quiz.key] if quiz.key else []):
        yield key_text(key, quiz.language)
