"""A translated question asks what the source's asks: same id, kind, key, order and tolerance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.pages.diagnostics import Code, Diagnostic
from build_tools.pages.model import is_borrowed
from build_tools.quiz.model import Answer, NumberKey, Option, Quiz, TextKey
from build_tools.translation.alignment import section_at
from build_tools.translation.borrowing import as_shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from build_tools.pages.model import Heading, Page
    from build_tools.translation.state import Translation


def translated_quizzes(
    translation: Translation, source: Sequence[Quiz], own: Sequence[Quiz]
) -> tuple[tuple[Quiz, ...], list[Diagnostic]]:
    """The questions that a translated page shows, and what differs where it must not.

    In a section that is stale, a question that no longer asks what the source's asks gives way to
    the source's, in the source's language: a wrong key is worse than a foreign word. One that the
    source does not have is left out. A section that is shown in the source's words has the source's
    questions.
    """
    current = set(translation.current())
    stale_source = {
        quiz.name
        for quiz in source
        if _heading(translation.source, quiz.line).anchor not in current
    }
    stale_own = {quiz.name for quiz in own if translation.excused(quiz.line)}
    partners = {quiz.name: quiz for quiz in own}
    sources = {quiz.name: quiz for quiz in source}
    shown, problems = [], []
    for quiz in own:
        original = sources.get(quiz.name)
        excused = quiz.name in stale_own or quiz.name in stale_source
        if original is None:
            if not excused:
                problems.append(_problem(translation, quiz.line, _unknown(translation, quiz)))
            continue
        difference = next(_differences(original, quiz), None)
        if difference and not excused:
            what, line, source_line, advice = difference
            message = (
                f"{what} in “{quiz.name}” is not the source's"
                f" ({translation.source.path.as_posix()}:{source_line}); {advice}"
            )
            problems.append(_problem(translation, line, message))
        shown.append(original if difference else quiz)
    problems += (
        _problem(
            translation,
            _section_line(translation, quiz),
            f"the question “{quiz.name}” ({translation.source.path.as_posix()}:{quiz.line})"
            " is missing here; translate it into this section",
        )
        for quiz in source
        if quiz.name not in partners and quiz.name not in stale_source
    )
    problems += _order(translation, source, own, stale_own | stale_source)
    whole = as_shown(translation)
    if whole is not translation:
        by_name = {quiz.name: quiz for quiz in shown}
        chosen = {
            use.argument: (sources if is_borrowed(use.line) else by_name).get(use.argument)
            for use in reversed(whole.page.quizzes)  # of two, the first is shown
        }
        shown = [quiz for quiz in reversed(chosen.values()) if quiz]
    return tuple(shown), problems


def _problem(translation: Translation, line: int, message: str) -> Diagnostic:
    return Diagnostic(translation.page.path, line, Code.PARITY, message)


def _unknown(translation: Translation, quiz: Quiz) -> str:
    return (
        f"no question of {translation.source.path.as_posix()} has the id “{quiz.name}”;"
        " ids are not translated"
    )


def _heading(page: Page, line: int) -> Heading:
    """The heading of the section in which a line stands."""
    return page.headings[section_at(page, line)]


def _section_line(translation: Translation, quiz: Quiz) -> int:
    """The line of the translation's heading of the section in which the source has a question."""
    own = translation.place_of(_heading(translation.source, quiz.line).anchor)
    return (own or translation.page.headings[-1]).line


def _order(
    translation: Translation, source: Sequence[Quiz], own: Sequence[Quiz], excused: set[str]
) -> Iterator[Diagnostic]:
    theirs = [quiz.name for quiz in own if quiz.name not in excused]
    ours = [quiz.name for quiz in source if quiz.name in theirs]
    theirs = [name for name in theirs if name in ours]
    for expected, found in zip(ours, theirs, strict=True):
        if expected != found:
            quiz = next(quiz for quiz in own if quiz.name == found)
            yield _problem(
                translation,
                quiz.line,
                f"“{found}” stands where the source has “{expected}”; keep the questions in order",
            )
            return


Difference = tuple[str, int, int, str]


def _differences(source: Quiz, own: Quiz) -> Iterator[Difference]:
    """What differs: in words, the line here, the line there, what to do."""
    for name, said in (
        ("kind", "`:type:`"),
        ("level", "`:level:`"),
        ("objective", "`:objective:`"),
        ("figure", "`:figure:`"),
        ("check", "`:check:`"),
        ("unit_given", "`:unit-given:`"),
    ):
        if getattr(source, name) != getattr(own, name):
            yield said, own.line, source.line, "copy it"
    if source.kind is not own.kind:
        return
    yield from _paired("the number of options", source, own, source.options, own.options)
    yield from _paired("the number of answers", source, own, source.answers, own.answers)
    yield from _paired("the number of blanks", source, own, source.blanks, own.blanks)
    if len(source.hints) != len(own.hints):
        yield "the number of hints", own.line, source.line, "keep them all"
    for name, said in (("explanation", "the explanation"), ("model_answer", "the model answer")):
        if (getattr(source, name) is None) != (getattr(own, name) is None):
            yield said, own.line, source.line, "one page has it, the other has not"


def _paired(
    what: str,
    source: Quiz,
    own: Quiz,
    ours: Sequence[Option | Answer | NumberKey | TextKey],
    theirs: Sequence[Option | Answer | NumberKey | TextKey],
) -> Iterator[Difference]:
    if len(ours) != len(theirs):
        yield what, own.line, source.line, "keep them all, in order"
        return
    for original, other in zip(ours, theirs, strict=True):
        if _value(original) != _value(other):
            yield "this key", other.line, original.line, "keys and their order are not translated"


def _value(item: Option | Answer | NumberKey | TextKey | None) -> object:
    """What is the same in every language: numbers and what is right, not words."""
    if isinstance(item, Option):
        return item.right, item.condition
    if isinstance(item, Answer):
        return item.right, _value(item.key)
    if isinstance(item, NumberKey):
        return item.model_dump(exclude={"line"})
    return item is None
