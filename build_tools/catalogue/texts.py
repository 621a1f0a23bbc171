"""Texts of the catalogue: the same in every language, or one for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: A text that every language shares, such as a formula, or language → text.
Text = str | Mapping[str, str]


class NotATextError(ValueError):
    """Something that cannot be shown as text; says why, to a person."""


def text_of(data: Any) -> Text:
    """A text as a data file writes it; raises NotATextError for anything else."""
    if isinstance(data, str) and data.strip():
        return data.strip()
    if isinstance(data, dict) and data:
        for language, text in data.items():
            if not isinstance(text, str) or not text.strip():
                raise NotATextError(f"the text in “{language}” is empty or no text")
        return {language: text.strip() for language, text in data.items()}
    raise NotATextError("a text, or one text per language (`{en: …, fr: …}`), is missing here")


def in_language(text: Text, language: str) -> str | None:
    """The text in a language; None where it is not translated."""
    return text if isinstance(text, str) else text.get(language)
