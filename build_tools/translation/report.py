"""The desk as a page of Markdown, for those who have a web browser only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from build_tools.translation.model import Desk, Finding, Language


def as_markdown(desk: Desk) -> str:
    """A table per language, then what is wrong, with files and lines."""
    parts = ["# Translations\n", *map(_language, desk.languages)]
    findings = desk.everything()
    errors = [own for own in findings if own.error]
    notes = [own for own in findings if not own.error]
    if errors:
        parts.append("## To mend\n\n" + _list(errors))
    if notes:
        parts.append("## To look at\n\n" + _list(notes))
    if not findings:
        parts.append("Nothing is wrong.\n")
    return "\n".join(parts)


def _language(language: Language) -> str:
    lines = [
        f"## {language.name} ({language.language})\n",
        f"{language.words_to_do} of {language.words} words to do.\n",
        "| page | state | words to do | sections to do |",
        "|---|---|---:|---|",
    ]
    for page in language.pages:
        titles = ", ".join(_cell(own.title) for own in page.to_do) if page.begun else "all"
        lines.append(f"| {_cell(page.page)} | {page.state} | {page.words_to_do} | {titles} |")
    if language.next:
        lines.append(f"\nNext: `{language.next}`")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    """Text that cannot break out of a table or become markup."""
    for sign in "\\|<>[]`*_":
        text = text.replace(sign, f"\\{sign}")
    return text


def _list(findings: list[Finding]) -> str:
    return "".join(f"- `{_code(str(own))}`\n" for own in findings)


def _code(text: str) -> str:
    return " ".join(text.split()).replace("`", "'")
