"""Markdown of one page that is to stand on another one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from build_tools.localisation.expressions import ExpressionError, holds, page_values
from build_tools.localisation.numbers import format_glued

if TYPE_CHECKING:
    from build_tools.pages.bundle import PageBundle

_ROLE = re.compile(r"\{(glued|when|term)\}(`+)(.+?)\2", re.DOTALL)
#: ``shown text <entry>``
_TITLED = re.compile(r"^(.*?)\s*<[^<>]*>$", re.DOTALL)
_LOCAL_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?![a-z]+://)[^)\s]*\)")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\]")
#: What stands for something that is not there.
GAP: Final = "…"


def spelled_out(text: str, bundle: PageBundle) -> str:
    """Markdown that can stand on another page: values and conditions of its own are worked out.

    Links into the page, pictures and footnotes become their texts or nothing.
    """

    def role(match: re.Match[str]) -> str:
        name, content = match[1], match[3]
        if name == "glued":
            glued = bundle.glued.get(content.strip())
            return format_glued(glued, bundle.language) if glued else GAP
        if name == "term":
            # the other page's language may have no such entry: its page may not be translated yet
            return _TITLED.sub(r"\1", content)
        condition, *texts = content.split("|")
        try:
            chosen = texts[:1] if holds(condition, page_values(bundle)) else texts[1:2]
        except ExpressionError:
            chosen = []
        return "".join(chosen)

    plain = _FOOTNOTE.sub("", _IMAGE.sub(r"\1", _ROLE.sub(role, text)))
    return _LOCAL_LINK.sub(r"\1", plain)
